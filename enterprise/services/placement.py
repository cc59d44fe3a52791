"""Who is in which department, and what follows from it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import Assignment, Membership
from enterprise.services.department import lock_departments
from enterprise.services.enrolling import give_courses
from enterprise.services.learner_status import copy_terms
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing


def place_person(*, user_id: UUID, department_id: UUID | None, actor: User | None = None) -> bool:
    """Put a person into a department, or into none.

    The department's open assignments hold for them from now on; those of the one they leave no
    longer do, though what they learned stays theirs.

    Returns:
        False when they were there already.

    Raises:
        Missing: when there is no such person, or no such department in use.

    """
    with transaction.atomic():
        person = User.objects.filter(id=user_id).first()
        if person is None:
            raise Missing(_("There is no such person."))
        before = Membership.objects.select_related("department").filter(user_id=user_id).first()
        if (before.department_id if before else None) == department_id:
            return False
        new = lock_departments([department_id])[0] if department_id else None
        if new is None:
            Membership.objects.filter(user_id=user_id).delete()
            copy_terms(learner_ids=[user_id])
        else:
            Membership.objects.update_or_create(
                user_id=user_id, defaults={"department": new, "since": now()}
            )
            _bring_up_to_date(person, new.id)
        audit.record(
            "people.placed",
            actor=actor,
            target=person.display_name,
            target_id=user_id,
            changes={
                "department": [before.department.name if before else "", new.name if new else ""]
            },
        )
    return True


def welcome_back(*, user_id: UUID) -> None:
    """Give a person who was switched on again what their department was assigned meanwhile."""
    with transaction.atomic():
        place = Membership.objects.select_related("user").filter(user_id=user_id).first()
        if place is not None:
            lock_departments([place.department_id])
            _bring_up_to_date(place.user, place.department_id)


def _bring_up_to_date(person: User, department_id: UUID) -> None:
    open_ones = Assignment.objects.filter(department_id=department_id, cancelled_at__isnull=True)
    if person.is_active:
        give_courses(assignments=list(open_ones), people=[person])
    else:
        copy_terms(learner_ids=[person.id])

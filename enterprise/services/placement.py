"""Who is in which department, and what follows from it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import Assignment, Department, Membership
from enterprise.policies import require_placing
from enterprise.services.department import lock_departments
from enterprise.services.enrolling import give_courses
from enterprise.services.learner_status import copy_terms
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.jobs import enqueue

# With more people than this, what their departments were assigned is carried out by a job.
AT_ONCE = 25


def place_person(*, user_id: UUID, department_id: UUID | None, actor: User | None = None) -> bool:
    """Put a person into a department, or into none.

    The department's open assignments hold for them from now on; those of the one they leave no
    longer do, though what they learned stays theirs.

    Returns:
        False when they were there already.

    Raises:
        Missing: when there is no such person, or no such department in use, or it is none of the
            actor's.
        Refused: when the actor may not move people.

    """
    with transaction.atomic():
        person = User.objects.filter(id=user_id).first()
        if person is None:
            raise Missing(_("There is no such person."))
        before = Membership.objects.select_related("department").filter(user_id=user_id).first()
        unchanged = (before.department_id if before else None) == department_id
        if actor is not None:
            require_placing(actor, person, department_id, unchanged=unchanged)
        if unchanged:
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


def place_people(*, places: Mapping[UUID, UUID | None], actor: User | None = None) -> list[UUID]:
    """Put many people into departments, or into none, as `place_person` does for one.

    What their new departments were assigned is carried out by a job when there is much of it.

    Args:
        places: the department by person; None for none.
        actor: who does it.

    Returns:
        Who was somewhere else before.

    Raises:
        Missing: when a person or a department in use does not exist; nobody is moved then.

    """
    with transaction.atomic():
        wanted = {one for one in places.values() if one is not None}
        departments = {row.id: row for row in lock_departments(wanted)}
        people = {user.id: user for user in User.objects.filter(id__in=places)}
        if len(people) != len(places):
            raise Missing(_("There is no such person."))
        before = {
            row.user_id: row.department
            for row in Membership.objects.select_related("department").filter(user_id__in=places)
        }
        moved = [
            one
            for one, department_id in places.items()
            if (before[one].id if one in before else None) != department_id
        ]
        leaving = [one for one in moved if places[one] is None]
        Membership.objects.filter(user_id__in=leaving).delete()
        since = now()
        Membership.objects.bulk_create(
            [
                Membership(user_id=one, department_id=new, since=since)
                for one in moved
                if (new := places[one]) is not None
            ],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["department", "since"],
            batch_size=1_000,
        )
        _carry_over(moved, places, people)
        audit.record_many(
            "people.placed",
            actor=actor,
            lines=[
                (people[one].display_name, one, {"department": _names(before.get(one), new)})
                for one in moved
                for new in [_of(departments, places[one])]
            ],
        )
    return moved


def _of(departments: Mapping[UUID, Department], key: UUID | None) -> Department | None:
    return departments[key] if key is not None else None


def _names(before: Department | None, after: Department | None) -> list[str]:
    return [before.name if before else "", after.name if after else ""]


def _carry_over(
    moved: Sequence[UUID], places: Mapping[UUID, UUID | None], people: Mapping[UUID, User]
) -> None:
    """Take over what is assigned to people in their new departments."""
    if not moved:
        return
    there: dict[UUID, list[User]] = {}
    for one in moved:
        department_id = places[one]
        if department_id is not None and people[one].is_active:
            there.setdefault(department_id, []).append(people[one])
    open_ones = list(Assignment.objects.filter(department_id__in=there, cancelled_at__isnull=True))
    if sum(len(there[row.department_id]) for row in open_ones) > AT_ONCE:
        for row in open_ones:
            enqueue("enterprise.carry_out_assignment", assignment_id=row.id)
    else:
        for department_id, newcomers in there.items():
            if mine := [row for row in open_ones if row.department_id == department_id]:
                give_courses(assignments=mine, people=newcomers)
    copy_terms(learner_ids=list(moved))


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

"""Two accounts of one person: teams, roles, responsibilities and what is assigned follow the kept one."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from enterprise.models import (
    Assignment,
    CompanyExport,
    DepartmentManager,
    DistinctPeople,
    Extension,
    Membership,
    Nudge,
    PeopleChange,
    PeopleImport,
)
from enterprise.services.joining_roles import join_roles, roles_to_join
from enterprise.services.learner_skill import rebuild_skills
from enterprise.services.learner_status import rebuild_learner
from enterprise.services.placement import place_person, welcome_back
from tenants.accounts.api import User, lock_owners, merge_people

DEPARTMENT = "department"
# What the other account signed. The kept one goes on with it, and takes it back where that can be;
# and the name stays that of somebody when the other account is emptied.
_SIGNED = (
    (Assignment, "assigned_by"),
    (CompanyExport, "requested_by"),
    (Extension, "granted_by"),
    (Nudge, "sent_by"),
    (PeopleChange, "created_by"),
    (PeopleImport, "created_by"),
)


def merge_members(
    *, kept_id: UUID, gone_id: UUID, from_gone: Collection[str] = (), actor: User
) -> None:
    """Merge two accounts; `from_gone` may name `department` besides the fields of the account.

    Raises:
        Missing, Invalid, Conflict, Refused: as `merge_people` does, and `roles_to_join`; nothing is
            changed then.

    """
    with transaction.atomic():
        lock_owners(actor)
        held = roles_to_join(kept_id=kept_id, gone_id=gone_id, actor=actor)
        place = Membership.objects.filter(user_id=gone_id).first()
        department_id = place.department_id if place else None
        fields = [name for name in from_gone if name != DEPARTMENT]
        merge_people(kept_id=kept_id, gone_id=gone_id, from_gone=fields, actor=actor)
        join_roles(held, kept_id=kept_id, gone_id=gone_id, actor=actor)
        if DEPARTMENT in from_gone and department_id is not None:
            place_person(user_id=kept_id, department_id=department_id, actor=actor)


def take_over(*, kept_id: UUID, gone_id: UUID) -> None:
    """Give the kept account what this app knows of the other. In the transaction of the merging."""
    with transaction.atomic():
        if Membership.objects.filter(user_id=kept_id).exists():
            Membership.objects.filter(user_id=gone_id).delete()
        else:
            Membership.objects.filter(user_id=gone_id).update(user_id=kept_id)
        managed = DepartmentManager.objects.filter(user_id=gone_id)
        DepartmentManager.objects.bulk_create(
            [
                DepartmentManager(user_id=kept_id, department_id=row.department_id)
                for row in managed
            ],
            ignore_conflicts=True,
        )
        managed.delete()
        mine = Extension.objects.filter(learner_id=kept_id).values("assignment_id")
        Extension.objects.filter(learner_id=gone_id).exclude(assignment_id__in=mine).update(
            learner_id=kept_id
        )
        Nudge.objects.filter(learner_id=gone_id).update(learner_id=kept_id)
        for model, field in _SIGNED:
            model._default_manager.filter(**{field: gone_id}).update(**{field: kept_id})
        welcome_back(user_id=kept_id)
        for learner_id in (gone_id, kept_id):
            rebuild_learner(learner_id=learner_id)
            rebuild_skills(learner_id=learner_id)


def mark_distinct(*, one_id: UUID, other_id: UUID) -> None:
    """Remember that two accounts are two persons, so that nobody suggests them again."""
    first, second = sorted((one_id, other_id))
    DistinctPeople.objects.get_or_create(first_id=first, second_id=second)

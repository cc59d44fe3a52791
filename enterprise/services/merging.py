"""Two accounts of one person: teams, responsibilities and what is assigned follow the one that is kept."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from enterprise.models import (
    Assignment,
    DepartmentManager,
    DistinctPeople,
    Extension,
    Membership,
    Nudge,
)
from enterprise.services.learner_status import rebuild_learner
from enterprise.services.placement import place_person, welcome_back
from tenants.accounts.api import User, merge_people

DEPARTMENT = "department"


def merge_members(
    *, kept_id: UUID, gone_id: UUID, from_gone: Collection[str] = (), actor: User
) -> None:
    """Merge two accounts; `from_gone` may name `department` besides the fields of the account.

    Raises:
        Missing, Invalid, Conflict, Refused: as `merge_people` does; nothing is changed then.

    """
    with transaction.atomic():
        place = Membership.objects.filter(user_id=gone_id).first()
        department_id = place.department_id if place else None
        fields = [name for name in from_gone if name != DEPARTMENT]
        merge_people(kept_id=kept_id, gone_id=gone_id, from_gone=fields, actor=actor)
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
        Nudge.objects.filter(sent_by_id=gone_id).update(sent_by_id=kept_id)
        Assignment.objects.filter(assigned_by_id=gone_id).update(assigned_by_id=kept_id)
        welcome_back(user_id=kept_id)
        rebuild_learner(learner_id=gone_id)
        rebuild_learner(learner_id=kept_id)


def mark_distinct(*, one_id: UUID, other_id: UUID) -> None:
    """Remember that two accounts are two persons, so that nobody suggests them again."""
    first, second = sorted((one_id, other_id))
    DistinctPeople.objects.get_or_create(first_id=first, second_id=second)

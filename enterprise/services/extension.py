"""Another due date for single people."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import Extension, LearnerCourseStatus
from enterprise.services.assignment import due_at_end_of
from enterprise.services.department import lock_departments
from enterprise.services.learner_status import copy_terms
from tenants.accounts.api import User, people_by_id
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing


def move_due_dates(
    *,
    learner_ids: Collection[UUID],
    due_on: date,
    actor: User,
    course_id: UUID | None = None,
) -> int:
    """Move the date of what people still have to finish; for one course, or for all they are given.

    Args:
        learner_ids: people whose department the actor manages; the caller has asked the policy.
        due_on: a day in the company's zone; due at its end.
        actor: who grants it.
        course_id: only this course.

    Returns:
        How many people's dates were moved; people with nothing open are left alone.

    Raises:
        Invalid: for a day that is past or years away, or when nobody has anything open.
        Missing: when one of the people does not exist.

    """
    due_at = due_at_end_of(due_on)
    with transaction.atomic():
        people = people_by_id(learner_ids)
        if len(people) != len(set(learner_ids)):
            raise Missing(_("There is no such person."))
        rows = LearnerCourseStatus.objects.filter(
            learner_id__in=people, assignment__isnull=False, completed_at__isnull=True
        ).select_related("assignment")
        if course_id is not None:
            rows = rows.filter(course_id=course_id)
        found = [(row, row.assignment) for row in rows]
        lock_departments({assignment.department_id for _row, assignment in found if assignment})
        moved = {row.learner_id for row, _assignment in found}
        if not moved:
            raise Invalid(_("There is no open assignment to move."), field="due_on")
        Extension.objects.bulk_create(
            [
                Extension(
                    assignment=assignment,
                    learner_id=row.learner_id,
                    due_at=due_at,
                    granted_by=actor,
                    granted_at=now(),
                )
                for row, assignment in found
                if assignment is not None
            ],
            update_conflicts=True,
            unique_fields=["learner", "assignment"],
            update_fields=["due_at", "granted_by", "granted_at"],
        )
        copy_terms(learner_ids=moved)
        for learner_id in sorted(moved):
            audit.record(
                "assignment.extended",
                actor=actor,
                target=people[learner_id].display_name,
                target_id=learner_id,
                changes={"due_on": due_on.isoformat()},
            )
    return len(moved)

"""Rows of the read model: as the status rule sees them, and one learner's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from enterprise.enums import Status
from enterprise.models import LearnerCourseStatus
from enterprise.status import Standing, status_of
from tenants.kernel.statements import ANY_ID, Written


@dataclass(frozen=True)
class Deadline:
    """Something a learner has to finish. Moments in UTC."""

    course_id: UUID
    title: str
    due_at: datetime
    status: Status
    lessons_done: int
    lessons_total: int
    note: str

    @property
    def lessons_left(self) -> int:
        """How many lessons are still to do."""
        return self.lessons_total - self.lessons_done


def standing_of(row: LearnerCourseStatus) -> Standing:
    """Return what the status rule looks at."""
    return Standing(
        assigned_at=row.assigned_at,
        due_at=row.due_at,
        lessons_done=row.lessons_done,
        lessons_total=row.lessons_total,
        completed_at=row.completed_at,
        last_activity_at=row.last_activity_at,
    )


def deadlines_of(learner_id: UUID, *, now: datetime) -> list[Deadline]:
    """Return what somebody was given and has not finished, the nearest date first. One query."""
    return [
        Deadline(
            course_id=course_id,
            title=title,
            due_at=due_at,
            status=status_of(
                Standing(
                    assigned_at, due_at, done, total, completed_at=None, last_activity_at=last
                ),
                now,
            ),
            lessons_done=done,
            lessons_total=total,
            note=note,
        )
        for course_id, title, assigned_at, due_at, done, total, last, note in _OPEN.rows(learner_id)
    ]


def _open(learner_id: UUID) -> "QuerySet[LearnerCourseStatus, Any]":
    return (
        LearnerCourseStatus.objects.filter(
            learner_id=learner_id,
            assignment__isnull=False,
            completed_at__isnull=True,
            due_at__isnull=False,
        )
        .order_by("due_at", "course__title")
        .values_list(
            "course_id",
            "course__title",
            "assigned_at",
            "due_at",
            "lessons_done",
            "lessons_total",
            "last_activity_at",
            "assignment__note",
        )
    )


_OPEN = Written(_open, ANY_ID)

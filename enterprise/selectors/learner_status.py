"""Rows of the read model: as the status rule sees them, and one learner's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from enterprise.enums import Status
from enterprise.models import LearnerCourseStatus
from enterprise.status import Standing, status_of


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
    rows = (
        LearnerCourseStatus.objects.filter(
            learner_id=learner_id,
            assignment__isnull=False,
            completed_at__isnull=True,
            due_at__isnull=False,
        )
        .select_related("course", "assignment")
        .order_by("due_at", "course__title")
    )
    return [
        Deadline(
            course_id=row.course_id,
            title=row.course.title,
            due_at=row.due_at,
            status=status_of(standing_of(row), now),
            lessons_done=row.lessons_done,
            lessons_total=row.lessons_total,
            note=row.assignment.note if row.assignment else "",
        )
        for row in rows
        if row.due_at is not None
    ]

"""What happens in courses, for those who teach them: counts, never who."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from learning.delivery.enums import EnrolmentState, LessonState
from learning.delivery.models import Enrolment, LessonProgress


@dataclass(frozen=True, slots=True)
class CourseAudience:
    """A course's learners: all there are, those who joined since a day, those who completed it."""

    learners: int = 0
    joined: int = 0
    active: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True)
class LessonFunnel:
    """How many learners opened a lesson, and how many of them are done with it."""

    opened: int
    completed: int


def audiences_of(course_ids: Collection[UUID], *, since: datetime) -> dict[UUID, CourseAudience]:
    """Return the learners of courses, those who left not counted. One query.

    Args:
        course_ids: any.
        since: from when on somebody counts as joined, and activity as recent (UTC).
    """
    rows = (
        Enrolment.objects.filter(course_id__in=course_ids)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .order_by()
        .values("course_id")
        .annotate(
            n=Count("id"),
            joined=Count("id", filter=Q(enrolled_at__gte=since)),
            active=Count("id", filter=Q(last_activity_at__gte=since)),
            completed=Count("id", filter=Q(state=EnrolmentState.COMPLETED)),
        )
    )
    return {
        row["course_id"]: CourseAudience(row["n"], row["joined"], row["active"], row["completed"])
        for row in rows
    }


def learners_since(course_ids: Collection[UUID], *, since: datetime) -> int:
    """Return how many people did something in these courses since a moment, each counted once."""
    return (
        Enrolment.objects.filter(course_id__in=course_ids, last_activity_at__gte=since)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .values("learner_id")
        .distinct()
        .count()
    )


def funnel_of(course_id: UUID) -> dict[UUID, LessonFunnel]:
    """Return by lesson how many learners of a course came to it and finished it. One query."""
    rows = (
        LessonProgress.objects.filter(enrolment__course_id=course_id)
        .exclude(enrolment__state=EnrolmentState.WITHDRAWN)
        .order_by()
        .values("lesson_id")
        .annotate(opened=Count("id"), done=Count("id", filter=Q(state=LessonState.COMPLETED)))
    )
    return {row["lesson_id"]: LessonFunnel(row["opened"], row["done"]) for row in rows}

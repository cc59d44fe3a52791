"""Who is enrolled in what."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from learning.delivery.enums import EnrolmentState
from learning.delivery.models import Enrolment
from tenants.kernel.statements import ANY_ID, OTHER_ID, Written

_SHARE_STUDIED = 5


@dataclass(frozen=True, slots=True)
class EnrolmentInfo:
    """One learner in one course, as other apps may know it. Times are UTC."""

    id: UUID
    learner_id: UUID
    course_id: UUID
    version_id: UUID
    source: str
    state: str
    enrolled_at: datetime
    completed_at: datetime | None
    last_activity_at: datetime | None
    lessons_total: int
    lessons_done: int
    current_lesson_id: UUID | None

    @property
    def is_completed(self) -> bool:
        """Whether every lesson of the version was done."""
        return self.state == EnrolmentState.COMPLETED

    @property
    def is_withdrawn(self) -> bool:
        """Whether the learner left; the rows stay, the pages close."""
        return self.state == EnrolmentState.WITHDRAWN

    @property
    def has_studied(self) -> bool:
        """Whether enough is done to review the course: one lesson, and a fifth of all of them."""
        done = self.lessons_done
        return not self.is_withdrawn and done >= 1 and done * _SHARE_STUDIED >= self.lessons_total


def info_of(enrolment: Enrolment) -> EnrolmentInfo:
    """Return the frozen form of a row."""
    return EnrolmentInfo(
        id=enrolment.id,
        learner_id=enrolment.learner_id,
        course_id=enrolment.course_id,
        version_id=enrolment.version_id,
        source=enrolment.source,
        state=enrolment.state,
        enrolled_at=enrolment.enrolled_at,
        completed_at=enrolment.completed_at,
        last_activity_at=enrolment.last_activity_at,
        lessons_total=enrolment.lessons_total,
        lessons_done=enrolment.lessons_done,
        current_lesson_id=enrolment.current_lesson_id,
    )


def enrolment_of(learner_id: UUID, course_id: UUID) -> EnrolmentInfo | None:
    """Return a learner's enrolment in a course, also a withdrawn one, or None. One query."""
    return next((EnrolmentInfo(*row) for row in _ONE.rows(learner_id, course_id)), None)


def _one(learner_id: UUID, course_id: UUID) -> "QuerySet[Enrolment, Any]":
    return Enrolment.objects.filter(learner_id=learner_id, course_id=course_id).values_list(
        *(field.name for field in fields(EnrolmentInfo))
    )


_ONE = Written(_one, ANY_ID, OTHER_ID)


def enrolment_by_id(enrolment_id: UUID) -> EnrolmentInfo | None:
    """Return an enrolment by its id, or None. One query."""
    row = Enrolment.objects.filter(id=enrolment_id).first()
    return info_of(row) if row else None


def enrolments_of(learner_id: UUID) -> tuple[EnrolmentInfo, ...]:
    """Return a learner's enrolments that are not withdrawn, the last active first. One query."""
    rows = Enrolment.objects.filter(learner_id=learner_id).exclude(state=EnrolmentState.WITHDRAWN)
    return tuple(
        sorted(
            (info_of(row) for row in rows),
            key=lambda info: info.last_activity_at or info.enrolled_at,
            reverse=True,
        )
    )


def learners_total(course_id: UUID) -> int:
    """Return how many study or finished a course; who left is not counted. One query."""
    return sum(number for (number,) in _LEARNERS.rows(course_id))


def _learners(course_id: UUID) -> "QuerySet[Enrolment, Any]":
    return (
        Enrolment.objects.filter(course_id=course_id)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .values("course_id")
        .annotate(number_of=Count("id"))
        .values_list("number_of")
    )


_LEARNERS = Written(_learners, ANY_ID)

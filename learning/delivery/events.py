"""What delivery announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.delivery.selectors.enrolment import EnrolmentInfo
from tenants.kernel.events import event


@event("delivery.enrolled")
@dataclass(frozen=True)
class Enrolled:
    """A learner is in a course now, for the first time or again after withdrawing."""

    enrolment_id: UUID
    learner_id: UUID
    course_id: UUID


@event("delivery.progress_made")
@dataclass(frozen=True)
class ProgressMade:
    """One more lesson is done. Tells the enrolment as it is by now, under its lock."""

    enrolment: EnrolmentInfo


@event("delivery.lesson_completed")
@dataclass(frozen=True)
class LessonCompleted:
    """A lesson is done for the first time. `length_ms` is its planned length, 0 for a video.

    Published before `delivery.progress_made`; a video's time is told by `delivery.watched`. `percent` is
    a quiz's result, None of every other lesson.
    """

    learner_id: UUID
    course_id: UUID
    course_title: str
    lesson_id: UUID
    lesson_title: str
    kind: str
    length_ms: int
    percent: int | None
    completed_at: datetime


@event("delivery.watched")
@dataclass(frozen=True)
class Watched:
    """So many milliseconds of a video were watched that had not been watched before."""

    learner_id: UUID
    credited_ms: int
    at: datetime


@event("delivery.course_completed")
@dataclass(frozen=True)
class CourseCompleted:
    """Every lesson of the learner's version is done. Published once per enrolment."""

    enrolment_id: UUID
    learner_id: UUID
    course_id: UUID
    version_id: UUID
    completed_at: datetime


@event("delivery.enrolments_merged")
@dataclass(frozen=True)
class EnrolmentsMerged:
    """One person studied a course under two accounts: what hangs on `gone_id` belongs to `kept_id`."""

    kept_id: UUID
    gone_id: UUID
    learner_id: UUID

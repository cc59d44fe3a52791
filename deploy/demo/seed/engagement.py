"""Days of learning and timelines of the demo's people, made from the same plan as their studies."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from deploy.demo.shapes import LessonContent
from learning.engagement.enums import Done
from learning.engagement.models import ActivityDay, TimelineEntry
from tenants.kernel.clock import local
from tenants.kernel.ids import uuid7


class Engagement:
    """Collects what the handlers would have written at the time, and writes it in two statements."""

    def __init__(self, time_zone: str) -> None:
        self._time_zone = time_zone
        self._days: dict[tuple[UUID, date], ActivityDay] = {}
        self._lines: list[TimelineEntry] = []

    def lesson(
        self,
        *,
        learner_id: UUID,
        at: datetime,
        lesson: LessonContent,
        lesson_id: UUID,
        course_id: UUID,
        course_title: str,
        percent: int | None,
    ) -> None:
        """Add a finished lesson."""
        day = self._day(learner_id, at)
        day.lessons += 1
        length = lesson.clip.duration_ms if lesson.clip else lesson.duration_seconds * 1000
        day.milliseconds += length
        self._lines.append(
            TimelineEntry(
                id=uuid7(),
                learner_id=learner_id,
                at=at,
                kind=Done.QUIZ if lesson.quiz else Done.LESSON,
                source_id=lesson_id,
                title=lesson.title,
                course_id=course_id,
                course_title=course_title,
                number=percent,
            )
        )

    def attempt(self, *, learner_id: UUID, at: datetime) -> None:
        """Add a quiz handed in."""
        self._day(learner_id, at).quizzes += 1

    def course(self, *, learner_id: UUID, at: datetime, course_id: UUID, title: str) -> None:
        """Add a completed course."""
        self._lines.append(
            TimelineEntry(
                id=uuid7(),
                learner_id=learner_id,
                at=at,
                kind=Done.COURSE,
                source_id=course_id,
                title=title,
                course_id=course_id,
                course_title=title,
            )
        )

    def write(self) -> None:
        """Write every row; who took a skill check on such a day has that row already."""
        days = self._days.values()
        known = set(ActivityDay.objects.values_list("learner_id", "day"))
        new: Iterable[ActivityDay] = [one for one in days if (one.learner_id, one.day) not in known]
        ActivityDay.objects.bulk_create(new, batch_size=500)
        TimelineEntry.objects.bulk_create(self._lines, batch_size=500)

    def _day(self, learner_id: UUID, at: datetime) -> ActivityDay:
        day = local(at, self._time_zone).date()
        row = self._days.get((learner_id, day))
        if row is None:
            row = ActivityDay(id=uuid7(), learner_id=learner_id, day=day)
            self._days[learner_id, day] = row
        return row

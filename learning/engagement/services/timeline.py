"""Lines of the timeline: each is written once."""

from datetime import datetime
from uuid import UUID

from learning.engagement.enums import Done
from learning.engagement.models import TimelineEntry


def add_line(
    *,
    learner_id: UUID,
    at: datetime,
    kind: Done,
    source_id: UUID,
    title: str,
    course_id: UUID | None = None,
    course_title: str = "",
    number: int | None = None,
) -> None:
    """Add a line, unless the same thing has one already."""
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                learner_id=learner_id,
                at=at,
                kind=kind,
                source_id=source_id,
                title=title,
                course_id=course_id,
                course_title=course_title,
                number=number,
            )
        ],
        ignore_conflicts=True,
    )


def note_percent(*, learner_id: UUID, lesson_id: UUID, percent: int) -> None:
    """Write the result of a passed quiz beside its line; a later try does not change it."""
    TimelineEntry.objects.filter(
        learner_id=learner_id, kind=Done.QUIZ, source_id=lesson_id, number__isnull=True
    ).update(number=percent)

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

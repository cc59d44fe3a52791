"""Videos that could not be prepared, for those who look after the courses."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from learning.catalogue.enums import CourseStatus, MediaStatus
from learning.catalogue.models import Lesson


@dataclass(frozen=True, slots=True)
class UnpreparedVideo:
    """A lesson whose video, or whose new one, the worker gave up on."""

    course_id: UUID
    course_title: str
    lesson_id: UUID
    lesson_title: str


def unprepared_videos(*, most: int) -> tuple[UnpreparedVideo, ...]:
    """Return lessons of courses in use whose video failed, by course. One query."""
    rows = (
        Lesson.objects.filter(
            Q(media__status=MediaStatus.FAILED) | Q(pending_media__status=MediaStatus.FAILED),
            deleted_at__isnull=True,
            module__deleted_at__isnull=True,
        )
        .exclude(module__course__status=CourseStatus.ARCHIVED)
        .order_by("module__course__title", "id")
        .values_list("module__course_id", "module__course__title", "id", "title")[:most]
    )
    return tuple(UnpreparedVideo(*row) for row in rows)

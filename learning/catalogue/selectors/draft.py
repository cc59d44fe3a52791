"""The draft of a course as its author works on it: outline, one lesson, what publication lacks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from learning.catalogue.enums import CourseStatus, LessonKind, MediaStatus
from learning.catalogue.models import Course, Lesson, Module
from tenants.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class DraftLesson:
    """A lesson in the draft outline. `media_status` is the replacement's while there is one."""

    id: UUID
    module_id: UUID
    course_id: UUID
    title: str
    kind: str
    duration_seconds: int
    is_preview: bool
    has_text: bool
    has_video: bool
    has_captions: bool
    media_status: str
    media_progress: int

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-self.duration_seconds // 60)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet for a learner to see; a quiz is its app's business."""
        if self.kind == LessonKind.TEXT:
            return not self.has_text
        return self.kind == LessonKind.VIDEO and not self.has_video


@dataclass(frozen=True, slots=True)
class DraftModule:
    """A module in the draft outline."""

    id: UUID
    title: str
    lessons: tuple[DraftLesson, ...]

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-sum(lesson.duration_seconds for lesson in self.lessons) // 60)


@dataclass(frozen=True, slots=True)
class DraftOutline:
    """The whole draft, deleted rows left out."""

    course_id: UUID
    modules: tuple[DraftModule, ...]

    @property
    def lessons(self) -> tuple[DraftLesson, ...]:
        """Every lesson in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-sum(lesson.duration_seconds for lesson in self.lessons) // 60)


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """A course, as other apps need to know it, draft or not."""

    id: UUID
    title: str
    slug: str
    status: str
    owner_id: UUID
    current_version_id: UUID | None
    published_at: datetime | None

    @property
    def is_published(self) -> bool:
        """Whether learners may begin it."""
        return self.status == CourseStatus.PUBLISHED


@dataclass(frozen=True, slots=True)
class LessonInfo:
    """A lesson of the draft, for the app that owns its inside."""

    id: UUID
    course_id: UUID
    course_title: str
    module_title: str
    title: str
    kind: str


def course_info(course_id: UUID) -> CourseInfo:
    """Return a course whatever its status. Raises Missing."""
    course = Course.objects.filter(id=course_id).defer("search", "description_md").first()
    if course is None:
        raise Missing("There is no such course.")
    return CourseInfo(
        id=course.id,
        title=course.title,
        slug=course.slug,
        status=course.status,
        owner_id=course.owner_id,
        current_version_id=course.current_version_id,
        published_at=course.published_at,
    )


def lesson_info(lesson_id: UUID) -> LessonInfo:
    """Return a lesson of the draft. Raises Missing when it or its module is deleted."""
    lesson = (
        Lesson.objects.filter(id=lesson_id, deleted_at=None, module__deleted_at=None)
        .select_related("module__course")
        .only("title", "kind", "module__title", "module__course__title")
        .first()
    )
    if lesson is None:
        raise Missing("There is no such lesson.")
    return LessonInfo(
        id=lesson.id,
        course_id=lesson.module.course_id,
        course_title=lesson.module.course.title,
        module_title=lesson.module.title,
        title=lesson.title,
        kind=lesson.kind,
    )


def draft_lesson_ids(course_id: UUID, kind: str = "") -> tuple[UUID, ...]:
    """Return the ids of the draft's lessons in order, of one kind when it is named."""
    rows = Lesson.objects.filter(
        module__course_id=course_id, deleted_at=None, module__deleted_at=None
    )
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(
        rows.order_by("module__position", "module_id", "position", "id").values_list(
            "id", flat=True
        )
    )


def draft_outline(course_id: UUID) -> DraftOutline:
    """Return the draft of a course, in three queries."""
    lessons = (
        Lesson.objects.filter(deleted_at=None)
        .select_related("media", "pending_media")
        .prefetch_related("media__captions")
    )
    modules = Module.objects.filter(course_id=course_id, deleted_at=None).prefetch_related(
        Prefetch("lessons", queryset=lessons)
    )
    return DraftOutline(
        course_id=course_id,
        modules=tuple(
            DraftModule(
                id=module.id,
                title=module.title,
                lessons=tuple(_lesson(lesson, course_id) for lesson in module.lessons.all()),
            )
            for module in modules
        ),
    )


def _lesson(lesson: Lesson, course_id: UUID) -> DraftLesson:
    shown = lesson.pending_media or lesson.media
    media = lesson.media
    return DraftLesson(
        id=lesson.id,
        module_id=lesson.module_id,
        course_id=course_id,
        title=lesson.title,
        kind=lesson.kind,
        duration_seconds=lesson.duration_seconds,
        is_preview=lesson.is_preview,
        has_text=bool(lesson.body_md.strip()),
        has_video=media is not None and media.status == MediaStatus.READY,
        has_captions=media is not None and bool(media.captions.all()),
        media_status=shown.status if shown else "",
        media_progress=shown.progress if shown else 0,
    )

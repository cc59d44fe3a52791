"""The frozen outline of a version: modules, lessons, and one lesson's text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import CourseVersion
from tenants.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A lesson of a version. Its text is read by `get_lesson_body`."""

    id: UUID
    title: str
    kind: str
    media_id: UUID | None
    duration_seconds: int
    is_preview: bool

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-self.duration_seconds // 60)


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """A module of a version."""

    id: UUID
    title: str
    lessons: tuple[OutlineLesson, ...]

    @property
    def duration_seconds(self) -> int:
        """The sum of its lessons."""
        return sum(lesson.duration_seconds for lesson in self.lessons)

    @property
    def duration_minutes(self) -> int:
        """The length in whole minutes, rounded up."""
        return -(-self.duration_seconds // 60)

    @property
    def has_preview(self) -> bool:
        """Whether a lesson of it is open to everyone."""
        return any(lesson.is_preview and lesson.kind != "quiz" for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Outline:
    """A version as learners study it."""

    version_id: UUID
    course_id: UUID
    number: int
    course_title: str
    course_slug: str
    language: str
    hue: int
    figure: str
    is_archived: bool
    modules: tuple[OutlineModule, ...]

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        """Every lesson in the order it is studied."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def duration_seconds(self) -> int:
        """The sum of its modules."""
        return sum(module.duration_seconds for module in self.modules)

    @property
    def bar(self) -> list[tuple[int, int, str, int]]:
        """The modules as parts of one bar, each as long as it takes; full where one can try."""
        return [
            (
                module.duration_minutes if module.has_preview else 0,
                module.duration_minutes,
                "full" if module.has_preview else "",
                module.duration_minutes,
            )
            for module in self.modules
        ]

    def lesson(self, lesson_id: UUID) -> OutlineLesson:
        """Return one lesson; raises Missing when this version does not have it."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise Missing("This version of the course has no such lesson.")

    def neighbours(self, lesson_id: UUID) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """Return the lessons before and after; raises Missing when it is not in this version."""
        lessons = self.lessons
        at = lessons.index(self.lesson(lesson_id))
        before = lessons[at - 1] if at else None
        after = lessons[at + 1] if at + 1 < len(lessons) else None
        return before, after


def outline_modules(outline: dict[str, Any]) -> tuple[OutlineModule, ...]:
    """Return the dataclasses of a stored outline."""
    return tuple(
        OutlineModule(
            id=UUID(module["id"]),
            title=module["title"],
            lessons=tuple(
                OutlineLesson(
                    id=UUID(lesson["id"]),
                    title=lesson["title"],
                    kind=lesson["kind"],
                    media_id=UUID(lesson["media_id"]) if lesson["media_id"] else None,
                    duration_seconds=lesson["duration_seconds"],
                    is_preview=lesson["is_preview"],
                )
                for lesson in module["lessons"]
            ),
        )
        for module in outline["modules"]
    )


def get_outline(version_id: UUID) -> Outline:
    """Return a version's outline, in one query.

    Raises:
        Missing: when this schema has no such version.
    """
    found = outlines_of([version_id])
    if not found:
        raise Missing("There is no such version.")
    return found[version_id]


def outlines_of(version_ids: Iterable[UUID]) -> dict[UUID, Outline]:
    """Return the outlines of versions by their id, in one query; unknown ones are left out."""
    rows = CourseVersion.objects.filter(id__in=set(version_ids)).values(
        "id",
        "number",
        "outline",
        "course_id",
        "course__title",
        "course__slug",
        "course__language",
        "course__hue",
        "course__figure",
        "course__status",
    )
    return {
        row["id"]: Outline(
            version_id=row["id"],
            course_id=row["course_id"],
            number=row["number"],
            course_title=row["course__title"],
            course_slug=row["course__slug"],
            language=row["course__language"],
            hue=row["course__hue"],
            figure=row["course__figure"],
            is_archived=row["course__status"] == CourseStatus.ARCHIVED,
            modules=outline_modules(row["outline"]),
        )
        for row in rows
    }


def get_lesson_body(outline: Outline, lesson_id: UUID) -> str:
    """Return a lesson's text as safe HTML, in one query that loads nothing else of the version.

    Raises:
        Missing: when the version does not have the lesson.
    """
    for module_at, module in enumerate(outline.modules):
        for lesson_at, lesson in enumerate(module.lessons):
            if lesson.id == lesson_id:
                path = f"content__modules__{module_at}__lessons__{lesson_at}__body_html"
                return (
                    CourseVersion.objects.filter(id=outline.version_id)
                    .values_list(KT(path), flat=True)
                    .get()
                    or ""
                )
    raise Missing("This version of the course has no such lesson.")

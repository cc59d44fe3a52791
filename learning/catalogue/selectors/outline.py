"""The frozen outline of a version: modules, lessons, and one lesson's text."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import CourseVersion
from tenants.kernel.errors import Missing
from tenants.kernel.statements import ANY_ID, ANY_IDS, ANY_WORD, OTHER_WORD, Written, one_of

# Outlines of some ten kilobytes each, of all companies that a process serves together.
MOST_KEPT = 512
OUTLINE_TEXT = Cast("outline", TextField())


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


@lru_cache(maxsize=MOST_KEPT)
def outline_modules(text: str) -> tuple[OutlineModule, ...]:
    """Return the dataclasses of a stored outline, read now or before: a version's never changes.

    Args:
        text: the outline as JSON (`OUTLINE_TEXT` in a query); all that the answer is made of, so that
            another version's, or another company's, is another key.
    """
    outline: dict[str, Any] = json.loads(text)
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
    found = {}
    for *facts, status, text in _OUTLINES.rows(list(set(version_ids))):
        whole = (*facts, status == CourseStatus.ARCHIVED, outline_modules(text))
        found[facts[0]] = Outline(*whole)
    return found


def _outlines(version_ids: Collection[UUID]) -> "QuerySet[CourseVersion, Any]":
    """Columns are in the order of `Outline`, then the course's status and the modules."""
    return CourseVersion.objects.filter(id__in=one_of(version_ids)).values_list(
        "id",
        "course_id",
        "number",
        "course__title",
        "course__slug",
        "course__language",
        "course__hue",
        "course__figure",
        "course__status",
        OUTLINE_TEXT,
    )


_OUTLINES = Written(_outlines, ANY_IDS)


def get_lesson_body(outline: Outline, lesson_id: UUID) -> str:
    """Return a lesson's text as safe HTML, in one query that loads nothing else of the version.

    Raises:
        Missing: when the version does not have the lesson.
    """
    for module_at, module in enumerate(outline.modules):
        for lesson_at, lesson in enumerate(module.lessons):
            if lesson.id == lesson_id:
                [(body,)] = _BODY.rows(outline.version_id, str(module_at), str(lesson_at))
                return body or ""
    raise Missing("This version of the course has no such lesson.")


def _body(version_id: UUID, module_at: str, lesson_at: str) -> "QuerySet[CourseVersion, Any]":
    path = (Value(part) for part in ("modules", module_at, "lessons", lesson_at, "body_html"))
    body = Func(F("content"), *path, function="jsonb_extract_path_text", output_field=TextField())
    return CourseVersion.objects.filter(id=version_id).values_list(body)


_BODY = Written(_body, ANY_ID, ANY_WORD, OTHER_WORD)

"""How far a learner is: lesson by lesson in one course, course by course, and what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from learning.catalogue import api as catalogue
from learning.delivery.enums import LessonState
from learning.delivery.models import LessonProgress
from learning.delivery.selectors.enrolment import EnrolmentInfo


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson with what its learner did. `state` is empty for one never opened.

    `watched` are the parts of a video that played, in milliseconds.
    """

    id: UUID
    title: str
    kind: str
    minutes: int
    state: str
    position_ms: int
    watched_ms: int
    watched: tuple[tuple[int, int], ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.state == LessonState.COMPLETED

    @property
    def is_started(self) -> bool:
        """Whether it was opened and not finished."""
        return self.state == LessonState.STARTED


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module with its lessons, and its place in the course counted from 1."""

    id: UUID
    title: str
    number: int
    lessons: tuple[LessonRow, ...]

    @property
    def total(self) -> int:
        """How many lessons it has."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(1 for lesson in self.lessons if lesson.is_done)

    @property
    def lesson_ids(self) -> frozenset[UUID]:
        """The ids of its lessons."""
        return frozenset(lesson.id for lesson in self.lessons)

    @property
    def minutes(self) -> int:
        """Its length in minutes."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left in it."""
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """One learner's way through one version of a course."""

    enrolment: EnrolmentInfo
    outline: catalogue.Outline
    modules: tuple[ModuleRow, ...]

    @property
    def lessons(self) -> tuple[LessonRow, ...]:
        """Every lesson in the order it is studied."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def total(self) -> int:
        """How many lessons the version has."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them are done; the same rows that the outline's ticks come from."""
        return sum(1 for lesson in self.lessons if lesson.is_done)

    @property
    def minutes_left(self) -> int:
        """The length of what is not done yet."""
        return sum(lesson.minutes for lesson in self.lessons if not lesson.is_done)

    @property
    def next_lesson(self) -> LessonRow | None:
        """Where to go on: the lesson opened last, else the next one not done, else None."""
        return upcoming(self.lessons, self.enrolment.current_lesson_id)

    def module_of(self, lesson_id: UUID) -> ModuleRow | None:
        """Return the module a lesson is in, or None."""
        for module in self.modules:
            if any(lesson.id == lesson_id for lesson in module.lessons):
                return module
        return None

    def row(self, lesson_id: UUID) -> LessonRow | None:
        """Return one lesson's row, or None when this version does not have it."""
        return next((row for row in self.lessons if row.id == lesson_id), None)

    def neighbours(self, lesson_id: UUID) -> tuple[LessonRow | None, LessonRow | None]:
        """Return the lessons before and after one of this version."""
        rows = self.lessons
        at = next(place for place, row in enumerate(rows) if row.id == lesson_id)
        return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar on a card: `done` of `total` lessons."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class EnrolledCourse:
    """A course of a learner's own, as a card."""

    enrolment: EnrolmentInfo
    card: catalogue.CourseCard
    segments: tuple[Segment, ...]

    @property
    def done(self) -> int:
        """Lessons done."""
        return sum(segment.done for segment in self.segments)

    @property
    def total(self) -> int:
        """Lessons in the learner's version."""
        return sum(segment.total for segment in self.segments)

    @property
    def modules_done(self) -> int:
        """Modules with nothing left."""
        return sum(1 for segment in self.segments if segment.done == segment.total)


def upcoming(lessons: Sequence[LessonRow], current_id: UUID | None) -> LessonRow | None:
    """Return the lesson to go on with.

    The current one while it is not done; after it, the first one not done that follows; then whatever
    was skipped before it.
    """
    at = next((place for place, row in enumerate(lessons) if row.id == current_id), 0)
    ahead = [*lessons[at:], *lessons[:at]]
    return next((row for row in ahead if not row.is_done), None)


def progress_outline(enrolment: EnrolmentInfo) -> CourseProgress:
    """Return the outline of an enrolment's version with the learner's marks. Two queries."""
    outline = catalogue.get_outline(enrolment.version_id)
    marks: dict[UUID, Mapping[str, Any]] = {
        row["lesson_id"]: row
        for row in LessonProgress.objects.filter(enrolment_id=enrolment.id).values(
            "lesson_id", "state", "position_ms", "watched_ms", "watched"
        )
    }
    return course_progress(enrolment, outline, marks)


def course_progress(
    enrolment: EnrolmentInfo, outline: catalogue.Outline, marks: Mapping[UUID, Mapping[str, Any]]
) -> CourseProgress:
    """Return an outline with a learner's marks: `state`, `position_ms`, `watched_ms`, `watched` by lesson."""
    modules = tuple(
        ModuleRow(
            id=module.id,
            title=module.title,
            number=number,
            lessons=tuple(
                LessonRow(
                    id=lesson.id,
                    title=lesson.title,
                    kind=lesson.kind,
                    minutes=lesson.duration_minutes,
                    state=mark["state"] if (mark := marks.get(lesson.id)) else "",
                    position_ms=mark["position_ms"] if mark else 0,
                    watched_ms=mark["watched_ms"] if mark else 0,
                    watched=tuple((start, end) for start, end in mark["watched"]) if mark else (),
                )
                for lesson in module.lessons
            ),
        )
        for number, module in enumerate(outline.modules, start=1)
    )
    return CourseProgress(enrolment=enrolment, outline=outline, modules=modules)


def enrolled_courses(enrolments: Iterable[EnrolmentInfo]) -> tuple[EnrolledCourse, ...]:
    """Return the cards of enrolments, in their order. Two queries, however many."""
    wanted = tuple(enrolments)
    if not wanted:
        return ()
    cards = catalogue.cards_of_versions(info.version_id for info in wanted)
    done: dict[UUID, set[UUID]] = {}
    for enrolment_id, lesson_id in LessonProgress.objects.filter(
        enrolment_id__in=[info.id for info in wanted], state=LessonState.COMPLETED
    ).values_list("enrolment_id", "lesson_id"):
        done.setdefault(enrolment_id, set()).add(lesson_id)
    return tuple(
        EnrolledCourse(
            enrolment=info,
            card=card,
            segments=tuple(
                Segment(
                    done=sum(1 for one in module.lesson_ids if one in done.get(info.id, ())),
                    total=module.lessons_total,
                )
                for module in card.modules
            ),
        )
        for info in wanted
        if (card := cards.get(info.version_id))
    )

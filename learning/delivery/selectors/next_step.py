"""The one thing a learner does next, and their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from learning.delivery.selectors.enrolment import EnrolmentInfo, enrolments_of
from learning.delivery.selectors.progress import (
    CourseProgress,
    LessonRow,
    ModuleRow,
    progress_outline,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: one lesson, how long it takes and why it is this one."""

    course_id: UUID
    course_title: str
    hue: int
    figure: str
    lesson_id: UUID
    lesson_title: str
    lesson_kind: str
    minutes: int
    why: str
    module_number: int
    module_lesson_number: int
    modules: tuple[ModuleRow, ...]
    lessons_done: int
    lessons_total: int


@dataclass(frozen=True, slots=True)
class LearnerSummary:
    """A learner's figures; withdrawn courses do not count."""

    active: int
    completed: int
    lessons_done: int

    @property
    def total(self) -> int:
        """How many courses they are in or have finished."""
        return self.active + self.completed


def learner_summary(learner_id: UUID) -> LearnerSummary:
    """Return a learner's figures. One query."""
    infos = enrolments_of(learner_id)
    completed = sum(1 for info in infos if info.is_completed)
    return LearnerSummary(
        active=len(infos) - completed,
        completed=completed,
        lessons_done=sum(info.lessons_done for info in infos),
    )


def next_step(learner_id: UUID, *, first: Sequence[UUID] = ()) -> NextStep | None:
    """Return what a learner should do next, or None when nothing is open. Three queries.

    Args:
        learner_id: a user of this schema.
        first: ids of courses that come before all others, most urgent first (those with a date).
            Without them: the course worked on last, then the newest.
    """
    places = {course_id: place for place, course_id in enumerate(first)}
    open_ones = [info for info in enrolments_of(learner_id) if not info.is_completed]
    # Stable: enrolments come with the last active first.
    for info in sorted(open_ones, key=lambda one: places.get(one.course_id, len(places))):
        progress = progress_outline(info)
        lesson = progress.next_lesson
        if lesson is not None:
            return step_of(info, progress, lesson)
    return None


def step_of(info: EnrolmentInfo, progress: CourseProgress, lesson: LessonRow) -> NextStep:
    """Return one lesson as the next step, with why it is this one."""
    module = next(one for one in progress.modules if lesson in one.lessons)
    return NextStep(
        course_id=info.course_id,
        course_title=progress.outline.course_title,
        hue=progress.outline.hue,
        figure=progress.outline.figure,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        lesson_kind=lesson.kind,
        minutes=lesson.minutes,
        why=_why(progress, module, lesson),
        module_number=module.number,
        module_lesson_number=module.lessons.index(lesson) + 1,
        modules=progress.modules,
        lessons_done=progress.done,
        lessons_total=progress.total,
    )


def _why(progress: CourseProgress, module: ModuleRow, lesson: LessonRow) -> str:
    left = progress.total - progress.done
    if progress.done == 0 and not lesson.is_started:
        return _("You have not started this course yet.")
    if left == 1:
        return _("It is the last lesson of the course.")
    if lesson.is_started:
        return _("You began this lesson and have not finished it.")
    if module.total - module.done == 1:
        return _("It is the last lesson of the module.")
    return _("It comes next in the course you studied last.")

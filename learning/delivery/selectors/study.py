"""All of a learner's courses at once, for pages that show many: two queries, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from learning.catalogue import api as catalogue
from learning.delivery.enums import EnrolmentState, LessonState
from learning.delivery.models import Enrolment, LessonProgress
from learning.delivery.selectors.enrolment import EnrolmentInfo
from learning.delivery.selectors.next_step import NextStep, step_of
from learning.delivery.selectors.progress import CourseProgress, course_progress
from tenants.kernel.statements import ANY_ID, Written


@dataclass(frozen=True, slots=True)
class Study:
    """An enrolment with the lessons done in it; `is_begun` tells whether its current one was opened."""

    enrolment: EnrolmentInfo
    done: frozenset[UUID]
    is_begun: bool


def studies_of(learner_id: UUID) -> tuple[Study, ...]:
    """Return a learner's courses that are not withdrawn, the last active first. One query."""
    found = [
        Study(EnrolmentInfo(*enrolment), frozenset(done), is_begun)
        for *enrolment, done, is_begun in _STUDIES.rows(learner_id)
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: one.enrolment.last_activity_at or one.enrolment.enrolled_at,
            reverse=True,
        )
    )


def _studies(learner_id: UUID) -> "QuerySet[Enrolment, Any]":
    done = LessonProgress.objects.filter(
        enrolment=OuterRef("id"), state=LessonState.COMPLETED
    ).values("lesson_id")
    begun = LessonProgress.objects.filter(
        enrolment=OuterRef("id"), lesson_id=OuterRef("current_lesson_id")
    )
    return (
        Enrolment.objects.filter(learner_id=learner_id)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .annotate(done_ids=ArraySubquery(done), is_begun=Exists(begun))
        .values_list(*(field.name for field in fields(EnrolmentInfo)), "done_ids", "is_begun")
    )


_STUDIES = Written(_studies, ANY_ID)


def progress_of_studies(studies: Iterable[Study]) -> tuple[CourseProgress, ...]:
    """Return how far courses are, in their order. One query, none for no course."""
    wanted = tuple(studies)
    if not wanted:
        return ()
    outlines = catalogue.outlines_of(one.enrolment.version_id for one in wanted)
    return tuple(
        course_progress(one.enrolment, outlines[one.enrolment.version_id], _marks(one))
        for one in wanted
        if one.enrolment.version_id in outlines
    )


def step_among(courses: Sequence[CourseProgress]) -> NextStep | None:
    """Return what to do next in the first of these courses that has a lesson left. No query."""
    for progress in courses:
        lesson = progress.next_lesson
        if lesson is not None:
            return step_of(progress.enrolment, progress, lesson)
    return None


def _marks(study: Study) -> dict[UUID, dict[str, object]]:
    marks = {lesson_id: _mark(LessonState.COMPLETED) for lesson_id in study.done}
    current = study.enrolment.current_lesson_id
    if current is not None and study.is_begun and current not in marks:
        marks[current] = _mark(LessonState.STARTED)
    return marks


def _mark(state: LessonState) -> dict[str, object]:
    return {"state": state, "position_ms": 0, "watched_ms": 0, "watched": ()}

"""Finishing lessons, and with the last of them the course."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery.enums import EnrolmentState, LessonState
from learning.delivery.events import CourseCompleted, LessonCompleted, ProgressMade
from learning.delivery.models import Enrolment, LessonProgress
from learning.delivery.selectors.enrolment import EnrolmentInfo, info_of
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.events import publish
from tenants.kernel.statements import ANY_ID, Written

TEXT, VIDEO = "text", "video"


@dataclass(frozen=True, slots=True)
class Completion:
    """How far an enrolment is, and whether it was this very call that got it there."""

    enrolment: EnrolmentInfo
    first_time: bool


def complete_lesson(
    *, enrolment_id: UUID, lesson_id: UUID, percent: int | None = None
) -> Completion:
    """Mark a lesson as done for a learner and bring the enrolment's figures up to date.

    The caller has decided that it is done: the player's accounting, the learner's own word for a
    text, a passed quiz. A second time changes nothing and announces nothing.

    Args:
        enrolment_id: whose.
        lesson_id: a lesson of the enrolment's version.
        percent: a quiz's result, 0 to 100.

    Raises:
        Missing: when there is no such enrolment, or its version has no such lesson.
        Refused: when the learner has withdrawn.
    """
    with transaction.atomic():
        enrolment = locked(enrolment_id)
        outline = catalogue.get_outline(enrolment.version_id)
        return finish(enrolment, outline, outline.lesson(lesson_id), percent=percent)


def mark_text_done(*, enrolment_id: UUID, lesson_id: UUID) -> EnrolmentInfo:
    """Complete a text lesson on the learner's own word.

    Raises:
        Invalid: when the lesson is a video or a quiz, which show by themselves that they are done.
        Missing, Refused: as `complete_lesson`.
    """
    with transaction.atomic():
        enrolment = locked(enrolment_id)
        outline = catalogue.get_outline(enrolment.version_id)
        lesson = outline.lesson(lesson_id)
        if lesson.kind != TEXT:
            raise Invalid(
                _("Only a text is marked as done by hand. Watch the video, or pass the quiz.")
            )
        return finish(enrolment, outline, lesson).enrolment


def locked(enrolment_id: UUID) -> Enrolment:
    """Return the enrolment, locked until the transaction ends.

    Every write to an enrolment or its lessons takes this lock first, so that two of them neither
    deadlock nor count on old figures.
    """
    for enrolment in _LOCKED.instances(enrolment_id):
        assert isinstance(enrolment, Enrolment)
        if enrolment.state == EnrolmentState.WITHDRAWN:
            raise Refused(_("You have left this course. Enrol again to go on."))
        return enrolment
    raise Missing(_("There is no such enrolment."))


def _own(enrolment_id: UUID) -> "QuerySet[Enrolment]":
    return Enrolment.objects.select_for_update().filter(id=enrolment_id)


def _marks(enrolment_id: UUID) -> "QuerySet[LessonProgress]":
    found = LessonProgress.objects.filter(enrolment_id=enrolment_id)
    return found.only("id", "enrolment_id", "lesson_id", "state")


_LOCKED, _MARKS = Written(_own, ANY_ID), Written(_marks, ANY_ID)


def finish(
    enrolment: Enrolment,
    outline: catalogue.Outline,
    lesson: catalogue.OutlineLesson,
    *,
    percent: int | None = None,
) -> Completion:
    """Complete one lesson of a locked enrolment, inside the caller's transaction."""
    moment = now()
    rows = {row.lesson_id: row for row in _MARKS.instances(enrolment.id)}
    row = rows.get(lesson.id)
    if row is not None and row.state == LessonState.COMPLETED:
        return Completion(info_of(enrolment), first_time=False)
    if row is None:
        row = LessonProgress(
            enrolment=enrolment, lesson_id=lesson.id, kind=lesson.kind, first_opened_at=moment
        )
        row.state, row.completed_at = LessonState.COMPLETED, moment
        row.save(force_insert=True)
        rows[lesson.id] = row
    else:
        row.state, row.completed_at = LessonState.COMPLETED, moment
        row.save(update_fields=["state", "completed_at"])
    lessons = outline.lessons
    enrolment.lessons_total = len(lessons)
    enrolment.lessons_done = sum(
        1 for one in lessons if (known := rows.get(one.id)) and known.state == LessonState.COMPLETED
    )
    enrolment.last_activity_at = moment
    ends_now = enrolment.completed_at is None and enrolment.lessons_done == enrolment.lessons_total
    if ends_now:
        enrolment.state, enrolment.completed_at = EnrolmentState.COMPLETED, moment
    enrolment.save(
        update_fields=[
            "lessons_total",
            "lessons_done",
            "last_activity_at",
            "state",
            "completed_at",
        ]
    )
    publish(
        LessonCompleted(
            learner_id=enrolment.learner_id,
            course_id=enrolment.course_id,
            course_title=outline.course_title,
            lesson_id=lesson.id,
            lesson_title=lesson.title,
            kind=lesson.kind,
            length_ms=0 if lesson.kind == VIDEO else lesson.duration_seconds * 1000,
            percent=percent,
            completed_at=moment,
        )
    )
    announce(enrolment, ends_now=ends_now)
    return Completion(info_of(enrolment), first_time=True)


def announce(enrolment: Enrolment, *, ends_now: bool) -> None:
    """Tell the others how far an enrolment is, and that it is completed when it ends now."""
    publish(ProgressMade(info_of(enrolment)))
    if ends_now and enrolment.completed_at is not None:
        publish(
            CourseCompleted(
                enrolment_id=enrolment.id,
                learner_id=enrolment.learner_id,
                course_id=enrolment.course_id,
                version_id=enrolment.version_id,
                completed_at=enrolment.completed_at,
            )
        )

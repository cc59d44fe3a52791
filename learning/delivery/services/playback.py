"""Opening lessons, and what the player reports while a video runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue import api as catalogue
from learning.delivery import watching
from learning.delivery.enums import LessonState
from learning.delivery.events import Watched
from learning.delivery.models import Enrolment, LessonProgress
from learning.delivery.services.completion import VIDEO, finish, locked
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid
from tenants.kernel.events import publish


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What the player is told after a report. Lengths and positions are milliseconds."""

    position_ms: int
    watched_ms: int
    duration_ms: int
    lesson_done: bool
    course_done: bool

    @property
    def percent(self) -> int:
        """How much of the video was watched, 0 to 100, rounded down."""
        return self.watched_ms * 100 // self.duration_ms if self.duration_ms else 0


def open_lesson(
    *, enrolment_id: UUID, lesson_id: UUID, kind: str, is_new: bool, is_current: bool
) -> None:
    """Note that a learner has a lesson before them: it is where they go on next time.

    Args:
        enrolment_id: an enrolment that the caller has just read.
        lesson_id: a lesson of its version.
        kind: the lesson's kind.
        is_new: whether the caller saw no progress row of it; then one is made, by whoever is first.
        is_current: whether the caller saw it as the enrolment's current lesson already.
    """
    if is_current and not is_new:
        return
    moment = now()
    with transaction.atomic():
        if not is_current:
            Enrolment.objects.filter(id=enrolment_id).update(
                current_lesson_id=lesson_id, last_activity_at=moment
            )
        if is_new:
            LessonProgress.objects.bulk_create(
                [
                    LessonProgress(
                        enrolment_id=enrolment_id,
                        lesson_id=lesson_id,
                        kind=kind,
                        first_opened_at=moment,
                    )
                ],
                ignore_conflicts=True,
            )


def record_watch(
    *,
    enrolment_id: UUID,
    lesson_id: UUID,
    ranges: Sequence[Sequence[int]],
    position_ms: int,
) -> WatchResult:
    """Credit what a learner watched, remember where they are, complete the lesson at 90 %.

    Args:
        enrolment_id: the learner's enrolment.
        lesson_id: a video lesson of its version.
        ranges: `[start_ms, end_ms]` pairs that played, in any order, overlapping as they may.
        position_ms: where playback stands.

    Raises:
        Missing: when there is no such enrolment, or its version has no such lesson.
        Refused: when the learner has withdrawn.
        Invalid: when the lesson is no video, or its video is not ready.
    """
    with transaction.atomic():
        enrolment = locked(enrolment_id)
        outline = catalogue.get_outline(enrolment.version_id)
        lesson = outline.lesson(lesson_id)
        if lesson.kind != VIDEO or lesson.media_id is None:
            raise Invalid(_("This lesson has no video."))
        duration_ms = catalogue.media_duration_ms(lesson.media_id)
        if duration_ms <= 0:
            raise Invalid(_("This video is not ready yet."))
        moment = now()
        row = _row(enrolment, lesson, moment)
        result = watching.credit(
            row.watched,
            ranges,
            duration_ms=duration_ms,
            allowed_ms=watching.allowance_ms(
                since_report_ms=_ms(moment - (row.last_at or row.first_opened_at)),
                since_opened_ms=_ms(moment - row.first_opened_at),
                watched_ms=row.watched_ms,
            ),
        )
        row.watched = [list(pair) for pair in result.watched]
        row.watched_ms = result.watched_ms
        row.position_ms = min(max(0, position_ms), duration_ms)
        row.last_at = moment
        row.save(update_fields=["watched", "watched_ms", "position_ms", "last_at"])
        if result.credited_ms > 0:
            publish(
                Watched(learner_id=enrolment.learner_id, credited_ms=result.credited_ms, at=moment)
            )
        done_before = row.state == LessonState.COMPLETED
        if not done_before and watching.is_watched(row.watched_ms, duration_ms=duration_ms):
            finish(enrolment, outline, lesson)
            done_before = True
        else:
            enrolment.last_activity_at = moment
            enrolment.save(update_fields=["last_activity_at"])
        return WatchResult(
            position_ms=row.position_ms,
            watched_ms=row.watched_ms,
            duration_ms=duration_ms,
            lesson_done=done_before,
            course_done=enrolment.completed_at is not None,
        )


def _row(enrolment: Enrolment, lesson: catalogue.OutlineLesson, moment: datetime) -> LessonProgress:
    row = enrolment.progress.filter(lesson_id=lesson.id).first()
    if row is None:
        # A report for a lesson whose page was never opened: only the grace can be credited.
        row = LessonProgress.objects.create(
            enrolment=enrolment, lesson_id=lesson.id, kind=lesson.kind, first_opened_at=moment
        )
    return row


def _ms(span: timedelta) -> int:
    return max(0, span // timedelta(milliseconds=1))

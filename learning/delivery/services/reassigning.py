"""What one account learned goes to another: both were one person all the time."""

from uuid import UUID

from django.db import transaction

from learning.catalogue import api as catalogue
from learning.delivery.enums import EnrolmentState, LessonState, Source
from learning.delivery.events import EnrolmentsMerged
from learning.delivery.models import Enrolment, LessonProgress
from learning.delivery.services.completion import announce
from learning.delivery.services.review import move_review, take_over_words
from learning.delivery.watching import length, merged
from tenants.kernel.events import publish


def reassign_learner(*, from_id: UUID, to_id: UUID) -> int:
    """Give one learner's enrolments to another.

    Where both are in a course, the one that is further counts: its version and completion; of every
    lesson what is more. Nothing is deleted: the other enrolment stays, withdrawn, with who had it.

    Returns:
        How many enrolments the other had.
    """
    with transaction.atomic():
        rows = list(
            Enrolment.objects.select_for_update()
            .filter(learner_id__in=[from_id, to_id])
            .order_by("id")
        )
        theirs = {row.course_id: row for row in rows if row.learner_id == to_id}
        mine = [row for row in rows if row.learner_id == from_id]
        for row in mine:
            same = theirs.get(row.course_id)
            if same is None:
                row.learner_id = to_id
                row.save(update_fields=["learner"])
            else:
                _merge(same, row)
        take_over_words(from_id=from_id, to_id=to_id)
    return len(mine)


def _merge(kept: Enrolment, gone: Enrolment) -> None:
    best = max((kept, gone), key=_standing)
    kept.version_id = best.version_id
    moments = [row.completed_at for row in (kept, gone) if row.completed_at]
    kept.completed_at = min(moments, default=None)
    if Source.ASSIGNED in (kept.source, gone.source):
        kept.source = Source.ASSIGNED
    kept.enrolled_at = min(kept.enrolled_at, gone.enrolled_at)
    seen = [row.last_activity_at for row in (kept, gone) if row.last_activity_at]
    kept.last_activity_at = max(seen, default=None)
    kept.current_lesson_id = best.current_lesson_id or kept.current_lesson_id
    _merge_lessons(kept, gone)
    done = set(
        kept.progress.filter(state=LessonState.COMPLETED).values_list("lesson_id", flat=True)
    )
    lessons = catalogue.get_outline(kept.version_id).lessons
    kept.lessons_total = len(lessons)
    kept.lessons_done = sum(1 for lesson in lessons if lesson.id in done)
    ends_now = kept.completed_at is None and kept.lessons_done == kept.lessons_total > 0
    if ends_now:
        kept.completed_at = kept.last_activity_at or kept.enrolled_at
    withdrawn = {kept.state, gone.state} == {EnrolmentState.WITHDRAWN}
    if kept.completed_at is not None:
        kept.state = EnrolmentState.COMPLETED
    elif not withdrawn:
        kept.state = EnrolmentState.ACTIVE
    kept.save()
    Enrolment.objects.filter(id=gone.id).update(state=EnrolmentState.WITHDRAWN)
    move_review(from_id=gone.id, to_id=kept.id)
    publish(EnrolmentsMerged(kept_id=kept.id, gone_id=gone.id, learner_id=kept.learner_id))
    announce(kept, ends_now=ends_now)


def _standing(row: Enrolment) -> tuple[bool, float, bool]:
    """Return what makes one enrolment better than another; completed goes before everything."""
    share = row.lessons_done / row.lessons_total if row.lessons_total else 0.0
    return row.completed_at is not None, share, row.state != EnrolmentState.WITHDRAWN


def _merge_lessons(kept: Enrolment, gone: Enrolment) -> None:
    mine = {row.lesson_id: row for row in kept.progress.all()}
    for other in gone.progress.all():
        row = mine.get(other.lesson_id)
        if row is None:
            other.enrolment = kept
            other.save(update_fields=["enrolment"])
        else:
            _merge_lesson(row, other)


def _merge_lesson(row: LessonProgress, other: LessonProgress) -> None:
    if other.state == LessonState.COMPLETED:
        row.state = LessonState.COMPLETED
    moments = [one.completed_at for one in (row, other) if one.completed_at]
    row.completed_at = min(moments, default=None)
    ranges = [*row.watched, *other.watched]
    end = max((one[1] for one in ranges), default=0)
    row.watched = [list(one) for one in merged(ranges, duration_ms=end + 1)]
    row.watched_ms = length([(one[0], one[1]) for one in row.watched])
    if other.last_at and (row.last_at is None or other.last_at > row.last_at):
        row.last_at, row.position_ms = other.last_at, other.position_ms
    row.first_opened_at = min(row.first_opened_at, other.first_opened_at)
    row.save()

"""What one account did goes to another: both were one person all the time."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from learning.engagement.models import ActivityDay, Goal, TimelineEntry
from tenants.kernel.clock import now


def reassign_learner(*, from_id: UUID, to_id: UUID) -> None:
    """Give one person's days, lines and goals to another.

    Days both learned on become one; of things both have a line for, one stays. A goal of a kind that
    the other has in use as well is put away.
    """
    with transaction.atomic():
        theirs = set(ActivityDay.objects.filter(learner_id=to_id).values_list("day", flat=True))
        for row in ActivityDay.objects.select_for_update().filter(learner_id=from_id):
            if row.day in theirs:
                ActivityDay.objects.filter(learner_id=to_id, day=row.day).update(
                    lessons=F("lessons") + row.lessons,
                    quizzes=F("quizzes") + row.quizzes,
                    milliseconds=F("milliseconds") + row.milliseconds,
                )
                row.delete()
        ActivityDay.objects.filter(learner_id=from_id).update(learner_id=to_id)
        _reassign_lines(from_id, to_id)
        _reassign_goals(from_id, to_id)


def _reassign_lines(from_id: UUID, to_id: UUID) -> None:
    theirs = TimelineEntry.objects.filter(learner_id=to_id)
    known = set(theirs.values_list("kind", "source_id"))
    mine = TimelineEntry.objects.filter(learner_id=from_id)
    double = [row.id for row in mine if (row.kind, row.source_id) in known]
    mine.filter(id__in=double).delete()
    mine.update(learner_id=to_id)


def _reassign_goals(from_id: UUID, to_id: UUID) -> None:
    in_use = Goal.objects.filter(learner_id=to_id, archived_at__isnull=True)
    known = set(in_use.values_list("kind", "course_id"))
    for goal in Goal.objects.filter(learner_id=from_id):
        if goal.archived_at is None and (goal.kind, goal.course_id) in known:
            goal.archived_at = now()
        goal.learner_id = to_id
        goal.save(update_fields=["learner", "archived_at"])

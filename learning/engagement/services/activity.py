"""Writing down that somebody learned, and which of their weekly goals that reached."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from learning.engagement.aims import Day, minutes, week_sums
from learning.engagement.enums import Done, GoalKind
from learning.engagement.models import ActivityDay, Goal
from learning.engagement.services.timeline import add_line
from learning.engagement.streak import monday_of
from tenants.kernel.clock import local
from tenants.notify.api import zone_of


def note_activity(
    *,
    learner_id: UUID,
    at: datetime,
    lessons: int = 0,
    quizzes: int = 0,
    milliseconds: int = 0,
) -> None:
    """Add to what somebody did on the day that it is for them.

    Args:
        learner_id: a user of this schema.
        at: when (UTC); their time zone says which day that is.
        lessons: how many were finished.
        quizzes: how many were handed in, passed or not.
        milliseconds: of learning.
    """
    day = local(at, zone_of(learner_id)).date()
    with transaction.atomic():
        rows = ActivityDay.objects.filter(learner_id=learner_id, day=day)
        more = {
            "lessons": F("lessons") + lessons,
            "quizzes": F("quizzes") + quizzes,
            "milliseconds": F("milliseconds") + milliseconds,
        }
        if not rows.update(**more):
            # Two first things of a day at once: both rows' figures end up in the one that is kept.
            ActivityDay.objects.bulk_create(
                [ActivityDay(learner_id=learner_id, day=day)], ignore_conflicts=True
            )
            rows.update(**more)
        if lessons or milliseconds:
            _note_reached(learner_id, at)


def _note_reached(learner_id: UUID, at: datetime) -> None:
    goals = list(
        Goal.objects.filter(learner_id=learner_id, archived_at__isnull=True, course__isnull=True)
    )
    if not goals:
        return
    monday = monday_of(local(at, zone_of(learner_id)).date())
    rows = ActivityDay.objects.filter(
        learner_id=learner_id, day__gte=monday, day__lt=monday + timedelta(days=7)
    )
    days = {row.day: Day(row.lessons, row.quizzes, row.milliseconds) for row in rows}
    sums = week_sums(days, monday=monday)
    for goal in goals:
        by_minutes = goal.kind == GoalKind.WEEKLY_MINUTES
        done = minutes(sums.milliseconds) if by_minutes else sums.lessons
        if goal.target and done >= goal.target:
            add_line(
                learner_id=learner_id,
                at=at,
                kind=Done.GOAL,
                # Once for each week and kind, whatever becomes of the goal.
                source_id=uuid5(learner_id, f"{goal.kind}:{monday}"),
                title=goal.kind,
                number=goal.target,
            )

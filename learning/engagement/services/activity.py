"""Writing down that somebody learned, and which of their weekly goals that reached."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from learning.engagement.aims import Day, minutes, week_sums
from learning.engagement.enums import Done, GoalKind
from learning.engagement.models import ActivityDay, Goal
from learning.engagement.services.timeline import add_line
from learning.engagement.streak import monday_of
from tenants.kernel.clock import local
from tenants.kernel.ids import uuid7
from tenants.notify.api import zone_of

# The day's figures grow, whichever of two first things of a day comes first, and the goals they may reach
# come back with it: one statement, because every lesson, quiz and beat of the player asks for it.
_ADD = """
WITH grown AS (
    INSERT INTO engagement_activityday AS mine (id, learner_id, day, lessons, quizzes, milliseconds)
    VALUES (%(id)s, %(learner)s, %(day)s, %(lessons)s, %(quizzes)s, %(milliseconds)s)
    ON CONFLICT (learner_id, day) DO UPDATE SET
        lessons = mine.lessons + excluded.lessons,
        quizzes = mine.quizzes + excluded.quizzes,
        milliseconds = mine.milliseconds + excluded.milliseconds
)
SELECT * FROM engagement_goal
WHERE learner_id = %(learner)s AND archived_at IS NULL AND course_id IS NULL
"""


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
    # Nothing in it is refused: it stands or falls with the act around it.
    with transaction.atomic(savepoint=False):
        figures = {"lessons": lessons, "quizzes": quizzes, "milliseconds": milliseconds}
        goals = list(
            Goal.objects.raw(_ADD, {"id": uuid7(), "learner": learner_id, "day": day, **figures})
        )
        if goals and (lessons or milliseconds):
            _note_reached(learner_id, goals, at=at, day=day)


def _note_reached(learner_id: UUID, goals: list[Goal], *, at: datetime, day: date) -> None:
    monday = monday_of(day)
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

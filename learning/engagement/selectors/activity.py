"""On which days people learned."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet
from django.db.models.functions import JSONObject, TruncWeek

from learning.engagement.aims import Day
from learning.engagement.models import ActivityDay, Goal
from learning.engagement.selectors.goal import GoalInfo, goal_of_json, goal_shape
from learning.engagement.streak import Streak, streak_of
from tenants.accounts.api import User
from tenants.kernel.statements import ANY_ID, Written

# A streak longer than this is shown as this long; nobody's page reads ten years.
MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Engagement:
    """Somebody's days of learning and goals in use, as one query reads them."""

    days: dict[date, Day]
    goals: tuple[GoalInfo, ...]

    def streak(self, *, today: date) -> Streak:
        """Return the streak as of a date in the person's time zone."""
        return streak_of(self.days, today=today)


def engagement_of(learner_id: UUID) -> Engagement:
    """Return a person's days, the latest thousand, and their goals in use. One query."""
    found, aims = next(iter(_ENGAGEMENT.rows(learner_id)), ((), ()))
    return Engagement(
        days={
            date.fromisoformat(one["day"]): Day(one["lessons"], one["quizzes"], one["ms"])
            for one in found
        },
        goals=tuple(goal_of_json(one) for one in aims),
    )


def _days_and_goals(learner_id: UUID) -> "QuerySet[User, Any]":
    days = (
        ActivityDay.objects.filter(learner=OuterRef("id"))
        .order_by("-day")
        .values(
            json=JSONObject(day="day", lessons="lessons", quizzes="quizzes", ms="milliseconds")
        )[:MOST_DAYS]
    )
    goals = (
        Goal.objects.filter(learner=OuterRef("id"), archived_at__isnull=True)
        .order_by("created_at", "id")
        .values(json=goal_shape())
    )
    people = User.objects.filter(id=learner_id)
    return people.values_list(ArraySubquery(days), ArraySubquery(goals))


_ENGAGEMENT = Written(_days_and_goals, ANY_ID)


def people_active(*, since: date, until: date) -> int:
    """Return how many people learned on some day from `since` to `until`, both included."""
    found = ActivityDay.objects.filter(day__gte=since, day__lte=until, learner__is_active=True)
    return found.values("learner_id").distinct().count()


def people_active_by_week(*, since: date) -> dict[date, int]:
    """Return how many people learned in each week, by its Monday; empty weeks are left out."""
    rows = (
        ActivityDay.objects.filter(day__gte=since, learner__is_active=True)
        .annotate(week=TruncWeek("day"))
        .order_by("week")
        .values("week")
        .annotate(n=Count("learner_id", distinct=True))
    )
    return {row["week"]: row["n"] for row in rows}

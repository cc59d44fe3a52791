"""People who learned in a span of days, as those who run a company list them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, QuerySet, Sum

from learning.engagement.aims import minutes
from learning.engagement.models import ActivityDay

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ActivePerson:
    """Somebody, and what they did in the span."""

    id: UUID
    name: str
    days: int
    lessons: int
    minutes: int
    last_day: date


def active_people(*, since: date, until: date) -> "QuerySet[Any]":
    """Return one row for each active person who learned from `since` to `until`, both included."""
    return (
        ActivityDay.objects.filter(day__gte=since, day__lte=until, learner__is_active=True)
        .values("learner_id", name=F("learner__name"))
        .annotate(
            days=Count("id"),
            sum_lessons=Sum("lessons"),
            sum_ms=Sum("milliseconds"),
            last_day=Max("day"),
        )
        .order_by("-last_day", "name", "learner_id")
    )


def active_page(*, since: date, until: date, page: int) -> "Page[Any]":
    """Return one page of them; beyond the last gives the last. Two queries."""
    return Paginator(active_people(since=since, until=until), PAGE_SIZE).get_page(page)


def person_of(row: dict[str, Any]) -> ActivePerson:
    """Return the frozen form of a row."""
    return ActivePerson(
        id=row["learner_id"],
        name=row["name"],
        days=row["days"],
        lessons=row["sum_lessons"],
        minutes=minutes(row["sum_ms"]),
        last_day=row["last_day"],
    )

"""How many of a company's people learn: now, and week by week."""

from dataclasses import dataclass
from datetime import date, timedelta

from learning.engagement.api import monday_of, people_active, people_active_by_week

WEEKS = 12
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AdoptionWeek:
    """One week from its Monday; `people` learned on some day of it."""

    monday: date
    people: int
    is_running: bool


@dataclass(frozen=True)
class Adoption:
    """People with any learning in the last 7 and 30 days, today included, out of all active ones."""

    week: int
    month: int
    everybody: int
    weeks: tuple[AdoptionWeek, ...]


def adoption(*, today: date, everybody: int) -> Adoption:
    """Return how many people learn. Three queries.

    Args:
        today: the company's date.
        everybody: how many people are active, as the seats count them.
    """
    this = monday_of(today)
    first = this - (WEEKS - 1) * 7 * _DAY
    counts = people_active_by_week(since=first)
    mondays = [first + n * 7 * _DAY for n in range(WEEKS)]
    return Adoption(
        week=people_active(since=today - 6 * _DAY, until=today),
        month=people_active(since=today - 29 * _DAY, until=today),
        everybody=everybody,
        weeks=tuple(AdoptionWeek(day, counts.get(day, 0), day == this) for day in mondays),
    )

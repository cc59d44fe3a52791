"""Days in a row and weeks: pure functions on calendar dates, without any clock or model.

A day is the person's own: whoever writes it has turned a moment into a date of their time zone, so
that a lesson at 23:59 and one at 00:01 are two days, and a change to summer time changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class StreakDay:
    """One of the last seven days."""

    day: date
    is_done: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with learning that end today, or yesterday while today is still open."""

    length: int
    longest: int
    is_done_today: bool
    week: tuple[StreakDay, ...]

    @property
    def next_length(self) -> int:
        """What it comes to with something done today."""
        return self.length if self.is_done_today else self.length + 1


def streak_of(days: Iterable[date], *, today: date) -> Streak:
    """Return the streak of somebody who learned on `days`.

    Days after today are left out: someone who travels west has them, and they count once they come.
    """
    learned = {day for day in days if day <= today}
    is_done_today = today in learned
    end = today if is_done_today else today - _DAY
    return Streak(
        length=_run_back(learned, end),
        longest=max(
            (_run_back(learned, day) for day in learned if day + _DAY not in learned), default=0
        ),
        is_done_today=is_done_today,
        week=tuple(
            StreakDay(day, day in learned, day == today)
            for day in (today - n * _DAY for n in reversed(range(DAYS_SHOWN)))
        ),
    )


def monday_of(day: date) -> date:
    """Return the Monday of a date's week (ISO 8601: weeks begin on Monday)."""
    return day - day.weekday() * _DAY


def _run_back(learned: set[date], end: date) -> int:
    length = 0
    while end - length * _DAY in learned:
        length += 1
    return length

"""How far a goal is: pure functions of what was done and of today's date.

A weekly goal is judged week by week (Monday to Sunday, the person's own days): reached as soon as the
week's sum is the target; missed only once the week is over. A course goal is reached when the course was
completed on or before its last day, late when it was completed after it, missed when the day has passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from learning.engagement.enums import GoalState
from learning.engagement.streak import monday_of

_WEEK = timedelta(days=7)
WEEKS_SHOWN = 8
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one calendar day."""

    lessons: int
    quizzes: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a weekly goal, begun on `monday`."""

    monday: date
    done: int
    target: int
    state: GoalState

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def left(self) -> int:
        """How much is missing."""
        return max(0, self.target - self.done)


def minutes(milliseconds: int) -> int:
    """Return whole minutes, rounded down: nothing counts before it is whole."""
    return milliseconds // MINUTE_MS


def week_sums(days: Mapping[date, Day], *, monday: date) -> Day:
    """Return what was done in one week."""
    mine = [day for at, day in days.items() if monday <= at < monday + _WEEK]
    return Day(
        lessons=sum(day.lessons for day in mine),
        quizzes=sum(day.quizzes for day in mine),
        milliseconds=sum(day.milliseconds for day in mine),
    )


def week_state(*, done: int, target: int, monday: date, today: date) -> GoalState:
    """Return how one week of a weekly goal stands today."""
    if done >= target:
        return GoalState.REACHED
    return GoalState.MISSED if today >= monday + _WEEK else GoalState.OPEN


def weeks_of(
    days: Mapping[date, Day], *, by_minutes: bool, target: int, since: date, today: date
) -> tuple[Week, ...]:
    """Return this week and those before it for which the target held, the latest first."""
    this = monday_of(today)
    found = []
    for n in range(WEEKS_SHOWN):
        monday = this - n * _WEEK
        if n and monday < since:
            break
        sums = week_sums(days, monday=monday)
        done = minutes(sums.milliseconds) if by_minutes else sums.lessons
        state = week_state(done=done, target=target, monday=monday, today=today)
        found.append(Week(monday, done, target, state))
    return tuple(found)


def course_state(*, completed_on: date | None, due_on: date, today: date) -> GoalState:
    """Return how a course goal stands today."""
    if completed_on is not None:
        return GoalState.REACHED if completed_on <= due_on else GoalState.LATE
    return GoalState.MISSED if today > due_on else GoalState.OPEN

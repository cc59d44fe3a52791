"""How far goals are, by what was done and today's date alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.engagement.aims import Day, course_state, week_state, week_sums, weeks_of
from learning.engagement.enums import GoalState

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
HISTORY = st.dictionaries(
    st.integers(min_value=-70, max_value=6).map(lambda n: MONDAY + n * DAY),
    st.builds(
        Day,
        st.integers(min_value=0, max_value=9),
        st.integers(min_value=0, max_value=3),
        st.integers(min_value=0, max_value=7_200_000),
    ),
)


@pytest.mark.parametrize(
    ("done", "today", "state"),
    [
        (0, 0, GoalState.OPEN),
        (4, 6, GoalState.OPEN),
        (4, 7, GoalState.MISSED),
        (5, 0, GoalState.REACHED),
        (5, 7, GoalState.REACHED),
        (9, 90, GoalState.REACHED),
    ],
)
def test_a_week_is_missed_only_when_it_is_over(done: int, today: int, state: GoalState) -> None:
    assert week_state(done=done, target=5, monday=MONDAY, today=MONDAY + today * DAY) == state


@pytest.mark.parametrize(
    ("completed", "today", "state"),
    [
        (None, 0, GoalState.OPEN),
        (None, 4, GoalState.OPEN),
        (None, 5, GoalState.MISSED),
        (4, 9, GoalState.REACHED),
        (5, 9, GoalState.LATE),
    ],
)
def test_a_course_counts_until_the_end_of_its_last_day(
    completed: int | None, today: int, state: GoalState
) -> None:
    found = course_state(
        completed_on=None if completed is None else MONDAY + completed * DAY,
        due_on=MONDAY + 4 * DAY,
        today=MONDAY + today * DAY,
    )
    assert found == state


@given(days=HISTORY, target=st.integers(min_value=1, max_value=60), by_minutes=st.booleans())
def test_weeks_part_the_days_without_gap_or_overlap(
    days: dict[date, Day], target: int, by_minutes: bool
) -> None:
    since = MONDAY - 100 * DAY
    weeks = weeks_of(
        days, by_minutes=by_minutes, target=target, since=since, today=MONDAY + 6 * DAY
    )
    assert [one.monday for one in weeks] == [MONDAY - n * 7 * DAY for n in range(8)]
    if not by_minutes:
        shown = {at: day for at, day in days.items() if at >= weeks[-1].monday}
        assert sum(one.done for one in weeks) == sum(day.lessons for day in shown.values())
    for week in weeks:
        assert (week.state == GoalState.REACHED) == (week.done >= target)
        assert (week.left == 0) == (week.done >= target)
    assert all(week.state != GoalState.OPEN for week in weeks[1:])


@given(days=HISTORY, more=st.integers(min_value=0, max_value=6))
def test_doing_more_never_takes_a_week_back(days: dict[date, Day], more: int) -> None:
    before = week_sums(days, monday=MONDAY).lessons
    at = MONDAY + more * DAY
    had = days.get(at, Day(0, 0, 0))
    days[at] = Day(had.lessons + 1, had.quizzes, had.milliseconds)
    assert week_sums(days, monday=MONDAY).lessons == before + 1


def test_weeks_before_the_target_are_not_judged_by_it() -> None:
    weeks = weeks_of({}, by_minutes=False, target=3, since=MONDAY - 7 * DAY, today=MONDAY)
    assert [one.monday for one in weeks] == [MONDAY, MONDAY - 7 * DAY]


def test_seconds_do_not_make_a_minute() -> None:
    days = {MONDAY: Day(0, 0, 59_999), MONDAY + DAY: Day(0, 0, 60_000)}
    (week,) = weeks_of(days, by_minutes=True, target=2, since=MONDAY, today=MONDAY)
    assert (week.done, week.left) == (1, 1)

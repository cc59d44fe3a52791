"""Days in a row: whatever the time zone, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.engagement.streak import monday_of, streak_of
from tenants.kernel.clock import local

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
ZONES = st.sampled_from(
    ["Asia/Kolkata", "UTC", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati"]
)
AGES = st.sets(st.integers(min_value=0, max_value=60))


def days(*ages: int) -> set[date]:
    return {TODAY - age * DAY for age in ages}


@pytest.mark.parametrize(
    ("ages", "length", "longest", "done"),
    [
        ((), 0, 0, False),
        ((0,), 1, 1, True),
        ((1,), 1, 1, False),
        ((2,), 0, 1, False),
        ((0, 1, 2), 3, 3, True),
        ((1, 2, 3, 5, 6, 7, 8, 9), 3, 5, False),
        ((0, 2, 3), 1, 2, True),
    ],
)
def test_it_ends_today_or_yesterday(
    ages: tuple[int, ...], length: int, longest: int, done: bool
) -> None:
    found = streak_of(days(*ages), today=TODAY)
    assert (found.length, found.longest, found.is_done_today) == (length, longest, done)
    assert found.next_length == (length if done else length + 1)


def test_a_day_that_has_not_come_does_not_count() -> None:
    found = streak_of({TODAY + DAY, TODAY}, today=TODAY)
    assert (found.length, found.longest) == (1, 1)


@given(ages=AGES)
def test_it_is_what_one_counts_by_hand(ages: set[int]) -> None:
    found = streak_of(days(*ages), today=TODAY)
    start = 0 if 0 in ages else 1
    length = 0
    while start + length in ages:
        length += 1
    assert found.length == length
    assert found.length <= found.longest <= len(ages)
    assert [one.is_done for one in found.week] == [age in ages for age in range(6, -1, -1)]


@given(ages=AGES, extra=st.integers(min_value=0, max_value=60))
def test_one_more_day_never_shortens_it(ages: set[int], extra: int) -> None:
    before = streak_of(days(*ages), today=TODAY)
    after = streak_of(days(*ages, extra), today=TODAY)
    assert after.length >= before.length
    assert after.longest >= before.longest


@given(
    zone=ZONES,
    start=st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 1)),
    minutes=st.lists(st.integers(min_value=0, max_value=1439), min_size=1, max_size=40),
)
def test_one_lesson_on_every_day_of_the_wall_calendar_is_a_streak(
    zone: str, start: date, minutes: list[int]
) -> None:
    """Also over a change to or from summer time, and at any minute around midnight."""
    moments = [
        datetime(
            day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(zone)
        ).astimezone(UTC)
        for n, minute in enumerate(minutes)
        for day in [start + n * DAY]
    ]
    learned = [local(moment, zone).date() for moment in moments]
    today = start + (len(minutes) - 1) * DAY
    assert streak_of(learned, today=today).length == len(minutes)


def test_midnight_in_india_parts_two_days() -> None:
    last = datetime(2026, 11, 23, 18, 29, tzinfo=UTC)
    first = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert local(last, "Asia/Kolkata").date() == date(2026, 11, 23)
    assert local(first, "Asia/Kolkata").date() == date(2026, 11, 24)


@given(day=st.dates())
def test_a_week_begins_on_the_monday_before(day: date) -> None:
    monday = monday_of(day) if day.toordinal() > 7 else day
    assert day.toordinal() <= 7 or (monday.weekday(), 0 <= (day - monday).days <= 6) == (0, True)

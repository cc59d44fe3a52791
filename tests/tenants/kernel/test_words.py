"""Dates, spans, numbers and initials in words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel import clock, words

NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # 12:00 in Kolkata


@pytest.fixture(autouse=True)
def _kolkata() -> object:
    with timezone.override(ZoneInfo("Asia/Kolkata")), clock.frozen(NOON):
        yield


def test_days_name_the_year_only_when_it_is_another() -> None:
    assert words.day(datetime(2026, 11, 27, tzinfo=UTC)) == "27 Nov"
    assert words.day(date(2025, 11, 27)) == "27 Nov 2025"
    assert words.day_year(date(2026, 11, 27)) == "27 Nov 2026"
    assert words.weekday_day(date(2026, 11, 27)) == "Fri 27 Nov"
    assert words.day(None) == ""


def test_a_day_is_the_zone_s_not_utc_s() -> None:
    late_evening = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)  # 00:30 on the 27th in Kolkata
    assert words.day(late_evening) == "27 Nov"
    assert words.clock_time(late_evening) == "27 Nov, 12:30 am"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 27), "in 3 days"),
        (date(2026, 11, 13), "11 days ago"),
    ],
)
def test_distance_in_days(there: date, said: str) -> None:
    assert words.distance(there) == said


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (date(2026, 11, 24), "Due today"),
        (datetime(2026, 11, 24, 18, 0, tzinfo=UTC), "Due today"),
        (datetime(2026, 11, 24, 6, 29, tzinfo=UTC), "Overdue since Tue 24 Nov"),
        (date(2026, 11, 20), "Overdue since Fri 20 Nov"),
        (date(2026, 11, 27), "Due 27 Nov, in 3 days"),
    ],
)
def test_deadlines(there: date, said: str) -> None:
    assert words.due(there) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, ""),
        (None, ""),
        (45, "45 s"),
        (60, "1 min"),
        (569, "9 min"),
        (3599, "1 h"),
        (12000, "3 h 20 min"),
    ],
)
def test_spans(seconds: int | None, said: str) -> None:
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (124500, "1,24,500"),
        (-12345678, "-1,23,45,678"),
        (None, ""),
    ],
)
def test_numbers_are_grouped_as_in_india(number: int | None, said: str) -> None:
    assert words.lakh(number) == said


@given(st.integers(-(10**15), 10**15))
def test_grouping_loses_no_digit(number: int) -> None:
    assert int(words.lakh(number).replace(",", "")) == number


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Asha Rao", "AR"),
        ("Madonna", "M"),
        ("Meera de Souza", "MS"),
        ("अनिता राव", "अ"),
        ("கௌரி", "கௌ"),
        ("", "?"),
        (None, "?"),
        ("( )", "?"),
    ],
)
def test_initials(name: str | None, said: str) -> None:
    assert words.initials(name) == said


@pytest.mark.parametrize(("change", "said"), [(14, "+14"), (-14, "−14"), (0, "0")])
def test_a_change_is_said_with_its_sign(change: int, said: str) -> None:
    assert words.signed(change) == said

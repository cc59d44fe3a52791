"""Quiet hours and summaries, over zones that change their clocks, over midnight, at every minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.notify.enums import Rhythm
from tenants.notify.hours import Quiet, next_digest, quiet_until

ZONES = (
    "Asia/Kolkata", "Asia/Kathmandu", "UTC", "America/New_York", "Europe/Berlin",
    "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca",
)  # fmt: skip
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, walls, walls)
zones = st.sampled_from(ZONES)


def wall(moment: datetime, zone: str) -> time:
    return moment.astimezone(ZoneInfo(zone)).time()


@given(moments, zones, quiets)
def test_it_goes_at_once_outside_and_later_inside(
    moment: datetime, zone: str, quiet: Quiet
) -> None:
    end = quiet_until(moment, zone, quiet)
    if end is None:
        assert not quiet.holds_at(wall(moment, zone))
        return
    assert quiet.holds_at(wall(moment, zone))
    assert moment < end <= moment + timedelta(hours=25)
    # What waited goes then: it is not held for ever.
    assert not quiet.holds_at(wall(end, zone)) or end.astimezone(ZoneInfo(zone)).fold


@given(moments, zones, quiets)
def test_nothing_waits_past_the_first_end(moment: datetime, zone: str, quiet: Quiet) -> None:
    end = quiet_until(moment, zone, quiet)
    if end is None:
        return
    shown = wall(end, zone)
    assert shown == quiet.end or _skipped(end, zone), "ends on the wall's own minute"
    # Between now and the end every quarter of an hour is quiet, except where clocks are put back.
    step = moment
    while step < end - timedelta(minutes=15) and not _changes(moment, end, zone):
        assert quiet.holds_at(wall(step, zone))
        step += timedelta(minutes=15)


def _skipped(moment: datetime, zone: str) -> bool:
    """Whether clocks were put forward in the hour before."""
    return _changes(moment - timedelta(hours=2), moment + timedelta(hours=1), zone)


def _changes(start: datetime, end: datetime, zone: str) -> bool:
    there = ZoneInfo(zone)
    return start.astimezone(there).utcoffset() != end.astimezone(there).utcoffset()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-22 20:59", None),
        ("2026-11-22 21:00", "2026-11-23 08:00"),
        ("2026-11-22 23:59", "2026-11-23 08:00"),
        ("2026-11-23 00:00", "2026-11-23 08:00"),
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 08:00", None),
    ],
)
def test_over_midnight_in_kolkata(at: str, expected: str | None) -> None:
    zone = ZoneInfo("Asia/Kolkata")
    moment = datetime.fromisoformat(at).replace(tzinfo=zone)
    end = quiet_until(moment, "Asia/Kolkata", Quiet(time(21), time(8)))
    told = end.astimezone(zone).strftime("%Y-%m-%d %H:%M") if end else None
    assert told == expected


@pytest.mark.parametrize(
    ("at", "until", "expected"),
    [
        # 29 March 2026: 02:00 becomes 03:00. 02:30 does not exist; 03:30 stands for it.
        ("2026-03-29T00:30+00:00", time(2, 30), "2026-03-29T01:30+00:00"),
        # 25 October: 03:00 becomes 02:00. Of two half past twos the first one ahead counts.
        ("2026-10-25T00:10+00:00", time(2, 30), "2026-10-25T00:30+00:00"),
        ("2026-10-25T01:10+00:00", time(2, 30), "2026-10-25T01:30+00:00"),
    ],
)
def test_where_clocks_change(at: str, until: time, expected: str) -> None:
    end = quiet_until(datetime.fromisoformat(at), "Europe/Berlin", Quiet(time(21), until))
    assert end == datetime.fromisoformat(expected)


def test_the_same_time_twice_is_no_quiet_at_all() -> None:
    quiet = Quiet(time(8), time(8))
    assert quiet_until(datetime(2026, 1, 1, tzinfo=UTC), "UTC", quiet) is None
    assert quiet_until(datetime(2026, 1, 1, tzinfo=UTC), "UTC", None) is None


@given(moments, zones, st.integers(0, 23), st.integers(0, 6))
def test_a_weekly_summary_comes_on_its_day_within_eight_days(
    moment: datetime, zone: str, hour: int, weekday: int
) -> None:
    due = next_digest(moment, zone, rhythm=Rhythm.WEEKLY, hour=hour, weekday=weekday)
    assert due is not None
    assert moment < due <= moment + timedelta(days=7, hours=2)
    local = due.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour) == (weekday, hour) or _skipped(due, zone)


@given(moments, zones, st.integers(0, 23))
def test_a_daily_summary_comes_within_a_day_and_the_next_one_a_day_later(
    moment: datetime, zone: str, hour: int
) -> None:
    first = next_digest(moment, zone, rhythm=Rhythm.DAILY, hour=hour, weekday=0)
    assert first is not None
    assert moment < first <= moment + timedelta(hours=25)
    second = next_digest(first, zone, rhythm=Rhythm.DAILY, hour=hour, weekday=0)
    assert second is not None
    assert timedelta(minutes=30) <= second - first <= timedelta(hours=25)


def test_who_wants_each_at_once_has_no_summary() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert next_digest(moment, "UTC", rhythm=Rhythm.IMMEDIATE, hour=9, weekday=0) is None

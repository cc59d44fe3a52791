"""The clock of 48 hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from public_site.deadline import first_deadline, left_at, read_clock, resumed

MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
seconds = st.integers(0, 30 * 24 * 3600)


@dataclass
class Timed:
    due_at: datetime | None = None
    left_seconds: int | None = None


def test_it_runs_pauses_and_stops() -> None:
    due = first_deadline(MONDAY)
    assert due == MONDAY + timedelta(hours=48)
    running = read_clock(Timed(due), MONDAY + timedelta(hours=40))
    assert (running.state, running.left_seconds, running.is_soon) == ("running", 8 * 3600, True)
    late = read_clock(Timed(due), MONDAY + timedelta(hours=49))
    assert (late.is_overdue, late.over_seconds, late.is_soon) == (True, 3600, False)
    paused = read_clock(Timed(None, -60), MONDAY)
    assert (paused.state, paused.is_overdue, paused.over_seconds) == ("paused", False, 60)
    assert read_clock(Timed(), MONDAY).state == "stopped"


@given(seconds, seconds, seconds, seconds)
def test_our_own_time_is_what_counts(
    ours: int, theirs: int, ours_again: int, theirs_again: int
) -> None:
    """However long an applicant takes, and how often: only our turns use up the 48 hours."""
    moment, due = MONDAY, first_deadline(MONDAY)
    for mine, wait in ((ours, theirs), (ours_again, theirs_again)):
        moment += timedelta(seconds=mine)
        left = left_at(due, moment)
        moment += timedelta(seconds=wait)
        due = resumed(left, moment)
    assert read_clock(Timed(due), moment).left_seconds == 48 * 3600 - ours - ours_again

"""Ranges and crediting, as properties."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from learning.delivery.watching import (
    GRACE_MS,
    allowance_ms,
    credit,
    is_watched,
    length,
    merged,
    unseen,
)

DURATION = 1_000
points = st.integers(min_value=-200, max_value=DURATION + 200)
ranges = st.lists(st.tuples(points, points), max_size=12)


def covered(pairs: object) -> set[int]:
    """Every millisecond of the ranges: slow, and beyond doubt."""
    return {
        at
        for start, end in pairs  # type: ignore[attr-defined]
        for at in range(max(0, start), min(end, DURATION))
    }


@given(ranges)
def test_a_union_covers_the_same_and_is_in_order(pairs: list[tuple[int, int]]) -> None:
    union = merged(pairs, duration_ms=DURATION)
    assert covered(union) == covered(pairs)
    assert all(start < end for start, end in union)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(union))
    assert merged(union, duration_ms=DURATION) == union
    assert merged(reversed(pairs), duration_ms=DURATION) == union


@given(ranges, ranges)
def test_unseen_is_the_difference(
    reported: list[tuple[int, int]], seen: list[tuple[int, int]]
) -> None:
    one, other = merged(reported, duration_ms=DURATION), merged(seen, duration_ms=DURATION)
    assert covered(unseen(one, other)) == covered(one) - covered(other)


@given(ranges, ranges, st.integers(min_value=-50, max_value=2 * DURATION))
def test_credit_never_exceeds_allowance_or_truth(
    seen: list[tuple[int, int]], reported: list[tuple[int, int]], allowed: int
) -> None:
    before = covered(seen)
    result = credit(seen, reported, duration_ms=DURATION, allowed_ms=allowed)
    after = covered(result.watched)
    assert before <= after <= before | covered(reported)
    new = len((before | covered(reported)) - before)
    assert result.credited_ms == min(max(0, allowed), new) == len(after) - len(before)
    assert result.watched_ms == len(after) == length(result.watched)


@given(ranges, ranges)
def test_a_replay_counts_once(seen: list[tuple[int, int]], reported: list[tuple[int, int]]) -> None:
    once = credit(seen, reported, duration_ms=DURATION, allowed_ms=DURATION)
    twice = credit(once.watched, reported, duration_ms=DURATION, allowed_ms=DURATION)
    assert twice.watched == once.watched
    assert twice.credited_ms == 0


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=60_000), st.integers(0, 60_000)), max_size=30
    )
)
def test_no_series_of_reports_outruns_the_clock(steps: list[tuple[int, int]]) -> None:
    """Whatever is claimed, however often: in all at most twice the clock and one grace."""
    clock = watched = last = 0
    for wait, claim in steps:
        clock += wait
        allowed = allowance_ms(
            since_report_ms=clock - last, since_opened_ms=clock, watched_ms=watched
        )
        watched += min(claim, allowed)
        last = clock
        assert watched <= 2 * clock + GRACE_MS


def test_the_grace_is_had_once() -> None:
    assert allowance_ms(since_report_ms=0, since_opened_ms=0, watched_ms=0) == GRACE_MS
    assert allowance_ms(since_report_ms=0, since_opened_ms=0, watched_ms=GRACE_MS) == 0
    # Long ago opened, just reported: what can have played since the report decides.
    assert allowance_ms(since_report_ms=1_000, since_opened_ms=10**9, watched_ms=0) == 17_000


def test_ninety_per_cent_is_watched() -> None:
    assert is_watched(900, duration_ms=1_000)
    assert not is_watched(899, duration_ms=1_000)
    assert not is_watched(0, duration_ms=0)

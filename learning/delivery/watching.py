"""How much of a video was watched: unions of ranges, and how much of a report is believed.

Pure arithmetic on `[start_ms, end_ms)` pairs; nothing here knows a database or a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Range = tuple[int, int]

# The player's highest speed: in one second of wall clock, at most two seconds of video pass.
MAX_SPEED = 2
# Clocks drift and reports travel; so much more than wall clock allows is believed.
GRACE_MS = 15_000
# A video counts as watched from here on: closing titles need not be sat through.
DONE_PERCENT = 90


@dataclass(frozen=True, slots=True)
class Credit:
    """What a report added. `watched` is disjoint and ascending, `watched_ms` its length."""

    watched: tuple[Range, ...]
    watched_ms: int
    credited_ms: int


def merged(ranges: Iterable[Sequence[int]], *, duration_ms: int) -> tuple[Range, ...]:
    """Return the union of ranges in milliseconds: disjoint, ascending, within `[0, duration_ms)`.

    Touching ranges become one; empty and reversed ones vanish.
    """
    clamped = sorted(
        (max(0, start), min(end, duration_ms))
        for start, end in ranges
        if max(0, start) < min(end, duration_ms)
    )
    union: list[Range] = []
    for start, end in clamped:
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return tuple(union)


def length(ranges: Iterable[Range]) -> int:
    """Return the total length of disjoint ranges, in milliseconds."""
    return sum(end - start for start, end in ranges)


def unseen(reported: Iterable[Range], seen: Sequence[Range]) -> tuple[Range, ...]:
    """Return the parts of `reported` outside of `seen`; both disjoint and ascending."""
    new: list[Range] = []
    for start, end in reported:
        at = start
        for seen_start, seen_end in seen:
            if seen_end <= at:
                continue
            if seen_start >= end:
                break
            if seen_start > at:
                new.append((at, seen_start))
            at = max(at, seen_end)
        if at < end:
            new.append((at, end))
    return tuple(new)


def allowance_ms(*, since_report_ms: int, since_opened_ms: int, watched_ms: int) -> int:
    """Return how many new milliseconds may be credited now.

    Two limits hold together: what can have played since the last report, and what can have played
    in all since the lesson was first opened. The second keeps the grace from being had per report.

    Args:
        since_report_ms: wall clock since the last report (since the opening, for the first one).
        since_opened_ms: wall clock since the lesson was first opened.
        watched_ms: what was credited before.
    """
    by_report = since_report_ms * MAX_SPEED + GRACE_MS
    by_opening = since_opened_ms * MAX_SPEED + GRACE_MS - watched_ms
    return max(0, min(by_report, by_opening))


def credit(
    seen: Iterable[Sequence[int]],
    reported: Iterable[Sequence[int]],
    *,
    duration_ms: int,
    allowed_ms: int,
) -> Credit:
    """Add a report to what was seen, believing at most `allowed_ms` of new material.

    What was seen before counts once however often it is replayed. Of new material beyond the
    allowance the earliest is taken; the player sends the rest again with its next report.
    """
    before = merged(seen, duration_ms=duration_ms)
    left = max(0, allowed_ms)
    accepted: list[Range] = []
    for start, end in unseen(merged(reported, duration_ms=duration_ms), before):
        if left <= 0:
            break
        end = min(end, start + left)
        accepted.append((start, end))
        left -= end - start
    watched = merged([*before, *accepted], duration_ms=duration_ms)
    return Credit(
        watched=watched,
        watched_ms=length(watched),
        credited_ms=length(watched) - length(before),
    )


def is_watched(watched_ms: int, *, duration_ms: int) -> bool:
    """Whether enough of a video was watched for its lesson to be done."""
    return duration_ms > 0 and watched_ms * 100 >= duration_ms * DONE_PERCENT

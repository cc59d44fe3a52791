"""The clock of a review: 48 hours that run while it is our turn. Pure.

The hours are hours of the day, nights and Sundays included: what applicants are told is "within 48
hours". The clock stands while we wait for the applicant and goes on from there when he has answered;
hours we lost stay lost. It is never set back by a reviewer who takes the case or writes a note.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

REVIEW_WITHIN = timedelta(hours=48)
# Less than this left is shown as "soon".
SOON = timedelta(hours=12)
# How long a decision can be taken back. It takes effect at once, so this is meant for slips.
UNDO_WITHIN = timedelta(hours=24)


class Timed(Protocol):
    """What a clock is read from: exactly one is set while a review is open."""

    due_at: datetime | None
    left_seconds: int | None


@dataclass(frozen=True, slots=True)
class ReviewClock:
    """A clock as it stands at one moment.

    Args:
        state: `running`, `paused` or `stopped`.
        left_seconds: until the deadline; negative once it has passed.
        due_at: the deadline (UTC), None unless it runs.
    """

    state: str
    left_seconds: int
    due_at: datetime | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the 48 hours are over and it is still our turn."""
        return self.state == "running" and self.left_seconds < 0

    @property
    def is_soon(self) -> bool:
        """Whether they are nearly over."""
        return self.state == "running" and 0 <= self.left_seconds < SOON.total_seconds()

    @property
    def over_seconds(self) -> int:
        """Seconds past the deadline; 0 before it."""
        return max(0, -self.left_seconds)


def first_deadline(moment: datetime) -> datetime:
    """Return the deadline of what was submitted at `moment`."""
    return moment + REVIEW_WITHIN


def left_at(due_at: datetime, moment: datetime) -> int:
    """Return whole seconds until a deadline, negative past it; what a pause remembers."""
    return int((due_at - moment).total_seconds())


def resumed(left_seconds: int, moment: datetime) -> datetime:
    """Return the deadline after a pause."""
    return moment + timedelta(seconds=left_seconds)


def read_clock(review: Timed, moment: datetime) -> ReviewClock:
    """Return how a review's clock stands at `moment`."""
    if review.due_at is not None:
        return ReviewClock("running", left_at(review.due_at, moment), review.due_at)
    if review.left_seconds is not None:
        return ReviewClock("paused", review.left_seconds)
    return ReviewClock("stopped", 0)

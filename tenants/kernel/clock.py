"""The time, in one place, so that tests can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment as a clock on the wall of `zone` (an IANA name) shows it."""
    return moment.astimezone(ZoneInfo(zone))


def today(zone: str) -> date:
    """Return the calendar date it is now in `zone`."""
    return local(now(), zone).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold `now()` at `moment` (aware), for tests and for writing history."""
    if moment.tzinfo is None:
        raise ValueError("A frozen moment needs a time zone.")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)

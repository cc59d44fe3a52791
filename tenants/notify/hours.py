"""When somebody may be disturbed, and when a summary is due. Pure: moments in, moments out.

Hours are those of a clock on the wall. Where a zone changes its clocks, an hour that does not exist
counts as the one after it, and of an hour that comes twice the first that still lies ahead.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenants.notify.enums import Rhythm


@dataclass(frozen=True)
class Quiet:
    """Hours without disturbance, `start` included, `end` not; over midnight when `end` is earlier.

    The same time twice means the whole day has none.
    """

    start: time
    end: time

    def holds_at(self, wall: time) -> bool:
        """Whether a time of day lies inside."""
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


def quiet_until(moment: datetime, zone: str, quiet: Quiet | None) -> datetime | None:
    """Return when the quiet hours end in which a moment lies; None when it lies in none.

    Args:
        moment: aware.
        zone: IANA name of the person's time zone.
        quiet: None when the person has none.

    """
    if quiet is None:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    if not quiet.holds_at(local.time()):
        return None
    return _next(moment, zone, quiet.end)


def next_digest(
    moment: datetime, zone: str, *, rhythm: Rhythm, hour: int, weekday: int
) -> datetime | None:
    """Return when the next summary is due, later than a moment; None for who wants none.

    Args:
        moment: aware.
        zone: IANA name of the person's time zone.
        rhythm: daily or weekly.
        hour: 0 to 23, on the wall.
        weekday: for weekly ones; Monday is 0.

    """
    if rhythm == Rhythm.IMMEDIATE:
        return None
    days = None if rhythm == Rhythm.DAILY else weekday
    return _next(moment, zone, time(hour), weekday=days)


def _next(moment: datetime, zone: str, wall: time, *, weekday: int | None = None) -> datetime:
    """Return the first moment after another at which a clock of `zone` shows `wall`."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        if weekday is not None and day.weekday() != weekday:
            continue
        for fold in (0, 1):
            found = _at(day, wall, zone, fold)
            if found > moment:
                return found
    raise AssertionError("A week has every weekday.")


def _at(day: date, wall: time, zone: str, fold: int) -> datetime:
    return datetime.combine(day, wall.replace(fold=fold), ZoneInfo(zone)).astimezone(UTC)

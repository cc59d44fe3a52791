"""Dates, spans and names in the words a person reads. Pure; the template tags of `ui` call these."""

import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from tenants.kernel.clock import now

_HOUR = 3600
_MINUTE = 60


def _local(moment: datetime | date) -> date:
    """The calendar day of a moment in the zone that is active (company's or person's)."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


@lru_cache(maxsize=1024)
def _written(there: date, style: str, language: str | None) -> str:
    """A day in the language that is active; a list shows the same few days again and again."""
    return date_format(there, style)


def day(moment: datetime | date | None) -> str:
    """Return "27 Nov", with the year when it is not this year; "" for None."""
    if moment is None:
        return ""
    there = _local(moment)
    return _written(there, "j M" if there.year == _local(now()).year else "j M Y", get_language())


def weekday_day(moment: datetime | date | None) -> str:
    """Return "Fri 27 Nov" (with the year when it is not this year); "" for None."""
    if moment is None:
        return ""
    return f"{_written(_local(moment), 'D', get_language())} {day(moment)}"


def day_year(moment: datetime | date | None) -> str:
    """Return "27 Nov 2026"; "" for None."""
    return _written(_local(moment), "j M Y", get_language()) if moment is not None else ""


def clock_time(moment: datetime | None) -> str:
    """Return "27 Nov, 4:12 pm" in the active zone; "" for None."""
    if moment is None:
        return ""
    there = timezone.localtime(moment)
    hour = there.strftime("%I").lstrip("0")
    half = gettext("am") if there.hour < 12 else gettext("pm")
    return f"{day(moment)}, {hour}:{there:%M} {half}"


def iso_date(text: str | None) -> date | None:
    """Return the day that "2026-11-27" names, for facts that were kept as JSON; None for none."""
    return date.fromisoformat(text) if text else None


def distance(moment: datetime | date | None) -> str:
    """Return how far a day is: "today", "tomorrow", "in 3 days", "yesterday", "11 days ago"."""
    if moment is None:
        return ""
    days = (_local(moment) - _local(now())).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}


def due(moment: datetime | date | None) -> str:
    """Return a deadline in words: "Due today", "Due 27 Nov, in 3 days", "Overdue since Fri 20 Nov".

    A moment with a clock time is overdue once it has passed; a plain date once its day is over.
    """
    if moment is None:
        return ""
    passed = moment < now() if isinstance(moment, datetime) else moment < _local(now())
    if passed:
        return gettext("Overdue since %(day)s") % {"day": weekday_day(moment)}
    if _local(moment) - _local(now()) < timedelta(days=1):
        return gettext("Due today")
    return gettext("Due %(day)s, %(distance)s") % {"day": day(moment), "distance": distance(moment)}


def duration(seconds: int | None) -> str:
    """Return a span: "45 s", "9 min", "3 h 20 min"; minutes are rounded, "" for None or zero."""
    if not seconds or seconds < 0:
        return ""
    if seconds < _MINUTE:
        return gettext("%(n)d s") % {"n": seconds}
    minutes = (seconds + _MINUTE // 2) // _MINUTE
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(n)d min") % {"n": rest}
    if not rest:
        return gettext("%(n)d h") % {"n": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def lakh(number: int | None) -> str:
    """Return a whole number grouped as in India: 124500 becomes "1,24,500"; "" for None."""
    if number is None:
        return ""
    digits = str(abs(int(number)))
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if number < 0 else "") + ",".join(groups)


def signed(change: int) -> str:
    """Return by how much a figure changed, with a sign as wide as a digit: "+14", "−14", "0"."""
    return f"+{change}" if change > 0 else f"{change}".replace("-", "−")


def initials(name: str | None) -> str:
    """Return the first letters of a name: "Asha Rao" gives "AR".

    Other scripts get one letter with its vowel signs ("अनिता राव" gives "अ"): two do not fit a circle.
    """
    words = [word for word in (name or "").split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1 or not words[0].isascii():
        return _first_letter(words[0]).upper()
    return words[0][0].upper() + _first_letter(words[-1]).upper()


def _first_letter(word: str) -> str:
    end = 1
    while end < len(word) and unicodedata.category(word[end]) in ("Mn", "Mc"):
        end += 1
    return word[:end]

"""The four figures and filter chips as the components draw them."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.enums import Status
from enterprise.selectors.figures import Figures
from enterprise.selectors.team_people import NONE_GIVEN
from enterprise.selectors.team_sums import Chips
from tenants.kernel.words import weekday_day


def cards_of(figures: Figures) -> list[dict[str, Any]]:
    """Return the four figures with what there is to say about each."""
    return [
        {
            "value": figures.completed,
            "label": Status.COMPLETED.label,
            "tone": "good",
            "note": _("%(n)d in the last 7 days") % {"n": figures.completed_lately}
            if figures.completed_lately is not None
            else "",
        },
        {
            "value": figures.on_track,
            "label": Status.ON_TRACK.label,
            "tone": "brand",
            "note": _("Next due %(day)s") % {"day": weekday_day(figures.next_due)}
            if figures.next_due
            else "",
        },
        {
            "value": figures.at_risk,
            "label": Status.AT_RISK.label,
            "tone": "warn",
            "note": _people(figures.people_at_risk) if figures.people_at_risk else "",
        },
        {
            "value": figures.overdue,
            "label": Status.OVERDUE.label,
            "tone": "bad",
            "note": _("%(people)s, since %(day)s")
            % {
                "people": _people(figures.people_overdue),
                "day": weekday_day(figures.overdue_since),
            }
            if figures.people_overdue
            else "",
        },
    ]


def _people(count: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}


def chips_of(chips: Chips, query: QueryDict) -> list[dict[str, Any]]:
    """Return the filter chips as links that keep the rest of the address."""
    current = query.get("status", "")
    kinds = [
        ("", _("All"), chips.everyone),
        (Status.OVERDUE, Status.OVERDUE.label, chips.overdue),
        (Status.AT_RISK, Status.AT_RISK.label, chips.at_risk),
        (Status.ON_TRACK, Status.ON_TRACK.label, chips.on_track),
        (Status.COMPLETED, Status.COMPLETED.label, chips.completed),
    ]
    if chips.none:
        kinds.append((NONE_GIVEN, _("Nothing assigned"), chips.none))
    return [
        {
            "url": link_with(query, status=str(value)),
            "label": label,
            "count": count,
            "current": current == value,
        }
        for value, label, count in kinds
    ]


def link_with(query: QueryDict, **changes: str) -> str:
    """Return the address of the same list with some parameters changed, on its first page."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def read_at(moment: Any) -> str:
    """Return the time of day the figures were read at, with its zone: "Tue 24 Nov 2026, 4:12 pm IST"."""
    there = timezone.localtime(moment)
    hour = there.strftime("%I").lstrip("0")
    half = _("am") if there.hour < 12 else _("pm")
    return f"{date_format(there, 'D j M Y')}, {hour}:{there:%M} {half} {there.tzname()}"

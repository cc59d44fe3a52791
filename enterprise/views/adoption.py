"""The admin's figures as the chart and the file show them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprise.enums import Status
from enterprise.selectors.adoption import Adoption
from enterprise.selectors.home import AdminHome
from tenants.kernel.words import day_year


def weeks_of(adoption: Adoption) -> list[dict[str, Any]]:
    """Return the rows of the chart: each week with its people, as long as the fullest one."""
    top = max([week.people for week in adoption.weeks] + [1])
    return [
        {
            "label": _("Week from %(day)s, still running") % {"day": day_year(week.monday)}
            if week.is_running
            else _("Week from %(day)s") % {"day": day_year(week.monday)},
            "value": week.people,
            "top": top,
            "shown": ngettext("%(n)d person", "%(n)d people", week.people) % {"n": week.people},
        }
        for week in adoption.weeks
    ]


def figure_lines(found: AdminHome) -> Iterator[tuple[object, object]]:
    """Yield every figure of the page by its name, the moment first."""
    figures, adoption = found.team.figures, found.adoption
    yield _("Read at"), found.read_at
    yield _("People active in 7 days"), adoption.week
    yield _("People active in 30 days"), adoption.month
    yield _("Seats taken"), found.company.seats_used
    yield _("Seats"), found.company.seats
    yield Status.COMPLETED.label, figures.completed
    yield Status.ON_TRACK.label, figures.on_track
    yield Status.AT_RISK.label, figures.at_risk
    yield Status.OVERDUE.label, figures.overdue
    for row in weeks_of(adoption):
        yield row["label"], row["value"]
    for item in found.items:
        yield _("Needs attention"), item.text

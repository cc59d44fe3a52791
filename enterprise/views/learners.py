"""People who learned lately: the list behind the figures of the admin's home."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from enterprise.forms.listing import ListForm
from enterprise.views.access import for_admins
from learning.engagement.api import active_page, active_people, person_of
from tenants.kernel.clock import today
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.schemas import current_tenant

SPANS = (7, 30)


def _span(request: HttpRequest) -> dict[str, Any]:
    until = today(current_tenant().time_zone)
    days = next((n for n in SPANS if request.GET.get("days") == str(n)), SPANS[0])
    return {"since": until - timedelta(days=days - 1), "until": until}


@for_admins
@require_safe
def learners(request: HttpRequest) -> HttpResponse:
    """Show who learned, the latest first."""
    span = _span(request)
    page = active_page(**span, page=ListForm(request.GET).read()["page"])
    days = (span["until"] - span["since"]).days + 1
    context = {
        "pages": page,
        "rows": [person_of(row) for row in page],
        "chips": [
            {
                "url": f"?days={n}",
                "label": ngettext("%(n)d day", "%(n)d days", n) % {"n": n},
                "current": n == days,
            }
            for n in SPANS
        ],
    }
    return render(request, "enterprise/learners.html", context)


@for_admins
@require_safe
def learners_csv(request: HttpRequest) -> HttpResponseBase:
    """Send everybody who learned in the span as CSV."""
    span = _span(request)
    header = [_("Person"), _("Last day"), _("Days"), _("Lessons"), _("Minutes")]

    def lines() -> Iterator[tuple[object, ...]]:
        for row in active_people(**span).iterator(chunk_size=2000):
            one = person_of(row)
            yield one.name, one.last_day, one.days, one.lessons, one.minutes

    return stream(lambda: csv_rows(header, lines()), content_type=CSV_TYPE, filename="learners.csv")

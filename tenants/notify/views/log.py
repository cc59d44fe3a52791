"""The delivery log: everybody's for admins, and each person's own."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.accounts.api import User
from tenants.kernel.clock import local
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.notify.forms.log import LogForm
from tenants.notify.selectors.log import PAGE_SIZE, LogFilter, line_of, log_rows
from tenants.notify.views.access import for_keepers, person
from tenants.schemas import current_tenant


@for_keepers
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show what was sent to whom, the latest first."""
    return render(request, "notify/log.html", _context(request, None))


@login_required
@require_safe
def own_log(request: HttpRequest) -> HttpResponse:
    """Show a person what was sent to them."""
    return render(request, "notify/own_log.html", _context(request, person(request)))


@for_keepers
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    wanted = LogForm(request.GET).read()
    header = [
        _("When"), _("Person"), _("Address"), _("What"), _("Words"), _("Channel"), _("State"),
        _("Reason"), _("Sent"), _("The other side said"),
    ]  # fmt: skip

    def produce() -> Iterator[bytes]:
        return csv_rows(header, _lines(wanted))

    return stream(produce, content_type=CSV_TYPE, filename="messages.csv")


def _context(request: HttpRequest, of: User | None) -> dict[str, Any]:
    form = LogForm(request.GET)
    wanted = form.read()
    pages = Paginator(log_rows(wanted, of=of), PAGE_SIZE).get_page(form.read_page())
    return {"pages": pages, "rows": [line_of(row) for row in pages], "form": form, "wanted": wanted}


def _lines(wanted: LogFilter) -> Iterator[tuple[Any, ...]]:
    zone = current_tenant().time_zone

    def moment(at: Any) -> str:
        return local(at, zone).strftime("%Y-%m-%d %H:%M:%S") if at else ""

    for row in log_rows(wanted).iterator(chunk_size=2000):
        line = line_of(row)
        yield (
            moment(line.at), line.person, line.address, line.label, line.title, line.channel,
            line.state_label, line.reason, moment(line.sent_at), line.error,
        )  # fmt: skip

"""The audit log, read by admins: list, filter, export."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprise.forms.audit import AuditForm
from enterprise.policies import can_read_audit_log
from enterprise.selectors.audit import PAGE_SIZE, AuditFilter, audit_areas, audit_entries, describe
from enterprise.views.access import asks
from tenants.kernel.clock import local
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.schemas import current_tenant


@asks(can_read_audit_log)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show who did what, the latest first."""
    form = AuditForm(request.GET)
    wanted = form.read()
    pages = Paginator(audit_entries(wanted), PAGE_SIZE).get_page(form.read_page())
    rows = [(entry, describe(entry.changes)) for entry in pages]
    context = {"pages": pages, "rows": rows, "form": form, "wanted": wanted, "areas": audit_areas()}
    return render(request, "enterprise/audit.html", context)


@asks(can_read_audit_log)
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    wanted = AuditForm(request.GET).read()
    header = [_("When"), _("Who"), _("Did"), _("To"), _("Changes")]

    def produce() -> Iterator[bytes]:
        return csv_rows(header, _lines(wanted))

    return stream(produce, content_type=CSV_TYPE, filename="audit.csv")


def _lines(wanted: AuditFilter) -> Iterator[tuple[Any, ...]]:
    zone = current_tenant().time_zone
    for row in audit_entries(wanted).iterator(chunk_size=2000):
        yield (
            local(row.at, zone).strftime("%Y-%m-%d %H:%M:%S"),
            row.actor_name or _("System"),
            row.action,
            row.target,
            "; ".join(describe(row.changes)),
        )

"""The platform's own audit log, read by its staff: list, filter, export."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from public_site.policies import can_read_audit_log
from tenants.accounts.api import asks
from tenants.kernel.audit_page import audit_context, audit_file


@asks(can_read_audit_log)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show who did what on the platform, the latest first."""
    return render(request, "public_site/staff/audit.html", audit_context(request))


@asks(can_read_audit_log)
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    return audit_file(request)

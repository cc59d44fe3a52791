"""The audit log, read by admins: list, filter, export."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprise.policies import can_read_audit_log
from enterprise.views.access import asks
from tenants.kernel.audit_page import audit_context, audit_file


@asks(can_read_audit_log)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show who did what, the latest first."""
    return render(request, "enterprise/audit.html", audit_context(request))


@asks(can_read_audit_log)
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    return audit_file(request)

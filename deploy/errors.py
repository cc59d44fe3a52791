"""Error pages: what happened, what was kept, what to do."""

import sys

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tenants.backend.away import is_away, was_refused
from tenants.middleware.relocating import unavailable
from tenants.schemas import TenantInfo

log = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _page(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that the person's role does not allow."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not here; another company's things are not here either."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after our own failure: no query, no context processor, nothing that could fail again.

    A cluster that does not answer is no fault of the code, and soon over: 503. One that refused a
    schema's role may be about to lose the company to another; `RelocationMiddleware` finds out.
    """
    error = sys.exc_info()[1]
    if is_away(error):
        log.error("cluster_away", cluster=settings.CLUSTER, error=str(error))
        return unavailable()
    response = _page(request, "errors/500.html", 500)
    response.was_refused = was_refused(error)  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # The host map keeps whose host it is in memory; the company's sheet comes from the browser's cache
    # as a rule, and without it the page wears ours.
    tenant: TenantInfo | None = getattr(request, "tenant", None)
    company = tenant.name if tenant is not None and not tenant.is_public else ""
    return HttpResponse(render_to_string(template, {"company": company}), status=status)

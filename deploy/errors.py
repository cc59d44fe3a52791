"""Error pages: what happened, what was kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tenants.schemas import TenantInfo


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
    """Answer after our own failure: no query, no context processor, nothing that could fail again."""
    return _page(request, "errors/500.html", 500)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # The host map keeps whose host it is in memory; the company's sheet comes from the browser's cache
    # as a rule, and without it the page wears ours.
    tenant: TenantInfo | None = getattr(request, "tenant", None)
    company = tenant.name if tenant is not None and not tenant.is_public else ""
    return HttpResponse(render_to_string(template, {"company": company}), status=status)

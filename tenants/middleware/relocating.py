"""A company whose data is changing place: what is refused for that reason is a matter of seconds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tenants.kernel.directory import is_relocating
from tenants.schemas import TenantInfo

RETRY_AFTER_SECONDS = 5


def unavailable() -> HttpResponse:
    """Return the page that says so; it needs no database."""
    return HttpResponse(
        render_to_string("errors/503.html"),
        status=503,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )


class RelocationMiddleware:
    """Turns a failure into 503 when Postgres refused a statement because the company is on its way.

    The schema's role loses its right to write for the moment of the switch, so nothing is written into
    a copy that is about to be left. Stands outside the request's transaction, which is lost by then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 500 and getattr(response, "was_refused", False):
            tenant: TenantInfo = request.tenant  # type: ignore[attr-defined]
            if is_relocating(tenant):
                return unavailable()
        return response

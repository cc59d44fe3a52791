"""One structured line for each request, with request id and company."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from tenants.kernel.request_id import begin_request

log = structlog.get_logger("smh.request")
_QUIET = ("/static/", "/healthz", "/readyz")


class RequestLogMiddleware:
    """Gives the request its id, answers with it, and logs what became of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = begin_request(request.headers.get("X-Request-Id", ""))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        if not request.path.startswith(_QUIET):
            tenant = getattr(request, "tenant", None)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                tenant=tenant.schema_name if tenant else None,
            )
        return response

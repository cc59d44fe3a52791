"""How much a request may carry, judged by its announced length before a byte is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import gettext as _

from tenants.kernel.api_errors import problem_response


class BodyLimit:
    """Answers 413 to a body above `settings.BODY_LIMIT_BYTES`.

    It stands before everything that reads bodies: the check of the form token takes a whole upload in,
    whoever sends it, to find the token among the fields. A view that takes more says so with
    `takes_large_body` and judges the length itself. A body of unannounced length counts as none, as
    WSGI has it (PEP 3333, "wsgi.input"; Django reads no further than the announced length).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _announced(request) > settings.BODY_LIMIT_BYTES and not _takes_large_body(request):
            return _too_large(request)
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _takes_large_body(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Http404:
        return False
    return bool(getattr(view, "takes_large_body", False))


def _too_large(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        detail = _("A request may carry %(bytes)s bytes.") % {"bytes": settings.BODY_LIMIT_BYTES}
        return problem_response(status=413, detail=detail)
    megabytes = settings.BODY_LIMIT_BYTES // 1024**2
    page = render_to_string("errors/413.html", {"megabytes": megabytes})
    return HttpResponse(page, status=413)

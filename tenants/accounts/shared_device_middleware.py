"""Sessions on shared devices end by themselves, whatever the browser does: the server says so."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from tenants.accounts.services.shared_device import (
    device_of,
    is_marked,
    mark_session,
    note_activity,
    time_left,
)


class SharedDeviceMiddleware:
    """Finds the shared device of a request, ends sessions that are over, and keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; on other hosts than a company's, and without the device's cookie, as ever."""
        request.shared_device = None  # type: ignore[attr-defined]
        request.shared_left = None  # type: ignore[attr-defined]
        tenant = request.tenant  # type: ignore[attr-defined]
        if tenant.is_public or getattr(request, "urlconf", None) == settings.CONTENT_URLCONF:
            return self.get_response(request)
        device = device_of(request)
        request.shared_device = device  # type: ignore[attr-defined]
        ended = None
        if request.user.is_authenticated:
            ended = self._go_on_or_end(request)
        elif device is None:
            return self.get_response(request)
        elif _wants_sign_in(request):
            ended = HttpResponseRedirect(_to_employee_page(request))
        response = ended or self.get_response(request)
        if device is not None and request.user.is_authenticated and not is_marked(request):
            mark_session(request, device)  # somebody came in with this very request
        if device is not None or ended is not None:
            # The back button shows nothing of who was here before.
            add_never_cache_headers(response)  # type: ignore[arg-type]
            response.headers["Cache-Control"] = "no-store"
        return response

    def _go_on_or_end(self, request: HttpRequest) -> HttpResponseBase | None:
        device = request.shared_device  # type: ignore[attr-defined]
        if not is_marked(request):
            if device is None:
                return None
            mark_session(request, device)
        left = time_left(request, device)
        if left is None:
            return _end(request)
        if _is_activity(request):
            note_activity(request)
            left = time_left(request, device)
        request.shared_left = left  # type: ignore[attr-defined]
        return None


def _wants_sign_in(request: HttpRequest) -> bool:
    """Whether somebody is sent to the ordinary sign-in, which is not what a shared device offers first."""
    return (
        request.method == "GET"
        and request.path == reverse(settings.LOGIN_URL)
        and request.GET.get("by") != "email"
    )


def _to_employee_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return f"{reverse('accounts:employee')}{query}"


def _is_activity(request: HttpRequest) -> bool:
    """Whether a person did something: opened a page or sent a form. What a page fetches by itself is not."""
    if request.method not in ("GET", "HEAD"):
        return True
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _end(request: HttpRequest) -> HttpResponseBase | None:
    logout(request)
    if request.path.startswith("/api/"):
        return None  # answers as to anybody who is not signed in
    to = f"{reverse('accounts:employee')}?ended=1"
    response: HttpResponse
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204, headers={"HX-Redirect": to})
    else:
        response = HttpResponseRedirect(to)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response

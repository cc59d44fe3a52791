"""One transaction around a request, from session to rendered page."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern


def is_non_atomic(request: HttpRequest) -> bool:
    """Whether the view said `@transaction.non_atomic_requests`, as those that use the network do."""
    urlconf = getattr(request, "urlconf", None) or settings.ROOT_URLCONF
    # Looking an address up costs a twentieth of a page, and the handler does it once more.
    if not request.path_info.startswith(_beginnings(urlconf)):
        return False
    try:
        view = resolve(request.path_info, urlconf).func
    except Http404:
        return False
    return _said_so(view)


def _said_so(view: object) -> bool:
    return bool(getattr(view, "_non_atomic_requests", None))


@lru_cache
def _beginnings(urlconf: str) -> tuple[str, ...]:
    """Return how the addresses of all such views begin, up to the first part that differs."""
    return tuple(sorted(set(_walk(get_resolver(urlconf), "", is_fixed=True))))


def _walk(resolver: URLResolver, before: str, *, is_fixed: bool) -> Iterator[str]:
    fixed, goes_on = _fixed(resolver.pattern)
    begin = before + (fixed if is_fixed else "")
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, begin, is_fixed=is_fixed and goes_on)
        elif _said_so(entry.callback):
            yield begin + (_fixed(entry.pattern)[0] if is_fixed and goes_on else "")


def _fixed(pattern: Any) -> tuple[str, bool]:
    """Return the part of a pattern that every address of it begins with, and whether that is all of it."""
    if isinstance(pattern, RoutePattern):
        fixed, differs, _rest = str(pattern).partition("<")
        return fixed, not differs
    # The resolver of all addresses says that they begin with a stroke; of other expressions nothing is known.
    return ("/", True) if str(pattern) == "^/" else ("", False)


class RequestTransaction:
    """Wraps everything including rendering; an answer of 500 and above undoes it, a 4xx does not.

    `ATOMIC_REQUESTS` would wrap the view alone: templates, sessions and error pages would run their
    queries outside, and a refusal that must be counted (a wrong code) would be rolled back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_non_atomic(request):
            return self.get_response(request)
        with transaction.atomic(durable=True):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

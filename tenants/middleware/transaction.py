"""One transaction around a request, from session to rendered page."""

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve


def is_non_atomic(request: HttpRequest) -> bool:
    """Whether the view said `@transaction.non_atomic_requests`, as those that use the network do."""
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Http404:
        return False
    return bool(getattr(view, "_non_atomic_requests", None))


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

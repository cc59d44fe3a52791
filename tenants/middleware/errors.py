"""Turns what a service refused into a page that says so."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tenants.kernel.errors import DomainError, Missing


class DomainErrorMiddleware:
    """Answers a DomainError that no view caught with its status and its message."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a refusal, or None for any other error."""
        if isinstance(error, Missing):
            raise Http404 from error
        if not isinstance(error, DomainError):
            return None
        return render(request, "errors/refusal.html", {"error": error}, status=error.status)

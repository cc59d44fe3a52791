"""Pages that did not change are not sent again, and those that are sent are sent small."""

import hashlib
import re
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_cache_control

# What a page has anew each time though nothing changed: the form token, masked for every rendering.
_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|x-csrftoken": "|data-csrf=")[A-Za-z0-9]{64}')
_TEXT = re.compile(r"(text/|application/(json|javascript|xml|[a-z.]+\+(json|xml)))|image/svg\+xml")


class PageCaching:
    """Gives pages an entity tag (RFC 9110, 8.8.3) and answers 304 to a browser that has the same.

    A page may be kept by the browser it was made for and is asked about each time: what a person sees
    is never older than their last request, and never somebody else's. An answer that says itself how
    it may be kept is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_page(request, response):
            return response
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        if "no-store" in response["Cache-Control"]:
            return response
        response["ETag"] = _tag(request, response)
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        return cast(HttpResponse, answer)


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.streaming
        and not response.has_header("ETag")
        and response.get("Content-Type", "").startswith("text/html")
    )


def _tag(request: HttpRequest, response: HttpResponse) -> str:
    """Return the tag of a page; the token's secret is in it, as the kept page's token must still hold."""
    digest = hashlib.sha256(_TOKEN.sub(rb"\1", response.content))
    digest.update(str(request.META.get("CSRF_COOKIE", "")).encode())
    # Fragments and pages live at one address and are told apart by a header.
    digest.update(request.headers.get("HX-Request", "").encode())
    return f'W/"{digest.hexdigest()[:32]}"'


class TextCompression(GZipMiddleware):
    """Compresses pages and other text; media are compressed already, and streams go out as they come.

    Django pads each answer by a random length, so that its size tells nothing about the secrets in it
    (BREACH; Kowalczyk and others, "Heal the Breach", 2022).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        """Compress an answer of text."""
        if response.streaming or not _TEXT.match(response.get("Content-Type", "")):
            return response
        return cast(HttpResponse, super().process_response(request, response))

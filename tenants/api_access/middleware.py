"""What every answer under /api/ has in common: problems, limits told, entity tags, kept answers, retirement."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from tenants.api_access.idempotency import keep_answer
from tenants.api_access.limits import Allowance
from tenants.api_access.retirement import announce
from tenants.kernel.api_errors import PROBLEM_TYPE, problem_response

ROOT = "/api/"


class ApiMiddleware:
    """Stands inside the request's transaction, so that a kept answer is written with the work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        response = self.get_response(request)
        response = _as_problem(response)
        keep_answer(request, response)
        _tell_limits(request, response)
        announce(request, response)
        return _conditional(request, response)


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Answer every failure as a problem, also those of Django itself: no such address, no token in a form."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code < 400 or kind.startswith(PROBLEM_TYPE):
        return response
    told = problem_response(status=response.status_code)
    for name in ("Allow", "WWW-Authenticate", "Retry-After"):
        if name in response.headers:
            told[name] = response[name]
    return told


def _tell_limits(request: HttpRequest, response: HttpResponse) -> None:
    found: list[Allowance] = getattr(request, "api_allowances", [])
    if found:
        response["RateLimit-Policy"] = ", ".join(one.policy for one in found)
        response["RateLimit"] = ", ".join(one.state for one in found)


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tag what was read, so that a program that has it already is told so without the body."""
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, no_store=True)
        return response
    patch_cache_control(response, private=True, no_cache=True)
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    for name in ("RateLimit", "RateLimit-Policy", "Deprecation", "Sunset", "Link"):
        if answer is not None and answer is not response and name in response.headers:
            answer[name] = response[name]
    return answer or response

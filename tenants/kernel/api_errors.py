"""The API's errors as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tenants.kernel.errors import DomainError

PROBLEM_TYPE = "application/problem+json"
# Where each `type` is explained; a relative reference, as RFC 9457 section 3.1.1 allows.
TYPES = "/api/docs/#problem-"
_KEPT_HEADERS = ("Retry-After", "WWW-Authenticate", "Allow")
_CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "refused",
    404: "missing",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}


# What each kind means, for people; the page of the API explains `type` by these.
PROBLEMS = {
    "bad_request": "The request makes no sense, such as a token in an address.",
    "parse_error": "The body is not JSON.",
    "invalid_input": "Some value is not right; errors says which field.",
    "not_authenticated": "No token, or one that is not valid on this host.",
    "refused": "The role, or the token's scope, does not allow this.",
    "missing": "There is no such thing here, or none you may see.",
    "method_not_allowed": "The address does not know this verb; Allow names those it knows.",
    "not_acceptable": "Answers are JSON only.",
    "conflict": "Somebody or something got there first.",
    "idempotency_in_progress": "The first request with this key is still at work.",
    "idempotency_key_reused": "The key was used for another request.",
    "too_large": "The body is larger than a request may carry.",
    "unsupported_media_type": "Bodies are JSON only.",
    "invalid": "It cannot be done with these values.",
    "too_many_requests": "Too many calls; wait as long as Retry-After says.",
    "error": "Our own failure. Nothing was done; try again, with the same Idempotency-Key.",
}


def problem_body(
    *,
    status: int,
    code: str = "",
    detail: str = "",
    errors: Any = None,
) -> dict[str, Any]:
    """Return a problem.

    Args:
        status: of the answer.
        code: a stable word for programs; by default the status' own.
        detail: what happened, for people, in their language.
        errors: messages by field, where some value was not right.
    """
    code = code or _CODES.get(status, "error")
    body: dict[str, Any] = {
        "type": f"{TYPES}{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    return body


def problem_response(
    *, status: int, code: str = "", detail: str = "", errors: Any = None
) -> JsonResponse:
    """Return a problem as an answer; its X-Request-Id is what to name when asking about it."""
    body = problem_body(status=status, code=code, detail=detail, errors=errors)
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


def problem(error: Exception, context: dict[str, Any]) -> Response | HttpResponse | None:
    """Return what the API answers when a view raised: RFC 9457, section 3."""
    again = getattr(error, "answer_again", None)
    if again is not None:
        return again()  # type: ignore[no-any-return]
    if isinstance(error, DomainError):
        message = str(error.message)
        told = problem_response(
            status=error.status,
            code=error.code,
            detail=message,
            errors={error.field: [message]} if error.field else None,
        )
        if error.status == 409 and error.code.endswith("in_progress"):
            told["Retry-After"] = "1"
        return told
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        told = problem_response(status=400, code="invalid_input", errors=_by_field(response.data))
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        code = _CODES.get(response.status_code, "")
        if isinstance(error, APIException) and response.status_code == 400:
            code = str(getattr(error, "default_code", code))
        told = problem_response(status=response.status_code, code=code, detail=str(detail))
    for name in _KEPT_HEADERS:
        if name in response.headers:
            told[name] = response[name]
    return told


def _by_field(data: Any) -> dict[str, Any]:
    """Return messages by field, also where DRF gives a bare list."""
    return data if isinstance(data, dict) else {"non_field_errors": data}

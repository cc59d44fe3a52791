"""The API's errors as problem details (RFC 9457)."""

from typing import Any

from django.http import JsonResponse
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tenants.kernel.errors import DomainError

PROBLEM_TYPE = "application/problem+json"


def problem(error: Exception, context: dict[str, Any]) -> Response | JsonResponse | None:
    """Return what the API answers when a view raised: RFC 9457, section 3."""
    if isinstance(error, DomainError):
        body: dict[str, Any] = {
            "type": f"about:blank#{error.code}",
            "title": str(error.message),
            "status": error.status,
        }
        if error.field:
            body["errors"] = {error.field: [str(error.message)]}
        return JsonResponse(body, status=error.status, content_type=PROBLEM_TYPE)
    response = exception_handler(error, context)
    if response is None:
        return None
    body = {"type": "about:blank", "title": response.status_text, "status": response.status_code}
    if isinstance(error, ValidationError):
        body["errors"] = response.data
    elif isinstance(response.data, dict) and "detail" in response.data:
        body["detail"] = str(response.data["detail"])
    headers = {
        name: value
        for name, value in response.items()
        if name in ("Retry-After", "WWW-Authenticate", "Allow")
    }
    return JsonResponse(
        body, status=response.status_code, content_type=PROBLEM_TYPE, headers=headers
    )

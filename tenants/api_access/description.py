"""The API's description: what every operation has in common is written into it here, once.

How one calls (security), what failures look like (problem details), idempotency keys, limits, tags.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from tenants.kernel.api_errors import PROBLEM_TYPE, problem_body

_VERBS = ("get", "post", "put", "patch", "delete")
ABOUT = """Everything a program may do for a company, or for one person.

**Calling.** `Authorization: Bearer smh_…` with a personal token (Account › API tokens; it acts as you) or
a service token (Manage › API tokens; it belongs to the company). A token in an address is refused. A
browser's session works too, with its CSRF token.

**Versions.** Within `/api/v1/` we only add: addresses, optional parameters, fields. Ignore fields you do
not know. What goes away says so half a year before, by `Deprecation` and `Sunset`.

**Lists.** `page` counts from 1, `count` is of all pages, `results` are in a stable order; filters and
`sort` are parameters of the address. A value that is not understood is answered 400, never passed over.

**Reading again.** Answers carry an `ETag`; send it as `If-None-Match` and get 304 while nothing changed.

**Writing once.** Give every POST an `Idempotency-Key`. The same key and body is answered as before
(`Idempotency-Replayed: true`), for 24 hours; another body with the same key is answered 422; while the
first is at work, 409.

**Limits.** Per minute, by token, person and company; calls without a good token by their address alone.
`RateLimit-Policy` and `RateLimit` tell what is left; a 429 has `Retry-After` in seconds.

**Failures.** `application/problem+json` (RFC 9457). `code` is a stable word; `errors` has messages by
field. Name the `X-Request-Id` of the answer when you ask us about it.
"""
_MEANINGS = {
    "400": "Something in the request is not right; `errors` says which field.",
    "401": "No token, or one that is not valid here.",
    "403": "The role or the token's scope does not allow this.",
    "404": "There is no such thing, or none you may see.",
    "405": "Not with this verb.",
    "406": "Answers are JSON.",
    "409": "Somebody or something got there first, or the first request with this key is at work.",
    "415": "Bodies are JSON.",
    "422": "It cannot be done with these values, or the Idempotency-Key was used otherwise.",
    "429": "Too many calls; wait as long as Retry-After says.",
}
_READING = ("400", "401", "403", "404", "406", "429")
_WRITING = (*_READING, "409", "415", "422")


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells drf-spectacular how a token is sent."""

    target_class = "tenants.api_access.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "smh_…",
            "description": "A personal or service token.",
        }


def complete(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Add to the generated description what all operations share. A hook of drf-spectacular."""
    result["info"]["description"] = ABOUT
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["responses"] = {_name(status): _response(status) for status in _MEANINGS}
    components["headers"] = _HEADERS
    for path, operations in result["paths"].items():
        for verb in _VERBS:
            if verb in operations:
                _complete(path, verb, operations[verb])
    return result


def _complete(path: str, verb: str, operation: dict[str, Any]) -> None:
    operation["tags"] = [path.removeprefix("/api/v1/").strip("/").partition("/")[0] or "api"]
    responses = operation["responses"]
    for answer in responses.values():
        answer.setdefault("headers", {}).update(
            {name: {"$ref": f"#/components/headers/{name}"} for name in _TOLD}
        )
    for status in _READING if verb == "get" else _WRITING:
        responses.setdefault(status, {"$ref": f"#/components/responses/{_name(status)}"})
    if verb == "post":
        operation.setdefault("parameters", []).append(_KEY)


def _name(status: str) -> str:
    return f"Problem{status}"


def _response(status: str) -> dict[str, Any]:
    example = problem_body(status=int(status), detail=_MEANINGS[status].replace("`", ""))
    if status == "400":
        example |= {"code": "invalid_input", "errors": {"name": ["This field is required."]}}
    found: dict[str, Any] = {
        "description": _MEANINGS[status],
        "content": {
            PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
    if status == "429":
        found["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return found


_TOLD = ("RateLimit", "RateLimit-Policy", "X-Request-Id")
_TEXT = {"type": "string"}
_HEADERS = {
    "RateLimit": {
        "description": "What is left: r calls, for t more seconds.",
        "schema": _TEXT,
        "example": '"token";r=297;t=42',
    },
    "RateLimit-Policy": {
        "description": "The limits: q calls in w seconds.",
        "schema": _TEXT,
        "example": '"token";q=300;w=60',
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "X-Request-Id": {"description": "Name it when you ask us.", "schema": _TEXT},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Yours, new for every new thing to be done. Kept for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "5f0c2a1e-7c7e-4a52-9d5c-6f1d0c0f4e51",
}
_PROBLEM = {
    "type": "object",
    "description": "A failure (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "Where this kind of failure is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "A stable word for programs."},
        "detail": {"type": "string", "description": "What happened, for people."},
        "errors": {
            "type": "object",
            "description": "Messages by field.",
            "additionalProperties": True,
        },
    },
    "required": ["type", "title", "status"],
}

"""The API's description as a page shows it: operations by area, with parameters, bodies and examples."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from tenants.api_access.description import ABOUT
from tenants.api_access.enums import Scope


@dataclass(frozen=True)
class Value:
    """One parameter or field."""

    name: str
    kind: str
    where: str
    required: bool
    about: str


@dataclass(frozen=True)
class Operation:
    """One verb of one address."""

    id: str
    verb: str
    path: str
    summary: str
    scope: str
    parameters: tuple[Value, ...]
    body: tuple[Value, ...]
    answers: tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True)
class Chapter:
    """The operations of one area."""

    name: str
    operations: tuple[Operation, ...]


def about() -> str:
    """Return the introduction, as Markdown."""
    return ABOUT


@cache
def chapters(urlconf: str) -> tuple[Chapter, ...]:
    """Return what there is on a host, by area. Made once per process: it is in the code."""
    schema: dict[str, Any] = SchemaGenerator(urlconf=urlconf).get_schema(public=True)
    found: dict[str, list[Operation]] = {}
    for path, operations in schema["paths"].items():
        for verb, operation in operations.items():
            if "responses" in operation and path.startswith("/api/v1/"):
                found.setdefault(operation["tags"][0], []).append(
                    _operation(schema, path, verb, operation)
                )
    return tuple(Chapter(name, tuple(rows)) for name, rows in sorted(found.items()))


def _operation(
    schema: dict[str, Any], path: str, verb: str, operation: dict[str, Any]
) -> Operation:
    parameters = tuple(
        Value(
            one["name"],
            _kind(one["schema"]),
            one["in"],
            bool(one.get("required")),
            one.get("description", ""),
        )
        for one in operation.get("parameters", [])
    )
    answers = tuple(
        (status, _fields(schema, answer))
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    )
    return Operation(
        id=operation["operationId"],
        verb=verb.upper(),
        path=path,
        summary=operation.get("description", ""),
        scope=_scope(path, verb),
        parameters=parameters,
        body=_fields(schema, operation.get("requestBody", {})),
        answers=answers,
    )


_AREAS = {
    "me": "account",
    "enrolments": "learning",
    "certificates": "learning",
    "departments": "teams",
}


def _scope(path: str, verb: str) -> str:
    area = path.removeprefix("/api/v1/").partition("/")[0]
    value = f"{_AREAS.get(area, area)}:{'read' if verb == 'get' else 'write'}"
    return value if value in Scope.values else ""


def _fields(schema: dict[str, Any], holder: dict[str, Any]) -> tuple[Value, ...]:
    """Return the fields of a body, one level deep; of a list, those of its items."""
    content = holder.get("content", {}).get("application/json", {}).get("schema", {})
    rule = _resolved(schema, content)
    if rule.get("type") == "array":
        rule = _resolved(schema, rule["items"])
    needed = rule.get("required", [])
    return tuple(
        Value(name, _kind(one), "body", name in needed, one.get("description", ""))
        for name, one in rule.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    name = rule.get("$ref", "").rpartition("/")[2]
    return schema["components"]["schemas"][name] if name else rule


def _kind(rule: dict[str, Any]) -> str:
    if "$ref" in rule:
        return str(rule["$ref"]).rpartition("/")[2]
    if "oneOf" in rule or "allOf" in rule or "anyOf" in rule:
        parts = rule.get("oneOf") or rule.get("allOf") or rule["anyOf"]
        return " | ".join(_kind(one) for one in parts)
    if "enum" in rule:
        return " | ".join(str(one) for one in rule["enum"])
    if rule.get("type") == "array":
        return f"[{_kind(rule['items'])}]"
    kind = rule.get("type", "any")
    word = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{word} ({rule['format']})" if "format" in rule else word

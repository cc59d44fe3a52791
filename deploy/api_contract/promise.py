"""What a program can rely on, read from the API's description: addresses, fields with their types, scopes, codes."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from tenants.api_access.enums import Scope
from tenants.kernel.api_errors import PROBLEMS

# The kinds of host and the addresses they have.
HOSTS = {"company": "deploy.urls_tenant", "public": "deploy.urls_public"}
ROOT = "/api/v1/"
# What narrows a value beyond its type.
BOUNDS = (
    "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern",
)  # fmt: skip
Promise = dict[str, Any]
_SOME_ID = "00000000-0000-0000-0000-000000000000"


def promise_path(host: str) -> Path:
    """Return where the promise of a kind of host lies."""
    return Path(settings.ROOT) / "deploy" / "api_contract" / f"v1-{host}.json"


def promised(host: str) -> Promise:
    """Return what was promised so far; nothing at all where nothing is written."""
    path = promise_path(host)
    found: Promise = json.loads(path.read_text()) if path.exists() else {}
    return found


def as_text(promise: Promise) -> str:
    """Return a promise as it is written down: a line for each field, so that a change reads as one."""
    return f"{_written(promise, '')}\n"


def _written(value: Any, before: str) -> str:
    if not isinstance(value, dict) or not any(isinstance(one, dict) for one in value.values()):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    inner = ",\n".join(
        f"{before} {json.dumps(name)}: {_written(value[name], f'{before} ')}"
        for name in sorted(value)
    )
    return f"{{\n{inner}\n{before}}}"


def current_promise(host: str) -> Promise:
    """Return what the code says now.

    Args:
        host: one of HOSTS.

    Returns:
        `scopes` and `problems`, the words that exist; `operations` by verb and address, each with its scope,
        its parameters and the fields of its body, and for each good answer the fields of it. A field's name is
        its path (`results[].id`); its value says which types it may have, and what bounds them.
    """
    schema: dict[str, Any] = SchemaGenerator(urlconf=HOSTS[host]).get_schema(public=True)
    operations = {
        f"{verb.upper()} {path}": _operation(schema, HOSTS[host], verb, path, operation)
        for path, verbs in schema["paths"].items()
        if path.startswith(ROOT)
        for verb, operation in verbs.items()
    }
    return {
        "scopes": sorted(Scope.values),
        "problems": sorted(PROBLEMS),
        "operations": operations,
    }


def _operation(
    schema: dict[str, Any], urlconf: str, verb: str, path: str, operation: dict[str, Any]
) -> Promise:
    asked = {
        f"{one['in']} {one['name']}": _value(schema, one["schema"])
        | ({"required": True} if one.get("required") else {})
        for one in operation.get("parameters", [])
    }
    answers = {
        status: _fields(schema, _content(answer))
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }
    return {
        "scope": _scope(urlconf, verb, path),
        "parameters": asked,
        "body": _fields(schema, _content(operation.get("requestBody", {}))),
        "answers": answers,
    }


def _scope(urlconf: str, verb: str, path: str) -> str:
    """Return the scope that the view itself asks for."""
    view: Any = resolve(re.sub(r"\{\w+\}", _SOME_ID, path), urlconf).func
    found = [permission.scope_of(verb.upper()) for permission in view.cls.permission_classes]
    return " ".join(str(scope) for scope in found if scope is not None)


def _content(holder: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _fields(
    schema: dict[str, Any], rule: dict[str, Any], path: str = "", required: bool = True
) -> dict[str, Promise]:
    """Return every field of a body by its path, with those of what it holds."""
    found: dict[str, Promise] = {}
    if path:
        found[path] = _value(schema, rule) | ({"required": True} if required else {})
    for one in _alternatives(schema, rule):
        needed = one.get("required", [])
        for name, inner in one.get("properties", {}).items():
            found |= _fields(schema, inner, f"{path}.{name}".lstrip("."), name in needed)
        if "items" in one:
            found |= _fields(schema, one["items"], f"{path}[]")
        if isinstance(one.get("additionalProperties"), dict):
            found |= _fields(schema, one["additionalProperties"], f"{path}.*".lstrip("."))
    return found


def _alternatives(schema: dict[str, Any], rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the plain rules that a rule comes down to: references followed, unions taken apart."""
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return _alternatives(schema, schema["components"]["schemas"][name])
    for union in ("oneOf", "anyOf", "allOf"):
        if union in rule:
            return [plain for part in rule[union] for plain in _alternatives(schema, part)]
    return [rule]


def _value(schema: dict[str, Any], rule: dict[str, Any]) -> Promise:
    """Return a value's types, its words if there is a list of them, and its bounds."""
    types: set[str] = set()
    words: set[str] = set()
    bounds: Promise = {}
    for one in _alternatives(schema, rule):
        if "enum" in one:
            words |= {json.dumps(word, ensure_ascii=False) for word in one["enum"]} - {"null"}
        kinds = one.get("type", "null" if one.get("enum") == [None] else "any")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            types.add(f"{kind} {one['format']}" if "format" in one and kind != "null" else kind)
        if None in one.get("enum", []):
            types.add("null")
        bounds |= {name: one[name] for name in BOUNDS if name in one}
    found: Promise = {"types": sorted(types)}
    if words:
        found["words"] = sorted(words)
    return found | bounds

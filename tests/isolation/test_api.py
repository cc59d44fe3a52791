"""The API by its own schema: every path is among the addresses tried, every id in a body is tried here."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.isolation.answers import ask, fingerprint, told
from tests.isolation.conftest import Worlds
from tests.isolation.endpoints import ROLES, endpoints
from tests.isolation.test_endpoints import _same

# What else a body needs for its ids to be looked at.
REST: dict[str, Any] = {
    "due_on": "2030-01-31",
    "note": "",
    "ranges": [[0, 1000]],
    "position_ms": 1000,
    "name": "South",
}
# Names of ids in bodies that are not the noun's own; an unknown one fails, so that it is added here.
NOUNS = {"parent_id": "department_id"}


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator(urlconf="deploy.urls_tenant").get_schema(public=True)
    return schema


def _bodies() -> list[tuple[str, str, dict[str, Any]]]:
    """Return path, verb and properties of every operation whose body holds ids."""
    schema = _schema()
    found = []
    for path, operations in schema["paths"].items():
        for verb, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
            component = schema["components"]["schemas"].get(reference.rpartition("/")[2], {})
            properties = component.get("properties", {})
            if any("uuid" in str(rule) for rule in properties.values()):
                found.append((path, verb, properties))
    return found


def test_every_path_of_the_schema_is_among_the_addresses_tried() -> None:
    tried = {endpoint.template for endpoint in endpoints()}
    assert set(_schema()["paths"]) - tried == set()
    assert any("{" in path for path in _schema()["paths"])


@pytest.mark.parametrize(
    ("path", "verb", "properties"), _bodies(), ids=lambda value: str(value)[:60]
)
def test_another_companys_ids_in_a_body_do_not_exist(
    path: str,
    verb: str,
    properties: dict[str, Any],
    worlds: Worlds,
    record_property: Callable[[str, object], None],
) -> None:
    own, foreign = worlds.own, worlds.foreign
    names = [name for name, rule in properties.items() if "uuid" in str(rule)]
    before = fingerprint(foreign.tenant)
    address = path.format(**{name: own.id_for(name, path) for name in _placeholders(path)})
    cases = 0
    for role in ROLES:
        for swapped in names:
            answers = []
            for pick in (foreign.ids.__getitem__, lambda _noun: uuid4()):
                body = {name: REST[name] for name in properties if name in REST}
                for name in names:
                    noun = NOUNS.get(name, name.removesuffix("s"))
                    value = str((pick if name == swapped else own.ids.__getitem__)(noun))
                    body[name] = [value] if properties[name].get("type") == "array" else value
                answers.append(told(ask(worlds.clients[role], verb, address, body, as_json=True)))
            _same(
                answers[0], answers[1], f"{verb.upper()} {path} as {role} with a foreign {swapped}"
            )
            cases += 1
    assert fingerprint(foreign.tenant) == before
    record_property("isolation_cases", cases)


def _placeholders(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]

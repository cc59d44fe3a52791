"""The API described: for people on a page, for programs by OpenAPI."""

from collections.abc import Callable

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from tenants.accounts.enums import Role
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.mark.parametrize("urlconf", ["deploy.urls_tenant", "deploy.urls_public"])
def test_the_description_is_complete(urlconf: str) -> None:
    schema = SchemaGenerator(urlconf=urlconf).get_schema(public=True)
    validate_schema(schema)
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operations in schema["paths"].items():
        for verb, operation in operations.items():
            where = f"{verb} {path}"
            assert {"401", "403", "429"} <= set(operation["responses"]), where
            assert operation["description"], where
            names = [one["name"] for one in operation.get("parameters", [])]
            assert ("Idempotency-Key" in names) is (verb == "post"), where


def test_the_page_shows_every_operation(acme: TenantInfo, browser_of: Browser) -> None:
    schema = SchemaGenerator(urlconf="deploy.urls_tenant").get_schema(public=True)
    page = browser_of(acme).get("/api/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    for path in schema["paths"]:
        if path.startswith("/api/v1/"):
            assert path in text
    for word in (
        "<strong>Calling.</strong>",
        "Idempotency-Key",
        "people:write",
        'id="problem-conflict"',
    ):
        assert word in text


def test_the_public_page_shows_what_is_there(public: TenantInfo, browser_of: Browser) -> None:
    text = browser_of(public).get("/api/docs/").content.decode()
    assert ("/api/v1/courses/" in text, "/api/v1/people/" in text) == (True, False)


def test_programs_get_the_description(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
    answer = browser_of(acme, owner).get("/api/schema/", headers={"accept": "application/json"})
    assert answer.json()["openapi"].startswith("3.1")

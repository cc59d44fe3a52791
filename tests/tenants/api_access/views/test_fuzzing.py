"""schemathesis against a throwaway company and the public site: whatever fits the description, and what does not, is answered as described."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.test import Client, override_settings
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoDbBlocker
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from deploy.wsgi import application
from tenants.accounts.enums import Role
from tenants.schemas import PUBLIC, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.tokens import personal_token, service_token
from tests.isolation.world import build_world
from tests.pages.public_world import build_public_world

# `deploy/test --all` sets it higher. A company's two people ask with all of them, the others with half.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
WIDE = dict.fromkeys(("token", "person", "address", "company"), 1_000_000)


@dataclass(frozen=True)
class Place:
    """A kind of host, and who calls there."""

    host: str
    urlconf: str
    callers: tuple[str, ...]


PLACES = (
    Place("acme.localhost", "deploy.urls_tenant", ("owner", "learner", "service")),
    Place("localhost", "deploy.urls_public", ("consumer",)),
)


def _operations(urlconf: str) -> list[Any]:
    raw = SchemaGenerator(urlconf=urlconf).get_schema(public=True)
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = application
    schema.config.generation.update(modes=list(GenerationMode), allow_x00=False)
    # 422: well-formed, and impossible, such as a date that has passed.
    accepted = schema.config.checks.positive_data_acceptance
    accepted.expected_statuses = [*accepted.expected_statuses, "422"]
    return [
        result.ok()
        for result in schema.get_all_operations()
        if result.ok().path.startswith("/api/v1/")
    ]


def _cases() -> list[Any]:
    return [
        pytest.param(place.host, operation, who, id=f"{place.host}-{who}-{operation.label}")
        for place in PLACES
        for operation in _operations(place.urlconf)
        for who in place.callers
    ]


@pytest.fixture(scope="module")
def secrets(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """A company and the public site with one of everything, and tokens of whoever calls there."""
    with django_db_blocker.unblock(), override_settings(API_LIMITS=WIDE):
        database.empty_everything()
        world = build_world(database.company("acme"))
        with in_tenant(world.tenant):
            found = {
                "owner": personal_token(UserFactory(roles=[Role.OWNER])).secret,
                "learner": personal_token(world.people["learner"]).secret,
                "service": service_token().secret,
            }
        people = build_public_world(world.tenant).people
        with in_tenant(PUBLIC):
            found["consumer"] = personal_token(people["consumer"]).secret
        yield found
        database.empty_everything()


@pytest.mark.parametrize(("host", "operation", "who"), _cases())
def test_answers_are_as_described(
    host: str, operation: Any, who: str, secrets: dict[str, str]
) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES if who in ("owner", "learner") else EXAMPLES // 2,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        # It does not unpack what it gets.
        headers = {
            "Authorization": f"Bearer {secrets[who]}",
            "Host": host,
            "Accept-Encoding": "identity",
        }
        response = case.call(headers=headers, base_url=f"http://{host}")
        # It sends tokens of its own making and takes ours for them; test_calling.py tries bad ones.
        case.validate_response(response, excluded_checks=[ignored_auth])

    ask()


@pytest.mark.parametrize(
    ("host", "who", "path"),
    [
        ("acme.localhost", "owner", "/api/v1/people/"),
        ("acme.localhost", "learner", "/api/v1/enrolments/"),
        ("acme.localhost", "service", "/api/v1/people/"),
        ("localhost", "consumer", "/api/v1/enrolments/"),
    ],
)
def test_who_asks_is_let_in(host: str, who: str, path: str, secrets: dict[str, str]) -> None:
    """Answers to a caller whom everything refuses would be as described, too."""
    headers = {"host": host, "authorization": f"Bearer {secrets[who]}"}
    answer = Client(headers=headers).get(path)
    said = answer.json()
    rows = said["results"] if isinstance(said, dict) else said
    assert (answer.status_code, bool(rows)) == (200, True)


def test_both_kinds_of_host_are_asked() -> None:
    """The public site has what both kinds share; a company has more."""
    labels = {place.host: {one.label for one in _operations(place.urlconf)} for place in PLACES}
    assert labels["localhost"] < labels["acme.localhost"]
    assert "GET /api/v1/people/" in labels["acme.localhost"]

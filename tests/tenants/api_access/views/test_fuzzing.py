"""schemathesis against a throwaway company: whatever fits the description, and what does not, is answered as described."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.test import override_settings
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoDbBlocker
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from deploy.wsgi import application
from tenants.accounts.enums import Role
from tenants.schemas import in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.tokens import personal_token
from tests.isolation.world import build_world

# `deploy/test --all` sets it higher.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
WIDE = dict.fromkeys(("token", "person", "address", "company"), 1_000_000)


def _operations() -> list[Any]:
    raw = SchemaGenerator(urlconf="deploy.urls_tenant").get_schema(public=True)
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


@pytest.fixture(scope="module")
def secrets(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """A company with one of everything, and tokens of its owner and of a learner."""
    with django_db_blocker.unblock(), override_settings(API_LIMITS=WIDE):
        database.empty_everything()
        world = build_world(database.company("acme"))
        with in_tenant(world.tenant):
            found = {
                "owner": personal_token(UserFactory(roles=[Role.OWNER])).secret,
                "learner": personal_token(world.people["learner"]).secret,
            }
        yield found
        database.empty_everything()


@pytest.mark.parametrize("who", ["owner", "learner"])
@pytest.mark.parametrize("operation", _operations(), ids=lambda one: one.label)
def test_answers_are_as_described(operation: Any, who: str, secrets: dict[str, str]) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
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
            "Host": "acme.localhost",
            "Accept-Encoding": "identity",
        }
        response = case.call(headers=headers, base_url="http://acme.localhost")
        # It sends tokens of its own making and takes ours for them; test_calling.py tries bad ones.
        case.validate_response(response, excluded_checks=[ignored_auth])

    ask()

"""Two companies with one of everything each, and the count of what was tried."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tenants.schemas import in_tenant
from tests import database
from tests.isolation.endpoints import ROLES
from tests.isolation.world import World, build_world


@dataclass(frozen=True)
class Worlds:
    """`own` is the company that is visited, `foreign` the one whose ids are tried there."""

    own: World
    foreign: World
    clients: dict[str, Client]


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    """Committed rows, without a transaction around them, as in production."""
    with django_db_blocker.unblock():
        database.empty_everything()
        own = build_world(database.company("acme"))
        foreign = build_world(database.company("zenith"))
        clients = {}
        for role in ROLES:
            clients[role] = Client(
                headers={"host": "acme.localhost"}, raise_request_exception=False
            )
            if role != "anonymous":
                with in_tenant(own.tenant):
                    clients[role].force_login(own.people[role])
        yield Worlds(own, foreign, clients)
        database.empty_everything()

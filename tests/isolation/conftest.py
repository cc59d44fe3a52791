"""Two companies with one of everything each, and the count of what was tried."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tenants.accounts.models import User
from tenants.schemas import in_tenant
from tests import database
from tests.isolation.endpoints import ROLES
from tests.isolation.world import World, build_world

# Hundreds of calls a minute come from here: what is answered must not depend on how many came before.
_WIDE = dict.fromkeys(("token", "person", "address", "company"), 1_000_000)


@dataclass(frozen=True)
class Worlds:
    """`own` is the company that is visited, `foreign` the one whose ids are tried there."""

    own: World
    foreign: World
    clients: dict[str, Client]


def prove(client: Client, person: User) -> None:
    """Let somebody have proved just now who they are, so that step-up does not hide what is behind it."""
    session = client.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() + 3600, "email": person.email}
    ]
    session.save()


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Worlds]:
    """Committed rows, without a transaction around them, as in production."""
    with django_db_blocker.unblock(), override_settings(API_LIMITS=_WIDE):
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
                    prove(clients[role], own.people[role])
        yield Worlds(own, foreign, clients)
        database.empty_everything()

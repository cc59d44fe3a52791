"""Fixtures for everyone. None of them enters a schema on a test's behalf: say `with in_tenant(acme):`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tenants.kernel import names
from tenants.middleware.certificates import answers
from tenants.middleware.host import hosts
from tenants.privacy.gate import agreement_in_force
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests import database
from tests.counterparts import counterparts, counterparts_server

__all__ = ["counterparts", "counterparts_server"]  # fixtures

# Examples are not timed: how long one takes says how busy the machine is, which others share.
hypothesis_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")


def _take_own_cache(database_name: str) -> None:
    """Give this process a database of Redis to itself, for the cache and for workers' heartbeats.

    A test that empties the cache, or says when a worker was last heard of, says so to its own process
    alone. The first database is the broker's. A thread's connection is made from these settings, too.
    """
    number = int(database_name.removeprefix("smh_t")) % 15 + 1
    own = caches.settings["default"]
    own["LOCATION"] = urlunsplit(urlsplit(own["LOCATION"])._replace(path=f"/{number}"))
    own["KEY_PREFIX"] = database_name
    settings.REDIS_URL = own["LOCATION"]
    del caches["default"]


def _take_own_folder(database_name: str) -> None:
    """Keep this process' files apart: two may have companies whose schemas are called the same."""
    where = settings.STORAGES["default"]["OPTIONS"]
    where["location"] = str(Path(where["location"]) / database_name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make or reuse this process' database."""
    with django_db_blocker.unblock(), database.claimed_database() as name:
        database.prepare(name)
        _take_own_cache(name)
        _take_own_folder(name)
        yield
        database.leave()


@pytest.fixture(scope="session")
def public() -> TenantInfo:
    """The shared schema."""
    return PUBLIC


@pytest.fixture
def acme(db: None) -> TenantInfo:
    """A company; English."""
    return database.company("acme")


@pytest.fixture
def zenith(db: None) -> TenantInfo:
    """Another company; Hindi."""
    return database.company("zenith")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real transactions, as in production: what the test commits is removed afterwards.

    Take it instead of the `django_db` mark, with the companies from `database.company(slug)`.
    """
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            database.empty_everything()


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what a process would remember from one request to the next."""
    hosts.forget()
    answers.forget()
    for one in caches.all(initialized_only=True):
        one._away_until = 0.0  # type: ignore[attr-defined]  # a test before may have had Redis away
    yield
    hosts.forget()
    if "db" in request.fixturenames or "committed" in request.fixturenames:
        with in_tenant(PUBLIC):
            cache.clear()


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    """Return `browser_of(tenant, user=None)`: a test client on the tenant's host, signed in.

    On the public site the person has agreed to the terms, unless `agreed=False`.
    """

    def open_client(
        tenant: TenantInfo, user: Any = None, *, agreed: bool = True, **options: Any
    ) -> Client:
        host = names.origin(tenant).partition("://")[2]
        client = Client(headers={"host": host}, **options)
        if user is not None:
            with in_tenant(tenant):
                client.force_login(user)
                if tenant.is_public and agreed:
                    session = client.session
                    session["agreed"] = agreement_in_force()
                    session.save()
        return client

    return open_client


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many isolation cases were tried, over all processes."""
    cases = sum(
        value
        for report in terminalreporter.stats.get("passed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "isolation_cases"
    )
    if cases:
        terminalreporter.write_line(f"Isolation: {cases} cases tried, none leaked.")

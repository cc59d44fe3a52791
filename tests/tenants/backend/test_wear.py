"""A connection is replaced after so many schemas: what its backend learnt of them would fill the memory."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tenants.backend.base import DatabaseWrapper
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.database import company


def _backend(through: Any = connection) -> int:
    with through.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def two_at_most(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """This thread's connection, new, serves two schemas."""
    connection.close()
    monkeypatch.setattr(connections["default"], "_most_schemas", 2)


def test_the_third_schema_gets_another_backend(two_at_most: None) -> None:
    acme, zenith = company("acme"), company("zenith")  # read in public
    connection.close()
    with in_tenant(acme):
        first = _backend()
    with in_tenant(zenith):
        assert _backend() == first
    with in_tenant(acme):
        assert _backend() == first
    with in_public():
        assert _backend() != first


def test_within_a_transaction_it_stays(two_at_most: None) -> None:
    acme, zenith = company("acme"), company("zenith")
    connection.close()
    with in_tenant(acme), transaction.atomic():
        first = _backend()
        with in_tenant(zenith):
            assert _backend() == first
        with in_public():
            assert _backend() == first
        assert _backend() == first


def test_the_owners_which_holds_locks_is_never_replaced() -> None:
    assert "MOST_SCHEMAS" not in connections.settings["owner"]
    assert connections.settings["default"]["MOST_SCHEMAS"] == 150


@pytest.fixture
def pooled(committed: None) -> Iterator[DatabaseWrapper]:
    """A connection as a web process has it: one from a pool of one."""
    wrapper = DatabaseWrapper(
        {
            **connections.settings["default"],
            "MOST_SCHEMAS": 2,
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 1, "timeout": 5.0}},
        },
        alias="pooled",
    )
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def _request(wrapper: DatabaseWrapper, tenant: TenantInfo) -> int:
    wrapper.set_tenant(tenant)
    backend = _backend(wrapper)
    wrapper.set_tenant(None)
    wrapper.close()
    return backend


def test_the_pool_replaces_a_worn_connection_when_it_comes_back(
    pooled: DatabaseWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    acme, zenith = company("acme"), company("zenith")
    with caplog.at_level(logging.WARNING, "psycopg.pool"):
        first = _request(pooled, acme)
        assert _request(pooled, acme) == first
        assert _request(pooled, zenith) == first
        second = _request(pooled, acme)
        assert second != first
        assert _request(pooled, acme) == second
    assert caplog.text == ""
    with in_public(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [first])
        assert cursor.fetchone() == (0,)

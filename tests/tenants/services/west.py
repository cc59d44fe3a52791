"""A second cluster for tests: another database on the same server, with roles of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from tenants.backend import faces
from tenants.backend.bootstrap import ensure_database
from tenants.backend.faces import DIRECTORY, home
from tenants.backend.names import role_name
from tenants.kernel import directory
from tenants.services.migration import OWNER

WEST = f"{OWNER}@west"


@contextmanager
def west_cluster() -> Iterator[str]:
    """Give the alias of its owner until the block ends."""
    admin = os.environ["ADMIN_DATABASE_URL"]
    name = f"{connections[OWNER].settings_dict['NAME']}_west"
    ensure_database(admin, name)
    connections.settings[WEST] = {**connections.settings[OWNER], "NAME": name}
    try:
        yield WEST
    finally:
        connections[WEST].close()
        delattr(connections._connections, WEST)  # type: ignore[attr-defined]
        del connections.settings[WEST]
        _forget(admin, name)


def _forget(admin: str, name: str) -> None:
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        left = server.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [role_name(name, "")]
        )
        for (role,) in left.fetchall():
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def rows_at(alias: str, schema: str, table: str) -> int | None:
    """Return how many rows a table has at the end of an owner's connection; None without a schema."""
    with _raw(alias) as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{schema}.{table}"])
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')
        return int(cursor.fetchone()[0])


@contextmanager
def _raw(alias: str) -> Iterator[Any]:
    connection = connections[alias]
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        yield cursor


def may_write(alias: str, schema: str) -> bool:
    """Whether the schema's role may add people there."""
    role = role_name(str(connections[alias].settings_dict["NAME"]), schema)
    with _raw(alias) as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, %s, 'INSERT')", [role, f"{schema}.accounts_user"]
        )
        return bool(cursor.fetchone()[0])


def cluster_of(slug: str) -> str:
    """Return where the directory says that a company lives."""
    with _raw(OWNER) as cursor:
        cursor.execute("SELECT cluster FROM public.tenants_tenant WHERE slug = %s", [slug])
        return str(cursor.fetchone()[0])


@contextmanager
def serving_west() -> Iterator[None]:
    """Be a process of the west cluster until the block ends: home there, the directory where we were."""
    main = connections.settings["default"]
    west = {**main, "NAME": connections.settings[WEST]["NAME"]}
    connections.settings[DIRECTORY] = {**main, "NAME": connections["default"].settings_dict["NAME"]}
    usual, at_home, cluster = connections["default"], home(), settings.CLUSTER
    there = connections.create_connection("default")
    there.settings_dict = {**there.settings_dict, **west}
    connections["default"] = faces._homes.connection = there
    settings.CLUSTER = "west"
    try:
        yield
    finally:
        settings.CLUSTER = cluster
        connections["default"], faces._homes.connection = usual, at_home
        there.close()
        if hasattr(connections._connections, DIRECTORY):  # type: ignore[attr-defined]
            connections[DIRECTORY].close()
            delattr(connections._connections, DIRECTORY)  # type: ignore[attr-defined]
        del connections.settings[DIRECTORY]
        directory._last_known.forget()


@contextmanager
def directory_away() -> Iterator[None]:
    """Have nobody answer where the directory is, until the block ends."""
    config = connections[DIRECTORY].settings_dict
    connections[DIRECTORY].close()
    port, config["PORT"] = config["PORT"], 1
    try:
        yield
    finally:
        connections[DIRECTORY].close()
        config["PORT"] = port
        directory._last_known._ask_again = 0.0

"""Postgres roles and rights of one schema. Run over the owner's connection.

`smh_app`, which the application signs in as, has no right of its own: it is a member of each schema's
role WITH INHERIT FALSE, SET TRUE (Postgres 16), and takes on one at a time.
"""

from collections.abc import Iterable
from typing import Any

from tenants.backend.names import APP_ROLE, EXTENSIONS_SCHEMA, PUBLIC_SCHEMA, role_name


def create_schema(cursor: Any, *, database: str, schema: str) -> None:
    """Create a schema and the only role that may use it.

    A role left over from a crashed attempt is taken over; a schema of that name is an error.
    """
    role = role_name(database, schema)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f'CREATE ROLE "{role}" NOLOGIN')
        cursor.execute(f'GRANT "{role}" TO {APP_ROLE} WITH INHERIT FALSE, SET TRUE')
    cursor.execute(f'CREATE SCHEMA "{schema}"')


def grant_schema(
    cursor: Any, *, database: str, schema: str, append_only: Iterable[str] = ()
) -> None:
    """Give a schema's role its rights on every table there is now.

    Args:
        cursor: on the owner's connection.
        database: the database's name, part of the role's.
        schema: the schema.
        append_only: tables on which the role may insert and read, never change.

    """
    role = role_name(database, schema)
    cursor.execute(f'GRANT USAGE ON SCHEMA "{schema}", {EXTENSIONS_SCHEMA} TO "{role}"')
    cursor.execute(
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO "{role}"'
    )
    cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "{schema}" TO "{role}"')
    cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{schema}".django_migrations FROM "{role}"')
    for table in append_only:
        cursor.execute("SELECT to_regclass(%s)", [f'"{schema}"."{table}"'])
        if cursor.fetchone()[0] is not None:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{schema}"."{table}" FROM "{role}"')


def drop_schema(cursor: Any, *, database: str, schema: str) -> None:
    """Drop a company's schema with all it holds, and its role. `public` is refused."""
    if schema == PUBLIC_SCHEMA:
        raise ValueError("public is never dropped")
    role = role_name(database, schema)
    cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is not None:
        # Who made a role may hand it out (Postgres 16), also to itself; only a member may take away
        # what was granted to it.
        cursor.execute(f'GRANT "{role}" TO CURRENT_USER WITH INHERIT TRUE')
        cursor.execute(f'DROP OWNED BY "{role}"')
        cursor.execute(f'DROP ROLE "{role}"')

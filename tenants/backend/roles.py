"""Postgres roles and rights of one schema. Run over the owner's connection.

`smh_app`, which the application signs in as, has no right of its own: it is a member of each schema's
role WITH INHERIT FALSE, SET TRUE (Postgres 16), and takes on one at a time.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tenants.backend.names import APP_ROLE, PUBLIC_SCHEMA, role_name


def create_role(cursor: Any, *, database: str, schema: str) -> None:
    """Create the only role that may use a schema, unless a crashed attempt left it.

    Raises:
        RuntimeError: when `smh_app` would inherit what the role may do; `bootstrap` sees to that.
    """
    role = role_name(database, schema)
    cursor.execute(
        "SELECT rolinherit, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)"
        " FROM pg_roles WHERE rolname = %s",
        [role, APP_ROLE],
    )
    inherits, exists = cursor.fetchone()
    if inherits:
        raise RuntimeError(f"{APP_ROLE} is not NOINHERIT: run tenants.backend.bootstrap.")
    if not exists:
        # Its member may take it on and inherits nothing, as that is how the member was made. A GRANT says
        # so itself, but reads every company's role: 3 ms with a thousand.
        cursor.execute(f'CREATE ROLE "{role}" NOLOGIN ROLE {APP_ROLE}')


def create_schema(cursor: Any, *, database: str, schema: str) -> None:
    """Create a schema and its role; a schema of that name is an error."""
    create_role(cursor, database=database, schema=schema)
    cursor.execute(f'CREATE SCHEMA "{schema}"')


def grant_schema(
    cursor: Any,
    *,
    database: str,
    schema: str,
    append_only: Iterable[str] = (),
    owner_only: Iterable[str] = (),
) -> None:
    """Give a schema's role its rights on every table there is now.

    Args:
        cursor: on the owner's connection.
        database: the database's name, part of the role's.
        schema: the schema.
        append_only: tables on which the role may insert and read, never change; those of other
            schemas are passed over.
        owner_only: tables that the role may not even read; likewise.

    """
    role = role_name(database, schema)
    relations = _relations(cursor, schema)
    tables = [name for name, kind in relations if kind in "rpvmf"]
    sequences = [name for name, kind in relations if kind == "S"]
    given = [
        # That of extensions is open to all: an entry for each company would be written anew with each.
        ("USAGE ON SCHEMA", [f'"{schema}"']),
        (f"{_ON_TABLES} ON TABLE", [f'"{schema}"."{name}"' for name in tables]),
        (f"{_ON_SEQUENCES} ON SEQUENCE", [f'"{schema}"."{name}"' for name in sequences]),
    ]
    taken = _taken(schema, role, tables, append_only, owner_only)
    cursor.execute(
        "; ".join(
            [*(f'GRANT {rights} {", ".join(on)} TO "{role}"' for rights, on in given if on), *taken]
        )
    )


@contextmanager
def born_with_rights(
    cursor: Any,
    *,
    database: str,
    schema: str,
    append_only: Iterable[str] = (),
    owner_only: Iterable[str] = (),
) -> Iterator[None]:
    """Have the tables of a new schema be made with the rights that `grant_schema` gives them afterwards.

    That writes what the catalogue says of each table once more. In one transaction, of which nothing
    about later tables remains.
    """
    role = role_name(database, schema)
    default = f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}"'
    kinds = ((_ON_TABLES, "TABLES"), (_ON_SEQUENCES, "SEQUENCES"))
    cursor.execute(
        "; ".join(f'{default} GRANT {rights} ON {kind} TO "{role}"' for rights, kind in kinds)
    )
    yield
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relname = ANY(%s)",
        [f'"{schema}"', [_RECORDER, *append_only, *owner_only]],
    )
    tables = [name for (name,) in cursor.fetchall()]
    ends = [f'{default} REVOKE {rights} ON {kind} FROM "{role}"' for rights, kind in kinds]
    usage = f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"'
    cursor.execute(
        "; ".join([*ends, usage, *_taken(schema, role, tables, append_only, owner_only)])
    )


# What a company's role may do with its tables and its counters, before anything is taken from it.
_ON_TABLES, _ON_SEQUENCES = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
_RECORDER = "django_migrations"


def _taken(
    schema: str,
    role: str,
    tables: Collection[str],
    append_only: Iterable[str],
    owner_only: Iterable[str],
) -> list[str]:
    """Return what takes rights away again, on those tables that there are."""
    taken = [("UPDATE, DELETE, TRUNCATE", name) for name in (_RECORDER, *append_only)]
    taken += [("ALL", name) for name in owner_only]
    return [
        f'REVOKE {rights} ON "{schema}"."{name}" FROM "{role}"'
        for rights, name in taken
        if name in tables
    ]


def _relations(cursor: Any, schema: str) -> list[tuple[str, str]]:
    """Return name and kind, a letter of `pg_class.relkind`, of what a schema holds, by name.

    By what depends on the schema, which is indexed: `pg_tables` and `ON ALL TABLES IN SCHEMA` read the
    whole catalogue, and with a thousand companies that took twice as long as making the tables.
    """
    cursor.execute(
        "SELECT c.relname, c.relkind::text FROM pg_depend d JOIN pg_class c ON c.oid = d.objid"
        " WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_namespace'::regclass"
        " AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = %s) ORDER BY 1",
        [schema],
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


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

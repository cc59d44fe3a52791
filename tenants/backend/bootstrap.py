"""Makes an empty Postgres ready: roles, database, extensions. Safe to run again.

    python -m tenants.backend.bootstrap

Reads ADMIN_DATABASE_URL (may create roles and extensions), OWNER_DATABASE_URL and DATABASE_URL (whose
user names, passwords and database name are what gets made). The admin's URL is used for nothing else.
"""

import os
import sys
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tenants.backend.names import APP_ROLE, EXTENSIONS_SCHEMA, OWNER_ROLE, PUBLIC_ROLE

EXTENSIONS = ("pg_trgm", "unaccent", "citext", "btree_gist", "vector")
# Trusted extensions may be made by the database's owner; these may be missing on a lean server.
_OPTIONAL = {"vector"}


def _ensure_role(cursor: psycopg.Cursor, name: str, options: str, password: str | None) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL("{} ROLE {} {}").format(
        sql.SQL(verb), sql.Identifier(name), sql.SQL(options)
    )
    if password is not None:
        statement += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    cursor.execute(statement)


def ensure_roles(admin_url: str, *, owner_password: str, app_password: str) -> None:
    """Make the three cluster-wide roles, or bring them up to date.

    Args:
        admin_url: a URL whose user may create roles.
        owner_password: of `smh_owner`, who owns every table.
        app_password: of `smh_app`, who may only take on a schema's role.

    """
    with psycopg.connect(admin_url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('smh.bootstrap'))")
        _ensure_role(cursor, OWNER_ROLE, "LOGIN NOSUPERUSER CREATEROLE NOBYPASSRLS", owner_password)
        _ensure_role(cursor, APP_ROLE, "LOGIN NOSUPERUSER NOINHERIT NOCREATEROLE", app_password)
        _ensure_role(cursor, PUBLIC_ROLE, "NOLOGIN NOSUPERUSER", None)
        cursor.execute(f"GRANT {PUBLIC_ROLE} TO {APP_ROLE} WITH INHERIT FALSE, SET TRUE")
        cursor.execute(f"GRANT {OWNER_ROLE} TO CURRENT_USER")
        # A connection that set no path sees no table at all.
        cursor.execute(f"ALTER ROLE {APP_ROLE} SET search_path = ''")


def ensure_database(admin_url: str, name: str) -> None:
    """Make the database with its extensions, owned by `smh_owner`, closed to everyone else."""
    with psycopg.connect(admin_url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                )
            )
    parts = urlsplit(admin_url)
    inside = urlunsplit(parts._replace(path=f"/{name}"))
    with psycopg.connect(inside, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(
            f"CREATE SCHEMA IF NOT EXISTS {EXTENSIONS_SCHEMA} AUTHORIZATION {OWNER_ROLE}"
        )
        for extension in EXTENSIONS:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", [extension])
            if cursor.fetchone() is None and extension in _OPTIONAL:
                continue
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA {EXTENSIONS_SCHEMA}")
        cursor.execute(f"ALTER SCHEMA public OWNER TO {OWNER_ROLE}")
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        # Functions and types, no data; whatever role a company's statements run under needs them.
        cursor.execute(f"GRANT USAGE ON SCHEMA {EXTENSIONS_SCHEMA} TO PUBLIC")
        cursor.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )


def main() -> int:
    """Prepare the server named by the environment; return the exit status."""
    try:
        admin, owner, app = (
            os.environ[name]
            for name in ("ADMIN_DATABASE_URL", "OWNER_DATABASE_URL", "DATABASE_URL")
        )
    except KeyError as error:
        sys.stderr.write(f"{error.args[0]} is not set\n")
        return 2
    owner_parts, app_parts = urlsplit(owner), urlsplit(app)
    ensure_roles(
        admin,
        owner_password=unquote(owner_parts.password or ""),
        app_password=unquote(app_parts.password or ""),
    )
    ensure_database(admin, app_parts.path.lstrip("/"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

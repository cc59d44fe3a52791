"""Making and erasing one company's schema."""

from contextlib import nullcontext

import structlog
from django.db import transaction

from tenants.backend.faces import directory_is_here, face
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.backend.roles import create_schema, drop_schema
from tenants.services.migration import OWNER, as_owner, migrate_schema, run_script
from tenants.services.template import TemplateDiffers, template_script

log = structlog.get_logger(__name__)


def make_schema(schema: str) -> None:
    """Create a schema with its role, its tables and its rights, in one transaction: all or nothing."""
    script = script_or_none()
    with transaction.atomic(using=OWNER):
        fill_schema(schema, script)


def fill_schema(schema: str, script: str | None) -> None:
    """Create a schema with all that belongs to it, in the owner's transaction.

    Args:
        schema: its name.
        script: the template's, or None to migrate.
    """
    with as_owner(schema) as connection, connection.cursor() as cursor:
        create_schema(cursor, database=connection.database, schema=schema)
        if script is None:
            migrate_schema(schema)
        else:
            run_script(connection, schema, script)


def script_or_none() -> str | None:
    """Return the template's script, or None where only migrating makes the right thing (slowly)."""
    try:
        return template_script()
    except TemplateDiffers:
        log.exception("schemas_are_made_by_migrating")
        return None


def schema_exists(schema: str) -> bool:
    """Whether a schema is on the cluster that this process serves. Enter `public` first."""
    # The application's connection will do where it is to that cluster; it is open already.
    here = nullcontext(face()) if directory_is_here() else as_owner(PUBLIC_SCHEMA)
    with here as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def erase_schema(schema: str) -> None:
    """Drop a company's schema and role. Everything in it is gone."""
    with (
        as_owner(PUBLIC_SCHEMA) as connection,
        transaction.atomic(using=OWNER),
        connection.cursor() as cursor,
    ):
        drop_schema(cursor, database=connection.database, schema=schema)

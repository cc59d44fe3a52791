"""The script that makes a company's schema: all its migrations amount to, in one piece.

It is written once for each head, by migrating a schema that is never committed, and believed only when
a schema made by it is told by the catalogue exactly like the migrated one. It lies in `public`, where
every process finds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

from tenants.backend.base import DatabaseWrapper
from tenants.backend.catalogue import describe_schema, differences
from tenants.backend.names import PUBLIC_SCHEMA, opaque_schema_name, role_name
from tenants.backend.roles import create_schema, drop_schema
from tenants.backend.script import write_schema
from tenants.kernel.clock import now
from tenants.models import TemplateScript
from tenants.services.head import current_head, tenant_apps
from tenants.services.migration import OWNER, as_owner, migrate_schema, run_script

log = structlog.get_logger(__name__)

# Scripts of earlier heads are kept for processes that still run the code before a deployment.
_KEPT = 3
_remembered: dict[tuple[str, str], str] = {}
_unwritable: dict[tuple[str, str], str] = {}


class TemplateDiffers(Exception):
    """A schema made by the script is not what migrating makes: something in it cannot be written yet."""


def template_script() -> str:
    """Return the script of the current head; the first to ask writes it, which takes seconds.

    Raises:
        TemplateDiffers: when migrations make something that the script cannot; the message names it.
    """
    head = current_head()
    key = (str(connections[OWNER].settings_dict["NAME"]), head)
    if key in _unwritable:
        raise TemplateDiffers(_unwritable[key])
    if key not in _remembered:
        with alone("template", wait=True):
            try:
                _remembered[key] = _kept(head) or _make(head)
            except TemplateDiffers as error:
                _unwritable[key] = str(error)  # trying again would cost every company seconds
                raise
    return _remembered[key]


def keep_script(head: str, body: str) -> None:
    """Keep a script for every process, as the one in force."""
    with as_owner(PUBLIC_SCHEMA), transaction.atomic(using=OWNER):
        rows = TemplateScript.objects.using(OWNER)
        rows.update_or_create(head=head, defaults={"body": body, "in_force_at": now()})
        kept = list(rows.order_by("-in_force_at").values_list("id", flat=True)[:_KEPT])
        rows.exclude(id__in=kept).delete()


def put_in_force() -> None:
    """Say that the code at hand is what is deployed now."""
    keep_script(current_head(), template_script())


def is_in_force() -> bool:
    """Whether the code at hand is what is deployed, rather than what a deployment is replacing."""
    with as_owner(PUBLIC_SCHEMA):
        latest = TemplateScript.objects.using(OWNER).order_by("-in_force_at").first()
    return latest is not None and latest.head == current_head()


@contextmanager
def alone(what: str, *, wait: bool) -> Iterator[bool]:
    """Let one process of the cluster's do a thing at a time.

    Args:
        what: is done.
        wait: for the other one to finish; else the block is entered with False.
    """
    name = f"smh.{what}"
    with as_owner(PUBLIC_SCHEMA) as connection, connection.cursor() as cursor:
        verb = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
        cursor.execute(f"SELECT {verb}(hashtext(%s))", [name])
        granted = cursor.fetchone()[0] is not False
    try:
        yield granted
    finally:
        if granted:
            with as_owner(PUBLIC_SCHEMA) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _kept(head: str) -> str | None:
    with as_owner(PUBLIC_SCHEMA):
        row = TemplateScript.objects.using(OWNER).filter(head=head).first()
    return row.body if row else None


def _make(head: str) -> str:
    migrated = opaque_schema_name()
    with _passing_schema(migrated, lasting=not _fits_one_transaction()) as connection:
        migrate_schema(migrated)
        script, expected = _written(connection, migrated), told(connection, migrated)
    found = differences(expected, made_by(script))
    if found:
        log.error("template_differs", head=head, differences=found[:20])
        raise TemplateDiffers("; ".join(found[:20]))
    keep_script(head, script)
    log.info("template_made", head=head, bytes=len(script))
    return script


def made_by(script: str, *, with_rows: bool = True) -> dict[str, str]:
    """Return what a schema made by a script consists of; it is gone afterwards."""
    schema = opaque_schema_name()
    with _passing_schema(schema) as connection:
        run_script(connection, schema, script)
        return told(connection, schema, with_rows=with_rows)


def told(connection: DatabaseWrapper, schema: str, *, with_rows: bool = True) -> dict[str, str]:
    """Return what a schema consists of, with its rows and counters unless told otherwise."""
    role = role_name(connection.database, schema)
    with transaction.atomic(using=OWNER), connection.cursor() as cursor:
        return describe_schema(cursor, schema=schema, role=role, with_rows=with_rows)


def _written(connection: DatabaseWrapper, schema: str) -> str:
    with transaction.atomic(using=OWNER), connection.cursor() as cursor:
        return write_schema(cursor, schema)


@contextmanager
def _passing_schema(schema: str, *, lasting: bool = False) -> Iterator[DatabaseWrapper]:
    """Give a schema that is gone afterwards: rolled back, or `lasting` in the meantime and dropped."""
    with as_owner(schema) as connection:
        if not lasting:
            with transaction.atomic(using=OWNER), connection.cursor() as cursor:
                create_schema(cursor, database=connection.database, schema=schema)
                yield connection
                transaction.set_rollback(True, using=OWNER)
            return
        try:
            with transaction.atomic(using=OWNER), connection.cursor() as cursor:
                create_schema(cursor, database=connection.database, schema=schema)
            yield connection
        finally:
            with transaction.atomic(using=OWNER), connection.cursor() as cursor:
                drop_schema(cursor, database=connection.database, schema=schema)


def _fits_one_transaction() -> bool:
    """Whether no migration insists on running outside a transaction (as CREATE INDEX CONCURRENTLY does)."""
    labels = {config.label for config in tenant_apps()}
    migrations = MigrationLoader(None).disk_migrations.items()
    return all(migration.atomic for (label, _), migration in migrations if label in labels)

"""Bringing a schema's tables up to date, and giving its role the rights on them."""

from typing import cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateOneSchema
from django.db import connections, transaction

from tenants.backend.base import DatabaseWrapper
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.backend.roles import create_schema, drop_schema, grant_schema
from tenants.schemas import TenantInfo

OWNER = "owner"


def _owner() -> DatabaseWrapper:
    return cast(DatabaseWrapper, connections[OWNER])


def append_only_tables() -> list[str]:
    """Return the tables that the application's roles may add to and never change.

    A model says so with `append_only = True` beside its Meta.
    """
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def make_schema(schema: str) -> None:
    """Create a schema with its role, its tables and its rights, in one transaction: all or nothing."""
    connection = _owner()
    connection.set_tenant(TenantInfo(schema_name=schema))
    try:
        with transaction.atomic(using=OWNER):
            with connection.cursor() as cursor:
                create_schema(cursor, database=connection.settings_dict["NAME"], schema=schema)
            _migrate(schema)
    finally:
        connection.set_tenant(None)


def migrate_schema(schema: str) -> None:
    """Apply what is missing to an existing schema and renew its role's rights."""
    connection = _owner()
    connection.set_tenant(TenantInfo(schema_name=schema))
    try:
        _migrate(schema)
    finally:
        connection.set_tenant(None)


def _migrate(schema: str) -> None:
    # By class: under the name "migrate" django-tenants offers a command that walks all schemas.
    call_command(
        MigrateOneSchema(), database=OWNER, interactive=False, verbosity=0, skip_checks=True
    )
    with _owner().cursor() as cursor:
        grant_schema(
            cursor,
            database=_owner().settings_dict["NAME"],
            schema=schema,
            append_only=append_only_tables(),
        )


def erase_schema(schema: str) -> None:
    """Drop a company's schema and role. Everything in it is gone."""
    connection = _owner()
    connection.set_tenant(TenantInfo(schema_name=PUBLIC_SCHEMA))
    try:
        with transaction.atomic(using=OWNER), connection.cursor() as cursor:
            drop_schema(cursor, database=connection.settings_dict["NAME"], schema=schema)
    finally:
        connection.set_tenant(None)

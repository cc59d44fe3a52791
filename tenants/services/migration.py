"""Bringing a schema's tables up to date, and giving its role the rights on them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import cast

from django.apps import apps
from django.core.management.base import CommandError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import module_has_submodule

from tenants.backend.base import DatabaseWrapper
from tenants.backend.faces import DEFAULT, directory_is_here
from tenants.backend.heads import Key
from tenants.backend.names import PUBLIC_SCHEMA
from tenants.backend.roles import born_with_rights, grant_schema
from tenants.schemas import TenantInfo, in_public
from tenants.services.migration_state import GrowingState

OWNER = "owner"


@contextmanager
def as_owner(schema: str, *, using: str = OWNER) -> Iterator[DatabaseWrapper]:
    """Give an owner's connection with a schema entered: to this cluster, or `using` another's."""
    connection = cast(DatabaseWrapper, connections[using])
    before = connection.tenant
    connection.set_tenant(TenantInfo(schema_name=schema))
    try:
        yield connection
    finally:
        connection.set_tenant(before)


@contextmanager
def directory_rows() -> Iterator[str]:
    """Give the alias under which the directory's rows are read: as the owner where they are here.

    Elsewhere this cluster's own `public` holds spares, scripts and journals of its own, and no company.
    """
    if directory_is_here():
        with as_owner(PUBLIC_SCHEMA):
            yield OWNER
    else:
        with in_public():
            yield DEFAULT


def append_only_tables() -> list[str]:
    """Return the tables that the application's roles may add to and never change.

    A model says so with `append_only = True` beside its Meta.
    """
    return _tables_that_are("append_only")


def owner_only_tables() -> list[str]:
    """Return the tables that the application's roles may not touch: `owner_only = True` beside Meta."""
    return _tables_that_are("owner_only")


def _tables_that_are(mark: str) -> list[str]:
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, mark, False)
    )


def migrate_schema(schema: str) -> None:
    """Apply what is missing to an existing schema and renew its role's rights.

    Raises:
        CommandError: as Django's own, when two migrations of an app both come last.
    """
    with as_owner(schema) as connection:
        migrate_entered(connection)
        give_rights(connection, schema)


def migrate_entered(connection: DatabaseWrapper, targets: Sequence[Key] = ()) -> None:
    """Do what Django's own command does in the entered schema, with a quicker record of the models.

    Args:
        connection: the owner's, with a schema entered.
        targets: migrations to go to, with all they need; to the last of every app when none is named.

    Raises:
        CommandError: as Django's own, when two migrations of an app both come last.
    """
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "management"):
            import_module(f"{config.name}.management")  # some apps listen from there
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    if conflicts := executor.loader.detect_conflicts():
        raise CommandError(f"More than one migration comes last: {conflicts}.")
    plan = executor.migration_plan(targets or executor.loader.graph.leaf_nodes())
    now = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
    state = GrowingState(now.models, now.real_apps)
    emit_pre_migrate_signal(0, False, OWNER, apps=state.apps, plan=plan)
    after = executor.migrate(None, plan=plan, state=state)
    after.clear_delayed_apps_cache()
    emit_post_migrate_signal(0, False, OWNER, apps=after.apps, plan=plan)


def run_script(connection: DatabaseWrapper, schema: str, script: str) -> None:
    """Make the tables of a new schema by a script, with the rights of its role."""
    with (
        connection.cursor() as cursor,
        born_with_rights(
            cursor,
            database=connection.database,
            schema=schema,
            append_only=append_only_tables(),
            owner_only=owner_only_tables(),
        ),
    ):
        cursor.execute(script)


def give_rights(connection: DatabaseWrapper, schema: str) -> None:
    """Give a schema's role the rights on the tables there are now."""
    with connection.cursor() as cursor:
        grant_schema(
            cursor,
            database=connection.database,
            schema=schema,
            append_only=append_only_tables(),
            owner_only=owner_only_tables(),
        )

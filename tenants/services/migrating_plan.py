"""What is to be applied to which schema: read for all at once, and turned into SQL once for all alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils import timezone

from tenants.backend.base import DatabaseWrapper
from tenants.backend.heads import Key
from tenants.kernel.clock import now
from tenants.services.migration import as_owner

# Operations after which rights, content types and permissions are what they were.
_COLUMNS_ONLY = (
    operations.AddField,
    operations.AlterField,
    operations.RemoveField,
    operations.RenameField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
)
# Calling one of these once is as good as once in each schema.
_SAME_EVERYWHERE = (dict, list, now, timezone.now)


@dataclass(frozen=True)
class Plan:
    """What schemas of one head need."""

    migrations: tuple[Key, ...]
    statements: tuple[str, ...]  # of the migrations, in order
    changes_models: bool  # rights, content types and permissions have to follow
    one_by_one: str = ""  # why Django has to apply them in each schema, when it has to

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.migrations

    def names(self) -> str:
        """Return the migrations as people write them."""
        return ", ".join(f"{app}.{name}" for app, name in self.migrations)


def is_up_to_date(applied: frozenset[Key], loader: MigrationLoader) -> bool:
    """Whether nothing on disk is missing from what was applied."""
    return applied.issuperset(loader.disk_migrations)


def plan_for(schema: str) -> Plan:
    """Make the plan of one schema, which holds for every other with the same migrations applied."""
    with as_owner(schema) as connection:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        targets = executor.loader.graph.leaf_nodes()
        todo = [migration for migration, _ in executor.migration_plan(targets)]
        keys = tuple((migration.app_label, migration.name) for migration in todo)
        changes = any(
            not _only_columns(operation) for each in todo for operation in each.operations
        )
        why = next(filter(None, map(_why_one_by_one, todo)), "")
        if why:
            return Plan(keys, (), changes, why)
        return Plan(keys, tuple(_collect(connection, executor, todo)), changes)


def _collect(
    connection: DatabaseWrapper, executor: MigrationExecutor, todo: list[Migration]
) -> Iterable[str]:
    state = _state_before(executor, {(each.app_label, each.name) for each in todo})
    for migration in todo:
        editor: BaseDatabaseSchemaEditor
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        yield from (line for line in editor.collected_sql if not line.startswith("--"))


def _state_before(executor: MigrationExecutor, todo: set[Key]) -> ProjectState:
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    everything = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    for migration, _ in everything:
        if (migration.app_label, migration.name) not in todo:
            migration.mutate_state(state, preserve=False)
    return state


def _why_one_by_one(migration: Migration) -> str:
    """Return what keeps a migration from being run as collected SQL, or nothing."""
    name = f"{migration.app_label}.{migration.name}"
    if not migration.atomic:
        return f"{name} is not atomic"
    if migration.replaces:
        return f"{name} replaces others"
    for operation in migration.operations:
        if not _writes_sql(operation) or operation.atomic:
            return f"{name} has {type(operation).__name__}"
        # Content types are renamed by Django's own step in between.
        if isinstance(operation, operations.RenameModel):
            return f"{name} has RenameModel"
        if isinstance(operation, operations.AddField | operations.AlterField) and _calls(
            operation.field
        ):
            return f"{name} calls the default of {operation.name}"
    return ""


def _writes_sql(operation: Operation) -> bool:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return all(_writes_sql(each) for each in operation.database_operations)
    return operation.reduces_to_sql


def _calls(field: models.Field) -> bool:
    """Whether a field's default may be another value each time it is asked for."""
    return callable(field.default) and field.default not in (*_SAME_EVERYWHERE, models.NOT_PROVIDED)


def _only_columns(operation: Operation) -> bool:
    many = isinstance(operation, operations.AddField) and operation.field.many_to_many
    return isinstance(operation, _COLUMNS_ONLY) and not many

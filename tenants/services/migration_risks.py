"""What makes a migration unfit for a thousand companies at work, told before it runs.

Two things. It may hold a lock for as long as it reads or rewrites a table, while people wait. Or the
release before it, which still runs while it is applied and may have to come back, cannot live with it
(so a change takes two releases: expand, then contract). Every table that exists counts as busy: some
company's is. A risk that is none in its place is accepted in the migration's own file, with the reason:

    class Migration(migrations.Migration):
        accepted_risks = {"drops enterprise.department.colour": "unused since release 1.4"}
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenants.backend.heads import Key
from tenants.services.head import own_labels
from tenants.services.migration_rules import Finding, findings_of


@dataclass(frozen=True)
class Risk:
    """Why a migration should not be applied as it is."""

    migration: str  # as people write it
    what: str  # the key under which it would be accepted
    why: str
    instead: str

    def __str__(self) -> str:
        return f"{self.migration} {self.what}: {self.why}. Instead: {self.instead}."


def risks(only: Collection[Key] | None = None) -> list[Risk]:
    """Look through our own apps' migrations on disk, in the order in which they are applied.

    Args:
        only: look at these; None for all.
    """
    loader = MigrationLoader(None)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    plans = map(loader.graph.forwards_plan, sorted(loader.graph.leaf_nodes()))
    ours = own_labels()
    found: list[Risk] = []
    for key in dict.fromkeys(chain.from_iterable(plans)):
        migration = loader.graph.nodes[key]
        if migration.app_label in ours and (only is None or key in only):
            found += risks_of(migration, state.clone())
        migration.mutate_state(state, preserve=False)
    return found


def risks_of(migration: Migration, state: ProjectState) -> list[Risk]:
    """Return the risks of one migration that its file does not accept.

    Args:
        migration: any; one that begins an app (`initial`) has none.
        state: the models before it; changed by this.
    """
    name = f"{migration.app_label}.{migration.name}"
    if migration.initial:
        return []
    found = {finding.what: finding for finding in _walk(migration, state)}
    accepted: dict[str, str] = getattr(migration, "accepted_risks", {})
    left = [
        Risk(name, finding.what, finding.why, finding.instead)
        for finding in found.values()
        if not accepted.get(finding.what, "").strip()
    ]
    return left + [
        Risk(name, what, "it is accepted but not there", "take it out of accepted_risks")
        for what in accepted
        if what not in found
    ]


def _walk(migration: Migration, state: ProjectState) -> Iterator[Finding]:
    label = migration.app_label
    new: set[tuple[str, str]] = set()
    flat = list(_database_operations(migration.operations))
    mixed = migration.atomic and any(
        not isinstance(each, operations.RunPython) for each, _ in flat if each is not None
    )
    for operation, whole in flat:
        if operation is not None:
            if isinstance(operation, operations.CreateModel):
                new.add((label, operation.name_lower))
            if not _is_on(operation, label, new):
                yield from findings_of(
                    operation, label, state, mixed=mixed, new=_tables(new, state)
                )
        if whole is not None:
            whole.state_forwards(label, state)


def _database_operations(
    listed: Iterable[Operation],
) -> Iterator[tuple[Operation | None, Operation | None]]:
    """Yield what is done to the database, and after it the operation that changes the models."""
    for operation in listed:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            for each in operation.database_operations:
                yield each, None
            yield None, operation
        else:
            yield operation, operation


def _is_on(operation: Operation, label: str, new: set[tuple[str, str]]) -> bool:
    """Whether an operation is on a table that the same migration makes, where nobody waits."""
    name: Any = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    return (label, str(name).lower()) in new


def _tables(new: set[tuple[str, str]], state: ProjectState) -> set[str]:
    named = [state.models[key] for key in new if key in state.models]
    return {
        str(model.options.get("db_table") or f"{model.app_label}_{model.name_lower}")
        for model in named
    }

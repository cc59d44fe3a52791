"""The rules by which `migration_risks` judges one operation on a table that exists."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connections, models
from django.db.migrations import operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

from tenants.services.migration import OWNER

_WRITERS_WAIT = "writers wait while the table is read through"
_ALL_WAIT = "everybody waits while the table is read through"
_CONCURRENTLY = (
    "in a migration of its own, with atomic = False and AddIndexConcurrently, which holds nobody up"
)
_CONTRACT = (
    "take it out of the models alone (SeparateDatabaseAndState, nullable or with a db_default before),"
    " and of the database one release later, accepted there"
)


@dataclass(frozen=True)
class Finding:
    """What an operation does that it had better not, why not, and what would do."""

    what: str
    why: str
    instead: str


def findings_of(
    operation: Operation, label: str, state: ProjectState, *, mixed: bool, new: set[str]
) -> Iterator[Finding]:
    """Judge one operation.

    Args:
        operation: on a table that exists, or on none.
        label: of its app.
        state: the models before it.
        mixed: whether the migration, in one transaction, does more than run Python.
        new: tables that the same migration makes.
    """
    for kinds, rule in _RULES:
        if isinstance(operation, kinds):
            yield from rule(operation, label, state)
            return
    if isinstance(operation, operations.RunSQL):
        yield from _sql(operation, new)
    elif isinstance(operation, operations.RunPython):
        if mixed:
            yield Finding(
                "runs Python among changes to tables",
                "the locks of those changes are held until it is done",
                "put it into a migration of its own",
            )
    elif not isinstance(operation, _HARMLESS):
        yield Finding(
            f"has {type(operation).__name__}",
            "no rule tells what that does to tables in use",
            "use an operation of Django's, or accept it with the reason",
        )


def _add_field(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    field = operation.field
    name = f"{label}.{operation.model_name_lower}.{operation.name}"
    if field.many_to_many:
        return
    if not field.null and not _has_db_default(field) and not field.generated:
        yield Finding(
            f"adds {name} without a value that the database knows",
            "the release before writes rows without it, and Django's default is not in the database",
            "give it null=True or a db_default",
        )
    if field.generated or _is_volatile(field):
        yield Finding(
            f"adds {name} with a value for each row",
            "the table is rewritten while everybody waits",
            "add it empty and fill it in batches afterwards",
        )
    if _is_indexed(field):
        yield Finding(f"adds {name} with an index", _WRITERS_WAIT, f"index it {_CONCURRENTLY}")


def _alter_field(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    name = f"{label}.{operation.model_name_lower}.{operation.name}"
    old, new = _before_and_after(operation, label, state)
    if old.null and not new.null:
        yield Finding(
            f"forbids NULL in {name}",
            f"{_ALL_WAIT}, and the release before may still write it",
            "add a CHECK as AddConstraintNotValid, validate it in the next migration, then forbid it",
        )
    if _has_db_default(old) and not _has_db_default(new) and not new.null:
        yield Finding(
            f"takes the default of {name} away",
            "the release before leaves the value to the database",
            "keep it until one release later",
        )
    if not _fits(old, new):
        yield Finding(
            f"changes the type of {name}",
            "the table is rewritten while everybody waits",
            "add a column beside it, fill it in batches, change over, drop the old one a release later",
        )
    if _is_indexed(new) and not _is_indexed(old):
        yield Finding(f"indexes {name}", _WRITERS_WAIT, f"do it {_CONCURRENTLY}")
    if old.column != new.column:
        yield Finding(f"renames {name}", "the release before asks for the old name", _CONTRACT)


def _add_constraint(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    name = f"{label}.{operation.model_name_lower} {operation.constraint.name}"
    if isinstance(operation.constraint, models.CheckConstraint):
        yield Finding(
            f"checks {name}",
            f"{_ALL_WAIT}, and the release before may not keep to it",
            "use AddConstraintNotValid, and ValidateConstraint in the next migration",
        )
    else:
        yield Finding(
            f"makes {name} unique",
            f"{_ALL_WAIT}, and the release before may not keep to it",
            f"make the unique index {_CONCURRENTLY}, then the constraint of it by RunSQL (USING INDEX)",
        )


def _add_index(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    yield Finding(
        f"indexes {label}.{operation.model_name_lower} {operation.index.name}",
        _WRITERS_WAIT,
        f"do it {_CONCURRENTLY}",
    )


def _together(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    if operation.option_value:
        what = f"sets {operation.option_name} of {label}.{operation.name_lower}"
        yield Finding(what, _ALL_WAIT, "use a constraint, and see there")


def _leave(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    on = getattr(operation, "model_name_lower", "")
    gone = getattr(operation, "old_name", None) or operation.name
    name = ".".join(filter(None, [label, on, gone]))
    verb = "drops" if operation.__class__.__name__.startswith(("Remove", "Delete")) else "renames"
    yield Finding(f"{verb} {name}", "the release before still asks for it", _CONTRACT)


def _table(operation: Any, label: str, state: ProjectState) -> Iterator[Finding]:
    what = f"renames the table of {label}.{operation.name_lower}"
    yield Finding(what, "the release before asks for the old name", _CONTRACT)


_STATEMENTS = (
    (r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)", _WRITERS_WAIT, "CREATE INDEX CONCURRENTLY"),
    (r"REINDEX (?!.*CONCURRENTLY)", _WRITERS_WAIT, "REINDEX … CONCURRENTLY"),
    (r"ALTER TABLE .*\bADD CONSTRAINT (?!.*(NOT VALID|USING INDEX))", _ALL_WAIT, "NOT VALID"),
    (r"ALTER TABLE .*\bSET NOT NULL", _ALL_WAIT, "a CHECK that is NOT VALID first"),
    (r"ALTER TABLE .*\bTYPE\b", "the table may be rewritten while everybody waits", "a new column"),
    (r"ALTER TABLE .*\b(DROP|RENAME)\b", "the release before still asks for it", _CONTRACT),
    (r"DROP TABLE", "the release before still asks for it", _CONTRACT),
    (r"TRUNCATE|LOCK |VACUUM FULL|CLUSTER", "everybody waits until it is done", "do it in batches"),
)


def _sql(operation: Any, new: set[str]) -> Iterator[Finding]:
    for statement in _statements(operation.sql):
        shown = " ".join(statement.split())
        if any(re.search(rf"\b{re.escape(table)}\b", shown) for table in new):
            continue
        for pattern, why, instead in _STATEMENTS:
            if re.match(pattern, shown, re.IGNORECASE):
                yield Finding(f"runs {shown[:60]}", why, instead)
                break


def _statements(sql: Any) -> Iterator[str]:
    if isinstance(sql, str):
        yield from (part for part in sql.split(";") if part.strip())
        return
    for part in sql or ():
        yield from _statements(part[0] if isinstance(part, tuple) else part)


def _before_and_after(operation: Any, label: str, state: ProjectState) -> tuple[Any, Any]:
    after = state.clone()
    operation.state_forwards(label, after)
    old, new = (
        each.apps.get_model(label, operation.model_name_lower)._meta.get_field(operation.name)
        for each in (state, after)
    )
    return old, new


def _has_db_default(field: Any) -> bool:
    return field.db_default is not models.NOT_PROVIDED


def _is_volatile(field: Any) -> bool:
    default = field.db_default
    return hasattr(default, "resolve_expression") and not isinstance(default, models.Value | Now)


def _is_indexed(field: Any) -> bool:
    return bool(field.unique or field.db_index)


def _fits(old: Any, new: Any) -> bool:
    """Whether what is stored as one type is read as the other as it lies there."""
    before, after = (_type(field) for field in (old, new))
    if before == after:
        return True
    short, long = (re.fullmatch(r"varchar\((\d+)\)", str(kind)) for kind in (before, after))
    if short and (after in ("text", "varchar")):
        return True
    return bool(short and long and int(short[1]) <= int(long[1]))


def _type(field: Any) -> str | None:
    kind: str | None = field.db_type(connections[OWNER])
    return kind


Rule = Callable[[Any, str, ProjectState], Iterator[Finding]]
_NOTHING: Rule = lambda operation, label, state: iter(())  # noqa: E731
# The first that fits: those that hold nobody up are made from those that do.
_RULES: tuple[tuple[type | tuple[type, ...], Rule], ...] = (
    ((postgres.AddIndexConcurrently, postgres.AddConstraintNotValid), _NOTHING),
    (operations.AddField, _add_field),
    (operations.AlterField, _alter_field),
    (operations.AddConstraint, _add_constraint),
    (operations.AddIndex, _add_index),
    ((operations.AlterUniqueTogether, operations.AlterIndexTogether), _together),
    (
        (
            operations.RemoveField,
            operations.DeleteModel,
            operations.RenameField,
            operations.RenameModel,
        ),
        _leave,
    ),
    (operations.AlterModelTable, _table),
)
_HARMLESS = (
    operations.CreateModel,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
    operations.AlterOrderWithRespectTo,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RemoveConstraint,
    postgres.ValidateConstraint,
)

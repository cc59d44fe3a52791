"""Making a company's schema again on another connection, and making sure that it is the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from tenants.backend import contents
from tenants.backend.base import DatabaseWrapper
from tenants.backend.catalogue import describe_schema, differences
from tenants.backend.contents import Sum
from tenants.backend.heads import applied_migrations
from tenants.backend.names import role_name
from tenants.backend.roles import create_schema, drop_schema, grant_schema
from tenants.kernel.errors import Conflict, Missing
from tenants.services.migrating_plan import is_up_to_date
from tenants.services.migration import append_only_tables, as_owner, owner_only_tables
from tenants.services.template import template_script


def is_there(alias: str, schema: str) -> bool:
    """Whether a schema is at the end of a connection."""
    with as_owner(schema, using=alias) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


def require_current(alias: str, schema: str, slug: str) -> None:
    """Make sure that a schema has the migrations of the code at hand.

    Raises:
        Missing: when there is no such schema.
        Conflict: when it has others.
    """
    if not is_there(alias, schema):
        raise Missing(f"The schema of {slug} ({schema}) is not there.")
    with as_owner(schema, using=alias) as connection, connection.cursor() as cursor:
        (applied,) = applied_migrations(cursor, [schema])
    if not is_up_to_date(applied, MigrationLoader(None)):
        raise Conflict(f"{slug} has other migrations than the code: run migrate_tenants first.")


@contextmanager
def writing(alias: str, schema: str) -> Iterator[tuple[DatabaseWrapper, Any]]:
    """Give an owner's connection and a cursor in one transaction, values written in one way."""
    with as_owner(schema, using=alias) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # sets the path before the transaction
        with transaction.atomic(using=alias):
            contents.settle(cursor)
            yield connection, cursor


def make_empty(connection: DatabaseWrapper, cursor: Any, schema: str) -> None:
    """Make a schema with its role and tables and no row, in the caller's transaction.

    Raises:
        TemplateDiffers: when there is no script of the code's head.
    """
    create_schema(cursor, database=connection.database, schema=schema)
    cursor.execute(template_script())
    contents.empty(cursor, schema, _filled_by_script(cursor, schema))


def _filled_by_script(cursor: Any, schema: str) -> list[str]:
    return [
        table
        for table, found in contents.sums(cursor, schema, contents.columns(cursor, schema)).items()
        if found.rows
    ]


def give_rights_on(connection: DatabaseWrapper, cursor: Any, schema: str) -> None:
    """Give the schema's role its rights on the tables there are."""
    grant_schema(
        cursor,
        database=connection.database,
        schema=schema,
        append_only=append_only_tables(),
        owner_only=owner_only_tables(),
    )


def copy_schema(*, source: str, target: str, schema: str) -> dict[str, Sum]:
    """Make a schema anew at the target as one moment shows it at the source, or not at all.

    Args:
        source: an owner's alias.
        target: another's. What a crashed attempt left there goes first.
        schema: the same at both.

    Returns:
        What was copied, by table; it is compared before the transaction ends.

    Raises:
        Conflict: when the copy is not the same.
    """
    with (
        as_owner(schema, using=source) as reader,
        contents.snapshot(reader, transaction.atomic(using=source)) as out,
        writing(target, schema) as (connection, into),
    ):
        drop_schema(into, database=connection.database, schema=schema)
        make_empty(connection, into, schema)
        of = contents.columns(out, schema)
        if of != contents.columns(into, schema):
            raise Conflict(
                f"{schema} has other columns than its migrations say: see check_schemas."
            )
        for table, names in of.items():
            contents.copy_in(
                into, schema, table, names, contents.copy_out(out, schema, table, names)
            )
        contents.set_counters(into, schema, contents.counters(out, schema))
        into.execute("SET CONSTRAINTS ALL IMMEDIATE")
        there = contents.sums(out, schema, of)
        require_same(there, contents.sums(into, schema, of))
        give_rights_on(connection, into, schema)
        _require_same_catalogue(reader, out, connection, into, schema)
    return there


def catch_up(out: Any, *, target: str, schema: str) -> list[str]:
    """Make a copy the same again as its source, whose writers wait meanwhile.

    Args:
        out: a cursor at the source, in the transaction that keeps writers away.
        target: alias of the copy's owner.
        schema: the same at both.

    Returns:
        The tables that were copied again.

    Raises:
        Conflict: when the copy is not the same afterwards.
    """
    contents.settle(out)
    of = contents.columns(out, schema)
    now_there = contents.sums(out, schema, of)
    with writing(target, schema) as (_, into):
        if contents.columns(into, schema) != of:
            raise Conflict(
                f"{schema} was migrated at one place since it was copied, not at the other."
            )
        here = contents.sums(into, schema, of)
        changed = [table for table in of if here[table] != now_there[table]]
        contents.empty(into, schema, changed)
        for table in changed:
            pieces = contents.copy_out(out, schema, table, of[table])
            contents.copy_in(into, schema, table, of[table], pieces)
        contents.set_counters(into, schema, contents.counters(out, schema))
        into.execute("SET CONSTRAINTS ALL IMMEDIATE")
        again = contents.sums(into, schema, {table: of[table] for table in changed})
        require_same(now_there, {**here, **again})
    return changed


def require_same(expected: dict[str, Sum], found: dict[str, Sum]) -> None:
    """Compare what two schemas hold.

    Raises:
        Conflict: naming the tables that differ.
    """
    differing = sorted(
        f"{table} ({found[table].rows if table in found else 'no'} rows instead of {expected[table].rows})"
        for table in expected
        if found.get(table) != expected[table]
    )
    if differing:
        raise Conflict(f"The copy is not the same: {', '.join(differing[:10])}.")


def _require_same_catalogue(
    reader: DatabaseWrapper, out: Any, connection: DatabaseWrapper, into: Any, schema: str
) -> None:
    """Compare what the two schemas consist of: constraints, indexes, defaults, rights, everything."""
    found = differences(_told(reader, out, schema), _told(connection, into, schema))
    if found:
        raise Conflict(f"The copy's structure differs: {'; '.join(found[:5])}")


def _told(connection: DatabaseWrapper, cursor: Any, schema: str) -> dict[str, str]:
    role = role_name(connection.database, schema)
    told = describe_schema(cursor, schema=schema, role=role, with_rows=False)
    # The database's name is part of the role's, and the copy's database may be called otherwise.
    ours = f"t_{connection.database}_~"
    return {
        name.replace(ours, "t_~"): what.replace(ours, "t_~")
        for name, what in told.items()
        if not name.startswith("role ")
    }


def erase_copy(alias: str, schema: str) -> None:
    """Drop a copy and its role; one that is not there is no error."""
    with writing(alias, schema) as (connection, cursor):
        drop_schema(cursor, database=connection.database, schema=schema)

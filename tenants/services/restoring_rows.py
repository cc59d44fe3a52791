"""A schema made from a backup: tables by our own migrations, never by what a file says; then its rows."""

from collections.abc import Iterable, Iterator

from django.db import DatabaseError, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import errors as postgres

from tenants.backend import contents
from tenants.backend.contents import Renaming
from tenants.backend.heads import Key
from tenants.backend.roles import create_schema
from tenants.kernel.errors import Invalid
from tenants.services.backup_file import TABLES, Manifest, Reader
from tenants.services.copying import make_empty, require_same, writing
from tenants.services.migrating_plan import is_up_to_date
from tenants.services.migration import OWNER, as_owner, migrate_entered


def build(manifest: Manifest, *, schema: str) -> None:
    """Make an empty schema with the migrations that the backup's had, in one transaction.

    Raises:
        Invalid: when its columns are not the backup's.
    """
    applied = frozenset((app, name) for app, name in manifest.migrations)
    loader = MigrationLoader(None)
    if is_up_to_date(applied, loader):
        with writing(OWNER, schema) as (connection, cursor):
            make_empty(connection, cursor, schema)
            _require_columns(manifest, contents.columns(cursor, schema))
        return
    with as_owner(schema) as connection, transaction.atomic(using=OWNER):
        with connection.cursor() as cursor:
            create_schema(cursor, database=connection.database, schema=schema)
        migrate_entered(connection, _last_of_each_app(applied, loader))
        with connection.cursor() as cursor:
            columns = contents.columns(cursor, schema)
            contents.empty(cursor, schema, columns)
            _require_columns(manifest, columns)


def load(backup: Reader, *, schema: str, renamed: Renaming | None) -> None:
    """Copy a backup's rows into an empty schema and compare them, in one transaction.

    Args:
        backup: looked at.
        schema: as `build` made it.
        renamed: when the schema is called otherwise than the backup's, whose name begins keys of files.

    Raises:
        Invalid: when rows cannot be read, or are not what the backup's list says.
    """
    manifest = backup.manifest
    try:
        with writing(OWNER, schema) as (_, cursor):
            for table, names in manifest.columns.items():
                pieces = backup.pieces(f"{TABLES}{table}")
                if renamed:
                    pieces = _renamed(pieces, renamed)
                contents.copy_in(cursor, schema, table, names, pieces)
            contents.set_counters(cursor, schema, manifest.counters)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            found = contents.sums(cursor, schema, manifest.columns, undo=renamed)
            require_same(manifest.sums, found)
    except DatabaseError as error:
        if not isinstance(error.__cause__, postgres.DataError | postgres.IntegrityError):
            raise
        first = str(error).splitlines()[0]
        raise Invalid(
            f"The backup's rows cannot be taken in: {first}. Nothing was changed."
        ) from error


def _require_columns(manifest: Manifest, columns: dict[str, list[str]]) -> None:
    if columns != manifest.columns:
        odd = sorted(
            table
            for table in columns.keys() | manifest.columns.keys()
            if columns.get(table) != manifest.columns.get(table)
        )
        raise Invalid(
            f"The backup has other columns than its migrations make: {', '.join(odd[:5])}."
        )


def _last_of_each_app(applied: frozenset[Key], loader: MigrationLoader) -> list[Key]:
    """Return each app's latest among the applied, those that others need first."""
    latest = {
        key
        for key in applied
        if not any(
            child.key[0] == key[0] and child.key in applied
            for child in loader.graph.node_map[key].children
        )
    }
    order = [key for key in loader.graph.node_map if key in latest]
    return sorted(order, key=lambda key: len(loader.graph.forwards_plan(key)))


def _renamed(pieces: Iterable[bytes], renaming: Renaming) -> Iterator[bytes]:
    """Yield bytes with one schema's name in place of another's, also where it spans two pieces."""
    old, new = renaming.old.encode(), renaming.new.encode()
    kept = b""
    for piece in pieces:
        kept = (kept + piece).replace(old, new)
        # As much stays back as a name that has only begun may take.
        yield kept[: 1 - len(old)]
        kept = kept[1 - len(old) :]
    yield kept

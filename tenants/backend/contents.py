"""The rows of a schema: summed up, copied out, copied in.

Everything runs over an owner's connection, inside a transaction of the caller's. What is written and
summed up is text under settings that `settle` fixes, so that two servers say the same of the same rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_SETTLED = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "client_encoding": "UTF8",
}


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and a figure that another set of rows has by no accident."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Renaming:
    """One schema's name written in place of another's, as where keys of files begin with it."""

    old: str
    new: str


def settle(cursor: Any) -> None:
    """Have values written in one way until the transaction ends."""
    for name, value in _SETTLED.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def table_names(cursor: Any, schema: str) -> list[str]:
    """Return a schema's tables by name."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
    return [name for (name,) in cursor.fetchall()]


def columns(cursor: Any, schema: str) -> dict[str, list[str]]:
    """Return each table's columns by name, those aside that Postgres computes."""
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " AND a.attgenerated = '' WHERE n.nspname = %s AND c.relkind = 'r' GROUP BY 1 ORDER BY 1",
        [schema],
    )
    return {table: list(names) for table, names in cursor.fetchall()}


def sums(
    cursor: Any, schema: str, of: Mapping[str, list[str]], *, undo: Renaming | None = None
) -> dict[str, Sum]:
    """Sum up tables: rows, and the rows' 64-bit hashes under two seeds added up (128 bits, in no order).

    Args:
        cursor: in a transaction that `settle` was called in.
        schema: where they are.
        of: tables with their columns.
        undo: a renaming that was done while these rows were copied; they are summed up as before it.
    """
    found = {}
    for table, names in of.items():
        text = f"ROW({_list(names)})::text"
        if undo:
            text = f"replace({text}, '{undo.new}', '{undo.old}')"
        cursor.execute(
            "SELECT count(*), coalesce(sum(hashtextextended(x, 0)::numeric), 0),"
            " coalesce(sum(hashtextextended(x, 1)::numeric), 0)"
            f' FROM (SELECT {text} AS x FROM "{schema}"."{table}") one'
        )
        rows, first, second = cursor.fetchone()
        found[table] = Sum(int(rows), f"{first}:{second}")
    return found


def copy_out(cursor: Any, schema: str, table: str, names: list[str]) -> Iterator[bytes]:
    """Yield a table's rows in COPY's text format."""
    with cursor.copy(f'COPY "{schema}"."{table}" ({_list(names)}) TO STDOUT') as out:
        for piece in out:
            yield bytes(piece)


def copy_in(
    cursor: Any, schema: str, table: str, names: list[str], pieces: Iterable[bytes]
) -> None:
    """Add rows in COPY's text format. Keys are checked when the transaction ends."""
    with cursor.copy(f'COPY "{schema}"."{table}" ({_list(names)}) FROM STDIN') as into:
        for piece in pieces:
            into.write(piece)


def empty(cursor: Any, schema: str, tables: Iterable[str]) -> None:
    """Take every row out of tables; DELETE rather than TRUNCATE, which other tables' keys forbid."""
    for table in tables:
        cursor.execute(f'DELETE FROM "{schema}"."{table}"')


def counters(cursor: Any, schema: str) -> dict[str, tuple[int, bool]]:
    """Return each sequence's last value and whether it was given out."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relkind = 'S' ORDER BY 1",
        [schema],
    )
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT last_value, is_called FROM "{schema}"."{name}"')
        found[name] = tuple(cursor.fetchone())
    return found


def set_counters(cursor: Any, schema: str, values: Mapping[str, Iterable[Any]]) -> None:
    """Have sequences go on where others stand."""
    for name, (value, is_called) in values.items():
        cursor.execute("SELECT setval(%s, %s, %s)", [f'"{schema}"."{name}"', value, is_called])


def lock(cursor: Any, schema: str, *, also_readers: bool = False, wait_ms: int) -> None:
    """Let nobody else write to a schema, or read it either, until the transaction ends.

    Raises:
        DatabaseError: with LockNotAvailable as its cause when that takes longer than `wait_ms`.
    """
    mode = "ACCESS EXCLUSIVE" if also_readers else "EXCLUSIVE"
    tables = ", ".join(f'"{schema}"."{table}"' for table in table_names(cursor, schema))
    cursor.execute(f"SET LOCAL lock_timeout = {int(wait_ms)}")
    cursor.execute(f"LOCK TABLE {tables} IN {mode} MODE")


def running_jobs(cursor: Any, schema: str) -> list[str]:
    """Return the names of a schema's jobs that a worker has in its hands."""
    cursor.execute(
        f'SELECT DISTINCT name FROM "{schema}".kernel_job'
        " WHERE state = 'running' AND lease_until > now() ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def fence(cursor: Any, schema: str, role: str) -> None:
    """Take from a role the right to change anything in a schema; it may go on reading."""
    cursor.execute(
        f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA "{schema}" FROM "{role}";'
        f' REVOKE USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA "{schema}" FROM "{role}"'
    )


@contextmanager
def snapshot(connection: Any, atomic: Any) -> Iterator[Any]:
    """Give a cursor that sees one moment of a schema, however long it reads, and cannot write.

    Args:
        connection: an owner's, with the schema entered.
        atomic: a transaction on it, to be opened here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # sets the path, which must not be the transaction's first query
        with atomic:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            settle(cursor)
            yield cursor


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

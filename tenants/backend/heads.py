"""Which migrations were applied to which schema, asked for all schemas at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tenants.backend.names import EXTENSIONS_SCHEMA, PUBLIC_SCHEMA, is_schema_name

Key = tuple[str, str]  # app label, migration's name
_SCHEMAS_A_QUERY = 200


def applied_migrations(cursor: Any, schemas: list[str]) -> dict[frozenset[Key], list[str]]:
    """Group schemas by the migrations that were applied to them, in a few queries for all.

    Args:
        cursor: on the owner's connection.
        schemas: names, all of which exist.
    """
    digests: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(schemas), _SCHEMAS_A_QUERY):
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{schema}', md5(string_agg(app || '.' || name, ',' ORDER BY app, name))"
                f' FROM "{schema}".django_migrations'
                for schema in schemas[start : start + _SCHEMAS_A_QUERY]
            )
        )
        for schema, digest in cursor.fetchall():
            digests[digest].append(schema)
    groups: dict[frozenset[Key], list[str]] = {}
    for alike in digests.values():
        cursor.execute(f'SELECT app, name FROM "{alike[0]}".django_migrations')
        groups[frozenset(cursor.fetchall())] = alike
    return groups


def record_applied(migrations: Iterable[Key]) -> str:
    """Return the SQL that records migrations as applied in the schema that is first on the path."""
    rows = ", ".join(f"('{app}', '{name}', now())" for app, name in migrations)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES {rows}"


def enter(schema: str, *, lock_timeout_ms: int) -> str:
    """Return the SQL that puts a schema first on the path until the transaction ends.

    The transaction's end is not waited for on disk; the next that is waited for makes it safe, too.

    Raises:
        ValueError: when the name is not one that provisioning gives out.
    """
    if not is_schema_name(schema):
        raise ValueError(f"Not a schema name: {schema!r}")
    return (
        f'SET LOCAL search_path = "{schema}", {EXTENSIONS_SCHEMA};'
        f" SET LOCAL lock_timeout = {lock_timeout_ms}; SET LOCAL synchronous_commit = off"
    )


def journal_line(*, step_id: UUID, run_id: UUID, schema: str, tries: int, milliseconds: int) -> str:
    """Return the SQL that writes down a schema's migration, for the transaction that does it."""
    return (
        f"INSERT INTO {PUBLIC_SCHEMA}.tenants_migrationstep"
        " (id, run_id, schema_name, state, way, tries, milliseconds, error, at) VALUES"
        f" ('{step_id}', '{run_id}', '{schema}', 'done', 'sql', {tries}, {milliseconds}, '', now())"
    )

"""Which migrations were applied to which schema, asked for all schemas at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

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

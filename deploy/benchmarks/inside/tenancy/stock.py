"""Making and migrating companies' schemas as django-tenants does."""

import importlib
import time
from collections.abc import Iterable

from django.core.management import call_command
from django.db import connection

from deploy.benchmarks.inside.tenancy.fresh import close_connections


def walk(act: str, schemas: Iterable[str]) -> list[float]:
    """Return the seconds that each schema takes, over one connection.

    Args:
        act: `make` or `migrate`.
        schemas: names.
    """
    # Imported here because only its own settings suffer its engine.
    from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand

    close_connections()
    importlib.invalidate_caches()  # migrations are written meanwhile
    seconds = []
    for schema in schemas:
        began = time.perf_counter()
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        if act == "make":
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE SCHEMA "{schema}"')
        call_command(
            MigrateSchemasCommand(),
            tenant=True,
            schema_name=schema,
            interactive=False,
            verbosity=0,
            skip_checks=True,
        )
        seconds.append(time.perf_counter() - began)
    return seconds

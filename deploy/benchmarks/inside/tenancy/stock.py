"""Makes or migrates companies' schemas as django-tenants does, and says how long each took.

python -m deploy.benchmarks.inside.tenancy.stock make|migrate SCHEMA...
"""

import json
import sys
import time

import django


def main(act: str, schemas: list[str]) -> int:
    """Do so; print a JSON list of seconds."""
    django.setup()
    from django.core.management import call_command  # after setup: settings come first
    from django.db import connection
    from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand

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
    sys.stdout.write(json.dumps(seconds) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))

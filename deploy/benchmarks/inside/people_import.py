"""Imports a file of people into a company made for it; says what it took beside COPY.

python -m deploy.benchmarks.inside.people_import csv|xlsx N FILE
"""

import argparse
import json
import logging
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import django

from deploy.benchmarks.inside.measuring import once_ms, peak_mb
from deploy.benchmarks.inside.people import Facts, admin, company, figure

# What issue 3 wants: 10,000 rows in a minute, whatever the file's kind.
ROWS, SECONDS = 10_000, 60
_TABLES = ("accounts_user", "account_emailaddress", "enterprise_membership")


def main(arguments: list[str]) -> int:
    """Import one file; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["csv", "xlsx"])
    parser.add_argument("n", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    django.setup()
    logging.disable(logging.WARNING)
    sys.stdout.write(json.dumps(_import(options.kind, options.n, options.file)) + "\n")
    return 0


def _import(kind: str, rows: int, path: Path) -> list[Facts]:
    from django.conf import settings

    from enterprise.models import PeopleImport
    from enterprise.services import people_import, people_upload
    from tenants.schemas import in_tenant

    settings.DEBUG = False  # or Django would remember every statement
    schema = f"c_bench{kind}{rows}"
    moments: list[float] = []

    def take_in() -> None:
        with path.open("rb") as file:
            row = people_upload.upload_people(
                file=file, file_name=path.name, size_bytes=path.stat().st_size, actor=boss
            )
        people_upload.read_people(import_id=row.id, actor_id=boss.id)
        moments.append(time.perf_counter())
        people_import.start_import(
            import_id=row.id, agreed=rows, sends_invitations=True, actor=boss
        )
        people_import.run_import(import_id=row.id, agreed=rows, actor_id=boss.id)
        moments.append(time.perf_counter())

    with in_tenant(company(f"bench-{kind}-{rows}", schema)):
        boss = admin()
        before, began = peak_mb(), time.perf_counter()
        cpu = sum(once_ms(take_in)) / 1000
        peak = peak_mb()
        done = PeopleImport.objects.get()
        assert done.state == "done", (done.state, done.error)
    floor, floor_cpu = _copy_again(schema)
    looked, applied = moments
    whole = applied - began
    name = f"import, {kind.upper()}"
    return [
        figure(f"{name}: looking at the rows", rows, "s", looked - began, floor),
        figure(f"{name}: writing the people", rows, "s", applied - looked, floor),
        figure(f"{name}: all of it", rows, "s", whole, floor, limit=SECONDS * rows / ROWS),
        figure(f"{name}: all of it, CPU", rows, "s", cpu, floor_cpu),
        figure(f"{name}: rows", rows, "/s", rows / whole, rows / floor, least=ROWS / SECONDS),
        figure(f"{name}: peak memory", rows, "MB", peak, before),
    ]


def _copy_again(schema: str) -> tuple[float, float]:
    """Return the least there is: the same rows by COPY into the same tables with the same indexes.

    Returns:
        Seconds by the clock, and of CPU in this process and in Postgres.
    """
    import psycopg

    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        connection.execute(f"SET search_path = {schema}, extensions")
        took = cpu = 0.0
        for table in _TABLES:
            names = [
                row[0]
                for row in connection.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                    " AND attnum > 0 AND attgenerated = '' AND NOT attisdropped",
                    [table],
                )
            ]
            columns = ", ".join(f'"{name}"' for name in names)
            with connection.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as out:
                data = b"".join(bytes(part) for part in out)
            connection.execute(f"CREATE TABLE copy_of_it (LIKE {table} INCLUDING ALL)")
            began = time.perf_counter()
            cpu += sum(once_ms(partial(_copy_in, connection, columns, data))) / 1000
            took += time.perf_counter() - began
            connection.execute("DROP TABLE copy_of_it")
        connection.rollback()
    # Postgres tells its CPU by the hundredth of a second.
    return took, max(cpu, 0.01)


def _copy_in(connection: Any, columns: str, data: bytes) -> None:
    with connection.cursor().copy(f"COPY copy_of_it ({columns}) FROM STDIN") as into:
        into.write(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

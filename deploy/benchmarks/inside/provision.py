"""Makes companies' schemas in a growing database, each beside the same DDL run raw; says what it took.

python -m deploy.benchmarks.inside.provision [--samples K] N...
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import django
import psycopg

Facts = dict[str, object]


def main(arguments: list[str]) -> int:
    """Measure at each N; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=10)
    parser.add_argument("sizes", type=int, nargs="+")
    options = parser.parse_args(arguments)
    django.setup()
    figures: list[Facts] = []
    there = 0
    for size in sorted(options.sizes):
        _fill(size - there - options.samples)
        figures += _measure_at(size, samples=min(options.samples, size))
        there = size
        sys.stderr.write(f"{size} schemas\n")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _fill(number: int) -> None:
    from tenants.backend.names import opaque_schema_name
    from tenants.services.building import make_schema

    for _ in range(number):
        make_schema(opaque_schema_name())


def _measure_at(size: int, *, samples: int) -> list[Facts]:
    from tenants.backend.names import opaque_schema_name
    from tenants.services.building import make_schema

    floors, provisions = [], []
    for _ in range(samples):  # side by side, so that the machine is the same for both
        floors.append(_raw())
        provisions.append(_seconds(lambda: make_schema(opaque_schema_name())))
    floor = median(floors)
    stock = _stock(1 if size < 100 else 3)
    claims = _claims(samples)
    return [
        _figure("provision", size, "s", median(provisions), floor, reach=1.2),
        _figure("claim", size, "ms", 1000 * median(claims), 1000 * floor),
        _figure("stock_provision", size, "s", median(stock), floor),
    ]


def _figure(
    name: str, n: int, unit: str, measured: float, floor: float, reach: float | None = None
) -> Facts:
    return {
        "name": name,
        "n": n,
        "unit": unit,
        "measured": measured,
        "floor": floor,
        "reach": reach,
    }


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _raw() -> float:
    """The least there is: every table, constraint and index in one transaction, and nothing else."""
    from tenants.services.template import template_script

    rows = ("INSERT INTO ", "SELECT setval(")
    ddl = [line for line in template_script().split(";\n") if line and not line.startswith(rows)]
    script = "CREATE SCHEMA raw; SET LOCAL search_path = raw, extensions; " + ";\n".join(ddl)
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        began = time.perf_counter()
        connection.execute(script.encode())
        connection.commit()
        took = time.perf_counter() - began
        connection.execute("DROP SCHEMA raw CASCADE")
    return took


def _claims(number: int) -> list[float]:
    """How long a sign-up holds its transaction: a spare taken, the company and its host written."""
    from django.db import transaction

    from tenants.models import Domain, Tenant
    from tenants.schemas import in_public
    from tenants.services.pool import claim_spare, stock_spares

    def claim(name: str) -> None:
        with transaction.atomic():
            schema = claim_spare()
            if schema is None:
                raise RuntimeError("The pool is empty.")
            tenant = Tenant.objects.create(schema_name=schema, name=name, slug=name)
            Domain.objects.create(tenant=tenant, domain=f"{name}.localhost", is_primary=True)

    with in_public():
        stock_spares(size=number + 1)
        claim(f"warm-{time.time_ns()}")
        return [_seconds(lambda: claim(f"bench-{time.time_ns()}")) for _ in range(number)]


def _stock(number: int) -> list[float]:
    schemas = [f"stock_{time.time_ns()}_{place}" for place in range(number)]
    told = subprocess.run(
        [sys.executable, "-m", "deploy.benchmarks.inside.stock_provision", *schemas],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.benchmarks.inside.stock_settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as connection:
        for schema in schemas:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())
    seconds: list[float] = json.loads(told.stdout.splitlines()[-1])
    return seconds


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

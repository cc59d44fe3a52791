"""One added column and nothing to add, for all companies, beside raw statements and django-tenants."""

import os
import time
from collections.abc import Callable
from statistics import median

import psycopg

from deploy.benchmarks.inside.tenancy.beside import Beside
from deploy.benchmarks.inside.tenancy.facts import Facts, figure
from deploy.benchmarks.inside.tenancy.migrations_on_disk import Disk
from tenants.services.migrating import Outcome, migrate_tenants


def migration_figures(size: int, disk: Disk, stock: Beside, *, sampled: int) -> list[Facts]:
    """Measure with every company of one head.

    Args:
        size: companies.
        disk: where migrations are.
        stock: django-tenants.
        sampled: companies that django-tenants migrates.
    """
    schemas = _migrate()[1]
    disk.add()
    before = _raw(schemas)
    ours, _ = _migrate()
    raw = (before + _raw(schemas)) / 2
    nothing, _ = min(_migrate() for _ in range(3))
    question = min(_union(schemas) for _ in range(3))
    disk.add()
    chosen = schemas[:: max(1, size // sampled)][:sampled]
    stocks, idle = stock.ask("migrate", *chosen), stock.ask("migrate", *chosen)
    _migrate()
    few = len(chosen) if len(chosen) < size else 0
    return [
        figure("migrate_add_column", size, "ms each", ours, raw, reach=3),
        figure("stock_migrate_add_column", size, "ms each", _each(stocks), raw, sampled=few),
        figure("migrate_noop", size, "ms each", nothing, question, limit=1),
        figure("stock_migrate_noop", size, "ms each", _each(idle), question, sampled=few),
    ]


def _each(seconds: list[float]) -> float:
    return 1000 * median(seconds)


def _migrate() -> tuple[float, list[str]]:
    """Return the milliseconds for each company that `migrate_tenants` takes, and their schemas."""
    began = time.perf_counter()
    outcome = migrate_tenants()
    took = time.perf_counter() - began
    if outcome.failed:
        raise RuntimeError(outcome.failed[0].error)
    schemas = _schemas()
    _must_be_whole(outcome, len(schemas))
    return 1000 * took / len(schemas), schemas


def _must_be_whole(outcome: Outcome, number: int) -> None:
    if len(outcome.done) + outcome.up_to_date != number:
        raise RuntimeError(f"{outcome} is not about {number} companies.")


def _schemas() -> list[str]:
    with _owner() as connection:
        rows = connection.execute(
            "SELECT schema_name FROM public.tenants_tenant WHERE status = 'active' ORDER BY created_at"
        ).fetchall()
    return [name for (name,) in rows]


def _raw(schemas: list[str]) -> float:
    """Return the milliseconds for each schema that the bare statements take, over one connection."""
    column = f"raw_{time.time_ns()}"
    return _timed(
        schemas,
        lambda run: [
            run(
                f'ALTER TABLE "{schema}".enterprise_department'
                f" ADD COLUMN {column} varchar(9) DEFAULT 'x' NOT NULL"
            )
            for schema in schemas
        ],
    )


def _union(schemas: list[str]) -> float:
    """Return the milliseconds for each schema of asking all of them for their latest migration."""
    question = " UNION ALL ".join(
        f'SELECT max(id) FROM "{schema}".django_migrations' for schema in schemas
    )
    return _timed(schemas, lambda run: run(question))


def _timed(schemas: list[str], act: Callable[[Callable[[str], object]], object]) -> float:
    with _owner() as connection:
        began = time.perf_counter()
        act(lambda statement: connection.execute(statement.encode()))
        return 1000 * (time.perf_counter() - began) / len(schemas)


def _owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True)

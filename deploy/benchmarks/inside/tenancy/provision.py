"""Making a company, beside the same DDL run raw and beside django-tenants: time and disk."""

import os
import time
from collections.abc import Callable
from statistics import median

import psycopg
from django.db import connections, transaction

from deploy.benchmarks.inside.measuring import quietest, yardstick
from deploy.benchmarks.inside.tenancy.beside import Beside
from deploy.benchmarks.inside.tenancy.facts import Facts, figure
from tenants.backend.names import opaque_schema_name
from tenants.enums import TenantStatus
from tenants.models import Domain, Tenant
from tenants.schemas import in_public
from tenants.services.building import make_schema
from tenants.services.migration import OWNER
from tenants.services.pool import claim_spare, stock_spares
from tenants.services.template import template_script

_AT_A_TIME = 50


def provision_figures(
    size: int,
    stock: Beside,
    *,
    samples: int,
    stock_samples: int,
    meanwhile: Callable[[], list[Facts]],
) -> list[Facts]:
    """Make some companies more, up to `size`, and measure each.

    Args:
        size: companies there are afterwards.
        stock: django-tenants.
        samples: how many are made and measured; the median of the quieter half counts.
        stock_samples: how many django-tenants makes.
        meanwhile: called while it does; measures what is no time and writes nothing.
    """
    pairs, raw_disk, our_disk = [], [], []
    for _ in range(samples):  # by turns, so that the machine is the same for both
        slowness = yardstick()
        floor, megabytes = _raw()
        raw_disk.append(megabytes)
        before = _database_mb()
        # The owner's ends with each request and job (`CONN_MAX_AGE`), so opening it is measured; the
        # application's own does not.
        connections[OWNER].close()
        seconds = _seconds(add_company)
        our_disk.append(_database_mb() - before)
        pairs.append((max(slowness, yardstick()), (floor, seconds)))
    quiet = quietest(pairs, -(-samples // 2))
    claims, inserts = _claims(samples)
    schemas = [f"stock_{time.time_ns()}_{place}" for place in range(stock_samples)]
    before = _database_mb()
    stock.begin("make", *schemas)
    others = meanwhile()
    stocks = stock.result()
    stock_disk = (_database_mb() - before) / stock_samples
    with _owner() as connection:
        for schema in schemas:
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())
    floor, disk = median(raw for raw, _ours in quiet), sum(raw_disk) / samples
    ours = median(our for _raw, our in quiet)
    return [
        figure("provision", size, "s", ours, floor, reach=1.2, sampled=samples),
        figure("stock_provision", size, "s", median(stocks), floor, sampled=stock_samples),
        figure("claim", size, "ms", median(claims), median(inserts), limit=10, sampled=samples),
        # django-tenants makes the schema while whoever signs up waits.
        figure(
            "stock_claim", size, "ms", 1000 * median(stocks), median(inserts), sampled=stock_samples
        ),
        figure("tenant_disk_mb", size, "MB", sum(our_disk) / samples, disk, sampled=samples),
        figure("stock_tenant_disk_mb", size, "MB", stock_disk, disk, sampled=stock_samples),
        *others,
    ]


def fill(number: int, helper: Beside, tell: Callable[[int], None]) -> None:
    """Make companies until there are `number`.

    Args:
        number: of them.
        helper: makes half of them beside us.
        tell: called with how many there are, now and then.
    """
    with in_public():
        there = Tenant.objects.filter(status=TenantStatus.ACTIVE).count()
    while there < number:
        each = min(_AT_A_TIME, number - there)
        helper.begin("add", str(each // 2))
        add_companies(str(each - each // 2))
        helper.result()
        there += each
        tell(there)


def add_companies(number: str) -> list[float]:
    """Make some companies; nothing is measured."""
    for _ in range(int(number)):
        add_company()
    return []


def add_company() -> None:
    """Make a company that answers requests."""
    schema = opaque_schema_name()
    make_schema(schema)
    with in_public(), transaction.atomic():
        _write_company(schema, TenantStatus.ACTIVE)


def _write_company(schema: str, status: TenantStatus) -> None:
    slug = schema.replace("_", "-")
    tenant = Tenant.objects.create(schema_name=schema, name=slug, slug=slug, status=status)
    Domain.objects.create(tenant=tenant, domain=f"{slug}.localhost", is_primary=True)


def _raw() -> tuple[float, float]:
    """The least there is: every table, constraint and index in one transaction, and nothing else."""
    rows = ("INSERT INTO ", "SELECT setval(")
    ddl = [line for line in template_script().split(";\n") if line and not line.startswith(rows)]
    script = "CREATE SCHEMA raw; SET LOCAL search_path = raw, extensions; " + ";\n".join(ddl)
    before = _database_mb()
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        began = time.perf_counter()
        connection.execute(script.encode())
        connection.commit()
        took = time.perf_counter() - began
        grown = _database_mb() - before
        connection.execute("DROP SCHEMA raw CASCADE")
    return took, grown


def _claims(number: int) -> tuple[list[float], list[float]]:
    """How long a sign-up holds its transaction, in ms, and how long one that writes the same two rows does."""

    def claim() -> None:
        with transaction.atomic():
            schema = claim_spare()
            if schema is None:
                raise RuntimeError("The pool is empty.")
            _write_company(schema, TenantStatus.FAILED)  # so that it is not counted

    def insert() -> None:
        with transaction.atomic():
            _write_company(opaque_schema_name(), TenantStatus.FAILED)

    with in_public():
        stock_spares(size=number + 1)
        claim()
        insert()
        pairs = [(1000 * _seconds(claim), 1000 * _seconds(insert)) for _ in range(number)]
        gone = Tenant.objects.filter(status=TenantStatus.FAILED)
        claimed = list(gone.values_list("schema_name", flat=True))
        with transaction.atomic():
            gone.delete()
    with _owner() as connection:
        for schema in claimed:
            connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'.encode())
    return [claim for claim, _ in pairs], [insert for _, insert in pairs]


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _database_mb() -> float:
    with _owner() as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return float(row[0]) / 2**20


def _owner() -> psycopg.Connection:
    return psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True)

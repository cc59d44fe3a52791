"""Lists people of a company made for it; says what it took beside raw SQL.

python -m deploy.benchmarks.inside.people N [--samples K]
"""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Iterable
from functools import partial
from typing import Any

import django

from deploy.benchmarks.inside.measuring import cpu_ms, disturbance, peak_mb, queries_of

Facts = dict[str, object]
SLUG, SCHEMA = "bench", "c_benchpeople1"
TEAMS = 100
LIST = "/manage/people/"


def main(arguments: list[str]) -> int:
    """Measure; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int)
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args(arguments)
    django.setup()
    logging.disable(logging.WARNING)
    sys.stdout.write(json.dumps(_list(options.n, options.samples)) + "\n")
    return 0


def figure(
    name: str,
    n: int,
    unit: str,
    measured: float,
    floor: float,
    reach: float | None = None,
    limit: float | None = None,
    least: float | None = None,
) -> Facts:
    """Return what `deploy.benchmarks.Figure` is made of."""
    return {
        "name": name,
        "n": n,
        "unit": unit,
        "measured": measured,
        "floor": floor,
        "reach": reach,
        "limit": limit,
        "least": least,
    }


def company(slug: str = SLUG, schema: str = SCHEMA) -> Any:
    """Make the company, or find it; return it."""
    from tenants.enums import TenantStatus
    from tenants.kernel.directory import tenant_by_slug
    from tenants.models import Domain, Tenant
    from tenants.schemas import in_public
    from tenants.services.building import make_schema

    with in_public():
        found = Tenant.objects.filter(slug=slug).exists()
    if not found:
        make_schema(schema)
        with in_public():
            tenant = Tenant.objects.create(
                schema_name=schema, name="Bench", slug=slug, status=TenantStatus.ACTIVE
            )
            Domain.objects.create(tenant=tenant, domain=f"{slug}.localhost", is_primary=True)
    return tenant_by_slug(slug)


def admin() -> Any:
    """Make the entered company's admin, or find them; return them."""
    from tenants.accounts.api import Role, User, create_person, set_seats

    known = User.objects.filter(email="admin@bench.example").first()
    if known is not None:
        return known
    set_seats(seats=1_000_000)
    person_id = create_person(
        name="Anita Admin", email="admin@bench.example", roles=[Role.ADMIN], email_verified=True
    )
    return User.objects.get(id=person_id)


def _list(people: int, samples: int) -> list[Facts]:
    from django.conf import settings
    from django.test import Client

    from tenants.schemas import in_tenant

    settings.DEBUG = False
    tenant = company()
    with in_tenant(tenant):
        boss = admin()
        _fill(people)
        team = _team_id()
    client = Client(headers={"host": f"{SLUG}.localhost"}, raise_request_exception=True)
    with in_tenant(tenant):
        client.force_login(boss)
    pages = {
        "list: first page": LIST,
        "list: search": f"{LIST}?q=person+4711",
        "list: filters": f"{LIST}?department={team}&status=active&seen=90&role=author&more=1",
        "list: last page": f"{LIST}?page={-(-people // 50)}",
        "list: middle page": f"{LIST}?page={people // 100}",
        "team page": "/team/",
    }
    floor = cpu_ms(raw_page, samples)
    figures = []
    for name, path in pages.items():
        assert client.get(path).status_code == 200, path
        cpu = cpu_ms(partial(client.get, path), samples)
        figures.append(figure(f"{name}, CPU", people, "ms", sum(cpu), sum(floor)))
        figures.append(figure(f"{name}, CPU of the app", people, "ms", cpu[0], floor[0]))
        figures.append(
            figure(f"{name}, queries", people, "queries", queries_of(client, SLUG, path), 1, 12)
        )
    return [*figures, *_export(client, people), machine(people)]


def machine(n: int) -> Facts:
    """Return how disturbed the machine was around what this process measured."""
    name = "the machine: fixed work, slowest beside quickest"
    return figure(name, n, "×", disturbance(), 1)


def _fill(people: int) -> None:
    from datetime import timedelta

    from enterprise.models import Department, Membership
    from enterprise.services.learner_standing import keep_standings
    from tenants.accounts.api import Role, User
    from tenants.accounts.models import RoleGrant
    from tenants.kernel.clock import now

    missing = people - User.objects.count()
    names = {row.name: row for row in Department.objects.all()}
    teams = [
        names.get(f"Team {n}") or Department.objects.create(name=f"Team {n}", created_at=now())
        for n in range(TEAMS)
    ]
    for start in range(0, max(0, missing), 5_000):
        numbers = range(start, min(missing, start + 5_000))
        users = User.objects.bulk_create(
            User(
                name=f"Person {n} {('Kumar', 'Sharma', 'Iyer', 'Rao')[n % 4]}",
                native_name="आशा" if n % 3 == 0 else "",
                email=f"more{n}@bench.example",
                employee_id=f"M{n}",
                job_title="Sales officer",
                password="!unusable" if n % 10 == 0 else "md5$x",
                last_seen_at=now() - timedelta(days=n % 200) if n % 10 else None,
            )
            for n in numbers
        )
        Membership.objects.bulk_create(
            Membership(user=user, department=teams[index % TEAMS], since=now())
            for index, user in enumerate(users)
        )
        RoleGrant.objects.bulk_create(
            RoleGrant(user=user, role=Role.AUTHOR) for user in users[::20]
        )
        keep_standings([user.id for user in users])
    analyse(
        SCHEMA,
        (
            "accounts_user",
            "enterprise_membership",
            "enterprise_learnerstanding",
            "accounts_rolegrant",
        ),
    )


def analyse(schema: str, tables: Iterable[str]) -> None:
    """Leave tables as they are after a night of autovacuum, so that a plan does not depend on its timing."""
    import psycopg

    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as connection:
        for table in tables:
            connection.execute(f"VACUUM ANALYZE {schema}.{table}")


def _team_id() -> object:
    from enterprise.models import Department

    return Department.objects.get(name="Team 1").id


def raw_page(slug: str = SLUG) -> None:
    """The least there is: one query for the fifty rows of a page."""
    from django.db import connection, transaction

    from tenants.kernel.directory import tenant_by_slug
    from tenants.schemas import in_tenant

    tenant = tenant_by_slug(slug)
    assert tenant is not None
    with in_tenant(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.*, d.name FROM accounts_user u"
            " LEFT JOIN enterprise_membership m ON m.user_id = u.id"
            " LEFT JOIN enterprise_department d ON d.id = m.department_id"
            " ORDER BY u.name, u.id LIMIT 50"
        )
        cursor.fetchall()


def _export(client: Any, people: int) -> list[Facts]:
    before = peak_mb()
    took, size = {}, 0
    for kind in ("csv", "xlsx"):
        began = time.perf_counter()
        answer = client.get(f"{LIST}export.{kind}")
        size = sum(len(chunk) for chunk in answer.streaming_content)
        took[kind] = time.perf_counter() - began
        assert size > 1000 * people // 100
    began = time.perf_counter()
    _raw_export()
    floor = time.perf_counter() - began
    return [
        figure("export: CSV", people, "s", took["csv"], floor),
        figure("export: XLSX", people, "s", took["xlsx"], floor),
        figure("export: peak memory", people, "MB", peak_mb(), before),
    ]


def _raw_export() -> None:
    import psycopg

    with (
        psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection,
        connection.cursor().copy(
            "COPY (SELECT u.name, u.email, d.name, u.job_title, u.employee_id, u.native_name,"
            f" u.date_joined FROM {SCHEMA}.accounts_user u"
            f" LEFT JOIN {SCHEMA}.enterprise_membership m ON m.user_id = u.id"
            f" LEFT JOIN {SCHEMA}.enterprise_department d ON d.id = m.department_id"
            " ORDER BY u.name) TO STDOUT (FORMAT csv)"
        ) as out,
    ):
        for _part in out:
            pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

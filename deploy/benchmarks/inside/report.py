"""Sends a manager's report of that many enrolments as CSV and XLSX; says what it took beside COPY.

python -m deploy.benchmarks.inside.report N
"""

import argparse
import json
import logging
import os
import sys
import time
from typing import Any

import django

from deploy.benchmarks.inside.measuring import peak_mb, resident_mb
from deploy.benchmarks.inside.people import Facts, company, figure
from deploy.benchmarks.inside.teams import IN_A_TEAM, analyse_teams, fill, manager_of
from deploy.memory import settle

SLUG, SCHEMA = "benchreport", "c_benchreport1"
COURSES = 10
ADDRESS = "/team/export"
# What design/speed.md wants: what the process holds for it, beside what it holds for being the product.
LIMIT_MB = 100
# The first piece has to be there before a proxy on the way gives up: nginx waits 60 s for one.
FIRST_SECONDS = 10


def main(arguments: list[str]) -> int:
    """Measure a company of N enrolments; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int)
    options = parser.parse_args(arguments)
    django.setup()
    logging.disable(logging.WARNING)
    sys.stdout.write(json.dumps(_figures(options.n)) + "\n")
    return 0


def _figures(enrolments: int) -> list[Facts]:
    from django.conf import settings
    from django.test import Client

    from enterprise.models import Department
    from tenants.schemas import in_tenant

    settings.DEBUG = False
    tenant = company(SLUG, SCHEMA)
    client = Client(headers={"host": f"{SLUG}.localhost"}, raise_request_exception=True)
    with in_tenant(tenant):
        fill(enrolments // COURSES, courses=COURSES)
        teams = list(Department.objects.order_by("created_at", "id")[: enrolments // IN_A_TEAM])
        analyse_teams(SCHEMA)
        client.force_login(manager_of("reporter", teams))
    assert client.get("/team/").status_code == 200
    settle()  # as the web process does
    floor, before = _copy(enrolments), resident_mb()
    figures: list[Facts] = []
    for kind in ("csv", "xlsx"):
        figures += _report(client, kind, enrolments, floor, before)
    return figures


def _report(client: Any, kind: str, enrolments: int, floor: float, before: float) -> list[Facts]:
    """Ask for the report once; look at the process's memory at every piece, beside what it was at first."""
    began, spent = time.perf_counter(), time.process_time()
    most, first, lines = before, 0.0, 0
    for piece in client.get(f"{ADDRESS}.{kind}").streaming_content:
        first = first or time.perf_counter() - began
        most = max(most, resident_mb())
        lines += piece.count(b"\n")
    took, cpu = time.perf_counter() - began, time.process_time() - spent
    assert kind != "csv" or lines == enrolments + 1, f"{lines} lines"
    name = f"team report, {kind.upper()}"
    return [
        figure(name, enrolments, "s", took, floor),
        figure(f"{name}, CPU of the app", enrolments, "s", cpu, floor),
        figure(f"{name}, first piece", enrolments, "s", first, floor, limit=FIRST_SECONDS),
        figure(f"{name}, memory of its own", enrolments, "MB", most - before, 1, limit=LIMIT_MB),
        figure(f"{name}, most of the process", enrolments, "MB", peak_mb(), before),
    ]


def _copy(enrolments: int) -> float:
    """Return the seconds that the same rows take as CSV by COPY."""
    import psycopg

    began, lines = time.perf_counter(), 0
    with (
        psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection,
        connection.cursor().copy(
            "COPY (SELECT u.name, u.email, u.employee_id, d.name, u.job_title, c.title, s.lessons_done,"
            " s.lessons_total, s.assigned_at, s.due_at, s.completed_at, s.last_activity_at"
            f" FROM {SCHEMA}.enterprise_learnercoursestatus s"
            f" JOIN {SCHEMA}.accounts_user u ON u.id = s.learner_id"
            f" JOIN {SCHEMA}.enterprise_membership m ON m.user_id = u.id"
            f" JOIN {SCHEMA}.enterprise_department d ON d.id = m.department_id"
            f" JOIN {SCHEMA}.catalogue_course c ON c.id = s.course_id"
            " ORDER BY u.name, u.id, s.due_at, s.id) TO STDOUT (FORMAT csv)"
        ) as out,
    ):
        for part in out:
            lines += bytes(part).count(b"\n")
    assert lines == enrolments, f"{lines} rows"
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

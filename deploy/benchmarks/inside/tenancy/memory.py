"""How much memory a backend comes to that touches every company."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.apps import apps

from deploy.benchmarks.inside.tenancy.fresh import close_connections

# What a learner's home and a lesson read.
_MODELS = (
    "accounts.User",
    "accounts.RoleGrant",
    "accounts.SeatAllowance",
    "accounts.KnownDevice",
    "sessions.Session",
    "usersessions.UserSession",
    "enterprise.Branding",
    "enterprise.Department",
    "enterprise.Membership",
    "enterprise.Assignment",
    "enterprise.Extension",
    "enterprise.LearnerCourseStatus",
    "catalogue.Course",
    "catalogue.CourseVersion",
    "catalogue.Module",
    "catalogue.Lesson",
    "catalogue.MediaAsset",
    "delivery.Enrolment",
    "delivery.LessonProgress",
    "assessment.Quiz",
)


def touch(way: str) -> list[float]:
    """Return the megabytes of a fresh backend, and of the largest there was while each company was read."""
    close_connections()
    visit = _ours if way == "ours" else _stock
    tables = [apps.get_model(name)._meta.db_table for name in _MODELS]
    most = max(_size_mb(visit(schema, tables)) for schema in _schemas())
    return [_fresh(), most]


def _schemas() -> list[str]:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT schema_name FROM public.tenants_tenant WHERE status = 'active' ORDER BY 1"
        ).fetchall()
    return [name for (name,) in rows]


def _touch(cursor: "object", tables: list[str]) -> int:
    execute: Callable[[str], object] = cursor.execute  # type: ignore[attr-defined]
    for table in tables:
        execute(f'SELECT * FROM "{table}" LIMIT 1')
    execute("SELECT pg_backend_pid()")
    pid: int = cursor.fetchone()[0]  # type: ignore[attr-defined]
    return pid


def _ours(schema: str, tables: list[str]) -> int:
    from django.db import close_old_connections, connection, transaction

    from tenants.schemas import TenantInfo, in_tenant

    close_old_connections()  # as at the end of a request
    with (
        in_tenant(TenantInfo(schema_name=schema)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        return _touch(cursor, tables)


def _stock(schema: str, tables: list[str]) -> int:
    from django.db import close_old_connections, connection

    close_old_connections()
    connection.set_schema(schema)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        return _touch(cursor, tables)


def _size_mb(pid: int) -> float:
    """Return what a backend holds besides the buffers that all share."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc does not tell the size of a process here.")


def _fresh() -> float:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SELECT 1")
        return _size_mb(connection.info.backend_pid)

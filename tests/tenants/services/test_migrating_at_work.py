"""Companies are migrated while their people are at work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from tenants.backend.names import PUBLIC_SCHEMA
from tenants.enums import TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict
from tenants.models import Tenant
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services import migrating
from tenants.services.migrating import migrate_tenants
from tenants.services.migration import as_owner
from tenants.services.template import alone
from tests.tenants.services.walks import (
    COLUMN,
    SCHEMAS,
    SLUGS,
    applied,
    has_column,
    hinder,
    mend,
)


def test_a_lock_that_is_held_is_tried_again_and_readers_are_not_held_up(
    disk: Callable[..., Path], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(COLUMN)
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_MS", 50)
    has_lock, failed_once = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with in_tenant(companies[1]), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM enterprise_department")
                has_lock.set()
                failed_once.wait(120)
        finally:
            connections.close_all()

    def pause(seconds: float) -> None:
        failed_once.set()
        holder.join()

    monkeypatch.setattr("tenants.services.migrating.time.sleep", pause)
    holder = threading.Thread(target=hold)
    holder.start()
    has_lock.wait(120)
    outcome = migrate_tenants()
    assert outcome.failed == []
    assert [step.tries for step in outcome.done] == [1, 2, 1, 1]
    assert [has_column(each) for each in companies] == [True] * 4


def test_a_lock_that_is_never_given_up_fails_that_company_alone(
    disk: Callable[..., Path], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(COLUMN)
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_MS", 10)
    monkeypatch.setattr(migrating, "_PAUSE_SECONDS", 0.0)
    with in_tenant(companies[1]), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM enterprise_department")
        outcome = migrate_tenants(keep_going=True)
    assert [step.schema for step in outcome.failed] == [companies[1].schema_name]
    assert outcome.failed[0].tries == 6
    assert "lock timeout" in outcome.failed[0].error
    assert [has_column(each) for each in companies] == [True, False, True, True]


def test_two_walks_at_once_are_refused(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    refused: list[str] = []

    def other() -> None:
        try:
            migrate_tenants()
        except Conflict as error:
            refused.append(error.message)
        finally:
            connections.close_all()

    with alone("migrate", wait=False):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refused == ["Another migration of all companies is under way."]
    assert [len(applied(each)) for each in companies] == [1] * 4


@contextmanager
def _people_at_work(slugs: list[str]) -> Iterator[list[int]]:
    """Have somebody ask companies for pages all the while; gives the answers' status codes."""
    answers: list[int] = []
    over = threading.Event()

    def browse() -> None:
        try:
            while not over.is_set():
                for slug in slugs:
                    host = {"host": f"{slug}.localhost"}
                    answers.append(Client(headers=host).get("/account/login/").status_code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=browse)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()


def test_pages_answer_while_companies_are_migrated(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    with _people_at_work(SLUGS) as answers:
        outcome = migrate_tenants(workers=2)
    assert outcome.failed == []
    assert set(answers) == {200}
    assert len(answers) >= len(SLUGS)


# Tables enough for a migration of departments; nobody asks these companies for a page.
SMALL = """
    CREATE SCHEMA "{new}";
    CREATE TABLE "{new}".django_migrations (LIKE "{old}".django_migrations INCLUDING ALL);
    INSERT INTO "{new}".django_migrations (app, name, applied)
        SELECT app, name, applied FROM "{old}".django_migrations;
    CREATE TABLE "{new}".enterprise_department (LIKE "{old}".enterprise_department INCLUDING ALL);
"""
WITH_COLUMN = """
    SELECT nspname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relname = 'enterprise_department' AND attname = 'colour' AND atttypid = 'varchar'::regtype
"""


@pytest.fixture
def hundred(companies: list[TenantInfo]) -> Iterator[list[str]]:
    """Schemas of a hundred companies, oldest first; those at places 1, 36, 38 and 100 have pages."""
    whole = dict(zip((0, 35, 37, 99), companies, strict=True))
    small = {place: f"c_small{place:05}" for place in range(100) if place not in whole}
    with as_owner(PUBLIC_SCHEMA) as owner, owner.cursor() as cursor:
        cursor.execute("".join(SMALL.format(new=each, old=SCHEMAS[0]) for each in small.values()))
    begin = now() - timedelta(days=1)
    with in_public(), transaction.atomic():
        for place in range(100):
            slug = whole[place].slug if place in whole else f"small-{place}"
            Tenant.objects.update_or_create(
                slug=slug,
                defaults={"created_at": begin + timedelta(seconds=place)},
                create_defaults={
                    "created_at": begin + timedelta(seconds=place),
                    "schema_name": small.get(place),
                    "name": slug,
                    "slug": slug,
                    "status": TenantStatus.ACTIVE,
                },
            )
    yield [whole[place].schema_name if place in whole else small[place] for place in range(100)]
    with as_owner(PUBLIC_SCHEMA) as owner, owner.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {', '.join(small.values())} CASCADE")


def _changed() -> set[str]:
    with as_owner(PUBLIC_SCHEMA) as owner, owner.cursor() as cursor:
        cursor.execute(WITH_COLUMN)
        return {name for (name,) in cursor.fetchall()}


def test_a_failure_at_the_37th_of_100_leaves_36_done_and_the_rest_as_they_were(
    disk: Callable[..., Path], hundred: list[str]
) -> None:
    disk(COLUMN)
    culprit = TenantInfo(schema_name=hundred[36])
    hinder(culprit)
    with _people_at_work(SLUGS) as answers:
        outcome = migrate_tenants()
        assert [step.schema for step in outcome.done] == hundred[:36]
        assert [step.schema for step in outcome.failed] == [culprit.schema_name]
        assert (outcome.left, _changed()) == (63, set(hundred[:36]))
        mend(culprit)
        again = migrate_tenants(workers=2)
    assert (again.up_to_date, len(again.done), again.failed) == (36, 64, [])
    assert _changed() == set(hundred)
    assert set(answers) == {200}
    assert len(answers) >= len(SLUGS)

"""Every company gets the same migrations, each whole or not at all, and it can be gone on with."""

import sys
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tenants.enums import MigrationState, MigrationWay, TenantStatus
from tenants.kernel.errors import Conflict, Missing
from tenants.models import Domain, MigrationRun, MigrationStep, Tenant
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services import migrating
from tenants.services.building import make_schema
from tenants.services.migrating import migrate_tenants
from tenants.services.migrating_plan import plan_for
from tenants.services.migration import as_owner
from tenants.services.template import alone
from tests import database

FIRST = """
from importlib import import_module
Migration = import_module("enterprise.migrations.0001_initial").Migration
"""
LATER = """
import uuid
from django.db import migrations, models

def note_all(apps, editor):
    Department = apps.get_model("enterprise", "Department")
    Department.objects.using(editor.connection.alias).update(name="noted")

class Migration(migrations.Migration):
    {atomic}
    dependencies = [("enterprise", "{before}")]
    operations = [{operations}]
"""
COLUMN = (
    "migrations.AddField('department', 'colour', models.CharField(max_length=9, default='plum'))"
)
SLUGS = ["one", "two", "three", "four"]


@pytest.fixture
def disk(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., None]]:
    """Return `disk(operations, ...)`: another migration of `enterprise` on disk."""
    package = f"disk_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_").replace("[", "_")
    folder = tmp_path / package
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "0001_initial.py").write_text(FIRST)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {"enterprise": package}
    names = ["0001_initial"]

    def write(*operations: str, atomic: bool = True) -> None:
        name = f"{len(names) + 1:04}_later"
        text = LATER.format(
            atomic="" if atomic else "atomic = False",
            before=names[-1],
            operations=", ".join(operations),
        )
        (folder / f"{name}.py").write_text(text)
        names.append(name)

    yield write
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


SCHEMAS = [f"c_{slug}00000000" for slug in SLUGS]
# What a test's migrations made.
UNDONE = """
    ALTER TABLE enterprise_department DROP COLUMN IF EXISTS colour, DROP COLUMN IF EXISTS other;
    DROP TABLE IF EXISTS enterprise_region;
    DROP INDEX IF EXISTS by_night;
    DELETE FROM django_migrations WHERE app = 'enterprise' AND name <> '0001_initial'
"""


@pytest.fixture(scope="module")
def four_schemas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Schemas for this module: making some for each test would take longer than the tests."""
    database.lent.update(SCHEMAS)
    with django_db_blocker.unblock():
        for schema in SCHEMAS:
            make_schema(schema)
        yield
        database.lent.clear()
        database.empty_everything()


@pytest.fixture
def companies(four_schemas: None, committed: None) -> Iterator[list[TenantInfo]]:
    """Four companies instead of the two whose schemas other tests use."""
    with in_public(), transaction.atomic():
        Tenant.objects.all().delete()
    made = []
    for slug, schema in zip(SLUGS, SCHEMAS, strict=True):
        with in_public(), transaction.atomic():
            row = Tenant.objects.create(
                schema_name=schema, name=slug, slug=slug, status=TenantStatus.ACTIVE
            )
            Domain.objects.create(tenant=row, domain=f"{slug}.localhost", is_primary=True)
        made.append(TenantInfo(schema_name=schema, id=row.id, slug=slug))
    yield made
    for schema in SCHEMAS:
        with as_owner(schema) as owner, owner.cursor() as cursor:
            cursor.execute(UNDONE)


def _has_column(
    tenant: TenantInfo, name: str = "colour", table: str = "enterprise_department"
) -> bool:
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s",
            [f"{tenant.schema_name}.{table}", name],
        )
        return bool(cursor.fetchone()[0])


def _applied(tenant: TenantInfo) -> list[str]:
    with in_tenant(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'enterprise' ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def _steps() -> list[tuple[str, str, str]]:
    with in_public():
        rows = MigrationStep.objects.order_by("at")
        return list(rows.values_list("schema_name", "state", "way"))


def test_nothing_to_apply_is_found_out_without_a_walk(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    outcome = migrate_tenants()
    assert (outcome.up_to_date, outcome.done, outcome.failed) == (4, [], [])
    with in_public():
        assert MigrationRun.objects.count() == 0


def test_a_column_is_added_everywhere_and_written_down(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    told: list[str] = []
    outcome = migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert [step.schema for step in outcome.done] == [each.schema_name for each in companies]
    assert told[0] == "4 companies need enterprise.0002_later"
    for tenant in companies:
        assert _has_column(tenant)
        assert _applied(tenant) == ["0001_initial", "0002_later"]
    assert _steps() == [
        (each.schema_name, MigrationState.DONE, MigrationWay.SQL) for each in companies
    ]
    with in_public():
        run = MigrationRun.objects.get()
    assert (run.state, run.waiting, run.finished_at is not None) == (MigrationState.DONE, 4, True)
    assert migrate_tenants().up_to_date == 4


def test_companies_of_several_heads_each_get_what_they_miss(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    with in_public(), transaction.atomic():
        later = Tenant.objects.exclude(slug="one")
        ids = list(later.values_list("id", flat=True))
        later.update(status=TenantStatus.FAILED)
    migrate_tenants()
    with in_public(), transaction.atomic():
        Tenant.objects.filter(id__in=ids).update(status=TenantStatus.ACTIVE)
    disk("migrations.RemoveField('department', 'colour')")
    told: list[str] = []
    migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert sorted(told[:2]) == [
        "1 companies need enterprise.0003_later",
        "3 companies need enterprise.0002_later, enterprise.0003_later",
    ]
    assert [_has_column(each) for each in companies] == [False] * 4
    assert {tuple(_applied(each)) for each in companies} == {
        ("0001_initial", "0002_later", "0003_later")
    }


def _break(tenant: TenantInfo) -> None:
    """Have the migration fail at one company: its column is there already."""
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE enterprise_department ADD colour int")


def _mend(tenant: TenantInfo) -> None:
    with as_owner(tenant.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE enterprise_department DROP colour")


def test_it_stops_at_the_first_failure_and_goes_on_where_it_stopped(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk("migrations.AddField('department', 'other', models.IntegerField(default=1))", COLUMN)
    _break(companies[2])
    outcome = migrate_tenants()
    assert [step.schema for step in outcome.done] == [each.schema_name for each in companies[:2]]
    assert [step.schema for step in outcome.failed] == [companies[2].schema_name]
    assert 'column "colour" of relation' in outcome.failed[0].error
    assert outcome.left == 1
    assert [_has_column(each, "other") for each in companies] == [True, True, False, False]
    assert [len(_applied(each)) for each in companies] == [2, 2, 1, 1]
    with in_public():
        assert MigrationRun.objects.get().state == MigrationState.FAILED
    _mend(companies[2])
    again = migrate_tenants()
    assert [step.schema for step in again.done] == [each.schema_name for each in companies[2:]]
    assert again.up_to_date == 2


def test_told_to_keep_going_it_does_the_others(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    _break(companies[0])
    outcome = migrate_tenants(keep_going=True, workers=3)
    assert sorted(step.schema for step in outcome.done) == sorted(
        each.schema_name for each in companies[1:]
    )
    assert ([step.schema for step in outcome.failed], outcome.left) == (
        [companies[0].schema_name],
        0,
    )


def test_canaries_go_first_and_the_others_wait_for_them(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    _break(companies[3])
    outcome = migrate_tenants(canaries=("four",), workers=2)
    assert [step.schema for step in outcome.failed] == [companies[3].schema_name]
    assert (outcome.done, outcome.left) == ([], 3)
    assert [len(_applied(each)) for each in companies] == [1] * 4
    with pytest.raises(Missing, match="nosuch"):
        migrate_tenants(canaries=("one", "nosuch"))


@pytest.mark.parametrize(
    ("operation", "atomic", "why"),
    [
        ("migrations.RunPython(note_all, migrations.RunPython.noop)", True, "has RunPython"),
        (
            "migrations.RunSQL('CREATE INDEX CONCURRENTLY by_night ON enterprise_department (name)')",
            False,
            "is not atomic",
        ),
    ],
)
def test_what_is_no_sql_is_applied_one_by_one_and_it_says_so(
    disk: Callable[..., None], companies: list[TenantInfo], operation: str, atomic: bool, why: str
) -> None:
    disk(operation, atomic=atomic)
    with in_public(), transaction.atomic():
        Tenant.objects.exclude(slug__in=["one"]).delete()
    told: list[str] = []
    outcome = migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert outcome.failed == []
    assert outcome.one_by_one == [f"enterprise.0002_later {why}"]
    assert told[1] == f"one by one, because enterprise.0002_later {why}"
    assert _steps() == [(SCHEMAS[0], MigrationState.DONE, MigrationWay.DJANGO)]
    assert _applied(companies[0]) == ["0001_initial", "0002_later"]


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (
            "migrations.AddField('department', 'u', models.UUIDField(default=uuid.uuid4))",
            "calls the default of u",
        ),
        ("migrations.RenameModel('department', 'division')", "has RenameModel"),
        (
            "migrations.SeparateDatabaseAndState([migrations.RunPython(note_all)])",
            "has SeparateDatabaseAndState",
        ),
        (COLUMN, ""),
        (
            "migrations.AddField('department', 'j', models.JSONField(default=dict))",
            "",
        ),
    ],
)
def test_what_would_not_be_the_same_in_each_schema_is_recognised(
    disk: Callable[..., None], companies: list[TenantInfo], operation: str, why: str
) -> None:
    disk(operation)
    plan = plan_for(SCHEMAS[0])
    assert plan.one_by_one == (f"enterprise.0002_later {why}" if why else "")
    assert bool(plan.statements) is not bool(why)


def test_a_new_table_has_its_rights_and_its_rows(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(
        "migrations.CreateModel('Region', [('id', models.BigAutoField(primary_key=True)),"
        " ('name', models.TextField())])"
    )
    with in_tenant(companies[0]), transaction.atomic():
        before = Permission.objects.count()
        Permission.objects.filter(codename="add_department").delete()  # as before its release
    migrate_tenants()
    with in_tenant(companies[0]), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO enterprise_region (name) VALUES ('South')")
        assert Permission.objects.count() == before
        added = Permission.objects.get(codename="add_department")
        assert (added.name, added.content_type.app_label) == ("Can add department", "enterprise")


def test_a_lock_that_is_held_is_tried_again_and_readers_are_not_held_up(
    disk: Callable[..., None], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(COLUMN)
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT_MS", 50)
    has_lock, failed_once = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with in_tenant(companies[1]), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM enterprise_department")
                has_lock.set()
                failed_once.wait(10)
        finally:
            connections.close_all()

    def pause(seconds: float) -> None:
        failed_once.set()
        holder.join()

    monkeypatch.setattr("tenants.services.migrating.time.sleep", pause)
    holder = threading.Thread(target=hold)
    holder.start()
    has_lock.wait(10)
    outcome = migrate_tenants()
    assert outcome.failed == []
    assert [step.tries for step in outcome.done] == [1, 2, 1, 1]
    assert [_has_column(each) for each in companies] == [True] * 4


def test_a_lock_that_is_never_given_up_fails_that_company_alone(
    disk: Callable[..., None], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
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
    assert [_has_column(each) for each in companies] == [True, False, True, True]


def test_two_walks_at_once_are_refused(
    disk: Callable[..., None], companies: list[TenantInfo]
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
    assert [len(_applied(each)) for each in companies] == [1] * 4


def test_a_schema_and_its_journal_line_come_together(
    disk: Callable[..., None], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(COLUMN)
    plan = plan_for(companies[0].schema_name)
    with in_public(), transaction.atomic():
        run = MigrationRun.objects.create(waiting=1)
    monkeypatch.setattr(migrating, "journal_line", lambda **facts: "SELECT 1 / 0")
    stepped = migrating.apply_plan(companies[0].schema_name, plan, run_id=run.id)
    assert "division by zero" in stepped.error
    assert (_has_column(companies[0]), len(_applied(companies[0]))) == (False, 1)
    assert [state for _, state, _ in _steps()] == [MigrationState.FAILED]


def test_the_command_ends_with_an_error_that_names_the_company_and_what_to_do(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    _break(companies[1])
    out = StringIO()
    with pytest.raises(CommandError, match=companies[1].schema_name) as refusal:
        call_command("migrate_tenants", "--workers", "1", stdout=out)
    assert "1 failed and are as they were, 2 not begun" in str(refusal.value)
    assert "Run it again to go on." in str(refusal.value)
    assert "1/4" not in out.getvalue().splitlines()[0]
    assert "2/4" in out.getvalue()
    _mend(companies[1])
    out = StringIO()
    call_command("migrate_tenants", "--workers", "2", "--canary", "two", stdout=out)
    assert out.getvalue().splitlines()[-1] == "3 migrated, 1 up to date"


def test_pages_answer_while_companies_are_migrated(
    disk: Callable[..., None], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    answers: list[int] = []
    enough = threading.Event()

    def browse() -> None:
        try:
            while not enough.is_set():
                for slug in SLUGS:
                    host = {"host": f"{slug}.localhost"}
                    answers.append(Client(headers=host).get("/account/login/").status_code)
        finally:
            connections.close_all()

    thread = threading.Thread(target=browse)
    thread.start()
    try:
        outcome = migrate_tenants(workers=2)
    finally:
        enough.set()
        thread.join()
    assert outcome.failed == []
    assert set(answers) == {200}
    assert len(answers) >= len(SLUGS)

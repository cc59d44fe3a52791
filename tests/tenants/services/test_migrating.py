"""Every company gets the same migrations, each whole or not at all, and it can be gone on with."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tenants.enums import MigrationState, MigrationWay, TenantStatus
from tenants.kernel.errors import Missing
from tenants.models import MigrationRun, Tenant
from tenants.schemas import TenantInfo, in_public
from tenants.services import migrating
from tenants.services.migrating import migrate_tenants
from tenants.services.migrating_plan import plan_for
from tests.tenants.services.walks import (
    COLUMN,
    applied,
    has_column,
    hinder,
    mend,
    steps,
)


def test_nothing_to_apply_is_found_out_without_a_walk(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    outcome = migrate_tenants()
    assert (outcome.up_to_date, outcome.done, outcome.failed) == (4, [], [])
    with in_public():
        assert MigrationRun.objects.count() == 0


def test_a_column_is_added_everywhere_and_written_down(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    told: list[str] = []
    outcome = migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert [step.schema for step in outcome.done] == [each.schema_name for each in companies]
    assert told[0] == "4 companies need enterprise.0002_later"
    for tenant in companies:
        assert has_column(tenant)
        assert applied(tenant) == ["0001_initial", "0002_later"]
    assert steps() == [
        (each.schema_name, MigrationState.DONE, MigrationWay.SQL) for each in companies
    ]
    with in_public():
        run = MigrationRun.objects.get()
    assert (run.state, run.waiting, run.finished_at is not None) == (MigrationState.DONE, 4, True)
    assert migrate_tenants().up_to_date == 4


def test_companies_of_several_heads_each_get_what_they_miss(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    with in_public(), transaction.atomic():
        later = Tenant.objects.exclude(slug="one")
        ids = list(later.values_list("id", flat=True))
        later.update(status=TenantStatus.FAILED)
    migrate_tenants()
    with in_public(), transaction.atomic():
        Tenant.objects.filter(id__in=ids).update(status=TenantStatus.ACTIVE)
    disk(
        "migrations.RemoveField('department', 'colour')",
        accepted={"drops enterprise.department.colour": "nobody has used it"},
    )
    told: list[str] = []
    migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert sorted(told[:2]) == [
        "1 companies need enterprise.0003_later",
        "3 companies need enterprise.0002_later, enterprise.0003_later",
    ]
    assert [has_column(each) for each in companies] == [False] * 4
    assert {tuple(applied(each)) for each in companies} == {
        ("0001_initial", "0002_later", "0003_later")
    }


def test_it_stops_at_the_first_failure_and_goes_on_where_it_stopped(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk("migrations.AddField('department', 'other', models.IntegerField(db_default=1))", COLUMN)
    hinder(companies[2])
    outcome = migrate_tenants()
    assert [step.schema for step in outcome.done] == [each.schema_name for each in companies[:2]]
    assert [step.schema for step in outcome.failed] == [companies[2].schema_name]
    assert 'column "colour" of relation' in outcome.failed[0].error
    assert outcome.left == 1
    assert [has_column(each, "other") for each in companies] == [True, True, False, False]
    assert [len(applied(each)) for each in companies] == [2, 2, 1, 1]
    with in_public():
        assert MigrationRun.objects.get().state == MigrationState.FAILED
    mend(companies[2])
    again = migrate_tenants()
    assert [step.schema for step in again.done] == [each.schema_name for each in companies[2:]]
    assert again.up_to_date == 2


def test_told_to_keep_going_it_does_the_others(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    hinder(companies[0])
    outcome = migrate_tenants(keep_going=True, workers=3)
    assert sorted(step.schema for step in outcome.done) == sorted(
        each.schema_name for each in companies[1:]
    )
    assert ([step.schema for step in outcome.failed], outcome.left) == (
        [companies[0].schema_name],
        0,
    )


def test_canaries_go_first_and_the_others_wait_for_them(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    hinder(companies[3])
    outcome = migrate_tenants(canaries=("four",), workers=2)
    assert [step.schema for step in outcome.failed] == [companies[3].schema_name]
    assert (outcome.done, outcome.left) == ([], 3)
    assert [len(applied(each)) for each in companies] == [1] * 4
    with pytest.raises(Missing, match="nosuch"):
        migrate_tenants(canaries=("one", "nosuch"))


def test_a_schema_and_its_journal_line_come_together(
    disk: Callable[..., Path], companies: list[TenantInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(COLUMN)
    plan = plan_for(companies[0].schema_name)
    with in_public(), transaction.atomic():
        run = MigrationRun.objects.create(waiting=1)
    monkeypatch.setattr(migrating, "journal_line", lambda **facts: "SELECT 1 / 0")
    stepped = migrating.apply_plan(companies[0].schema_name, plan, run_id=run.id)
    assert "division by zero" in stepped.error
    assert (has_column(companies[0]), len(applied(companies[0]))) == (False, 1)
    assert [state for _, state, _ in steps()] == [MigrationState.FAILED]


def test_the_command_ends_with_an_error_that_names_the_company_and_what_to_do(
    disk: Callable[..., Path], companies: list[TenantInfo]
) -> None:
    disk(COLUMN)
    hinder(companies[1])
    out = StringIO()
    with pytest.raises(CommandError, match=companies[1].schema_name) as refusal:
        call_command("migrate_tenants", "--workers", "1", stdout=out)
    assert "1 failed and are as they were, 2 not begun" in str(refusal.value)
    assert "Run it again to go on." in str(refusal.value)
    assert "1/4" not in out.getvalue().splitlines()[0]
    assert "2/4" in out.getvalue()
    mend(companies[1])
    out = StringIO()
    call_command("migrate_tenants", "--workers", "2", "--canary", "two", stdout=out)
    assert out.getvalue().splitlines()[-1] == "3 migrated, 1 up to date"

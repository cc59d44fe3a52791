"""What can be collected as SQL is; what cannot is applied one by one; rows and rights follow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction

from tenants.enums import MigrationState, MigrationWay
from tenants.models import Tenant
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services.migrating import migrate_tenants
from tenants.services.migrating_plan import plan_for
from tests.tenants.services.walks import (
    COLUMN,
    SCHEMAS,
    applied,
    steps,
)


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
    disk: Callable[..., Path], companies: list[TenantInfo], operation: str, atomic: bool, why: str
) -> None:
    disk(operation, atomic=atomic)
    with in_public(), transaction.atomic():
        Tenant.objects.exclude(slug__in=["one"]).delete()
    told: list[str] = []
    outcome = migrate_tenants(tell=lambda said, done, all_of_them: told.append(said))
    assert outcome.failed == []
    assert outcome.one_by_one == [f"enterprise.0002_later {why}"]
    assert told[1] == f"one by one, because enterprise.0002_later {why}"
    assert steps() == [(SCHEMAS[0], MigrationState.DONE, MigrationWay.DJANGO)]
    assert applied(companies[0]) == ["0001_initial", "0002_later"]


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
    disk: Callable[..., Path], companies: list[TenantInfo], operation: str, why: str
) -> None:
    disk(operation)
    plan = plan_for(SCHEMAS[0])
    assert plan.one_by_one == (f"enterprise.0002_later {why}" if why else "")
    assert bool(plan.statements) is not bool(why)


def test_a_new_table_has_its_rights_and_its_rows(
    disk: Callable[..., Path], companies: list[TenantInfo]
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

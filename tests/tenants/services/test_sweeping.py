"""The sweeper removes what nobody has, says so, and leaves everything else alone."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from tenants.backend.names import role_name
from tenants.backend.roles import create_role, create_schema
from tenants.enums import ProvisioningStep, TenantStatus
from tenants.kernel import clock, jobs
from tenants.kernel.models import AuditEntry, Job
from tenants.models import OrphanSighting, ProvisioningRun, SpareSchema, Tenant
from tenants.schemas import in_public
from tenants.services import building, pool, provisioning, sweeping
from tenants.services.migration import OWNER, as_owner
from tenants.services.sweeping import Swept, sweep
from tests.database import schemas

pytestmark = pytest.mark.usefixtures("committed")

ORPHAN, LONELY = "c_orphan000001", "c_lonely000001"
LATER = timedelta(hours=1, seconds=1)


@pytest.fixture(autouse=True)
def public_entered(committed: None) -> Iterator[None]:
    with in_public():
        yield


def _plant(schema: str, *, only_role: bool = False) -> None:
    with as_owner(schema) as owner, transaction.atomic(using=OWNER), owner.cursor() as cursor:
        make = create_role if only_role else create_schema
        make(cursor, database=owner.database, schema=schema)


def _there(schema: str) -> tuple[bool, bool]:
    database = str(connections["default"].settings_dict["NAME"])
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s),"
            " EXISTS (SELECT FROM pg_roles WHERE rolname = %s)",
            [schema, role_name(database, schema)],
        )
        return tuple(cursor.fetchone())  # type: ignore[return-value]


def _said() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("action", "target"))


def _run(*, minutes_ago: int, status: TenantStatus = TenantStatus.PROVISIONING) -> UUID:
    with transaction.atomic():
        tenant = Tenant.objects.create(
            schema_name=ORPHAN, name="Mehta", slug="mehta", status=status
        )
        return ProvisioningRun.objects.create(
            tenant=tenant,
            owner_email="asha@mehta.example",
            owner_name="Asha",
            owner_password_hash="x",
            started_at=clock.now() - timedelta(minutes=minutes_ago),
        ).id


def test_an_orphan_goes_after_an_hour_and_not_before() -> None:
    _plant(ORPHAN)
    _plant(LONELY, only_role=True)
    assert sweep() == []
    with clock.frozen(clock.now() + timedelta(minutes=59)):
        assert sweep() == []
    assert (_there(ORPHAN), _there(LONELY)) == ((True, True), (False, True))
    with clock.frozen(clock.now() + LATER):
        assert [(swept.action, swept.name) for swept in sweep()] == [
            ("role_removed", LONELY),
            ("schema_removed", ORPHAN),
        ]
    assert (_there(ORPHAN), _there(LONELY)) == ((False, False), (False, False))
    assert _said() == [
        ("provisioning.role_removed", LONELY),
        ("provisioning.schema_removed", ORPHAN),
    ]
    assert OrphanSighting.objects.count() == 0


def test_what_got_an_owner_in_the_meantime_stays() -> None:
    _plant(ORPHAN)
    sweep()
    with transaction.atomic():
        SpareSchema.objects.create(schema_name=ORPHAN, head="x")
    with clock.frozen(clock.now() + LATER):
        assert sweep() == []
    assert _there(ORPHAN) == (True, True)
    assert OrphanSighting.objects.count() == 0
    with transaction.atomic():
        SpareSchema.objects.all().delete()
    with clock.frozen(clock.now() + 2 * LATER):
        assert sweep() == []  # its hour begins again


def test_asked_to_remove_what_somebody_has_by_now_it_does_not() -> None:
    pool.stock_spares(size=1)
    spare = SpareSchema.objects.get().schema_name
    for schema in (*schemas()[1:], spare):
        assert sweeping._remove(schema, Swept("schema_removed", schema, "")) is False
        assert _there(schema) == (True, True)
    assert _said() == []


@pytest.mark.parametrize("status", [s for s in TenantStatus if s != TenantStatus.FAILED])
def test_a_companys_schema_is_never_touched(status: TenantStatus) -> None:
    _plant(ORPHAN)
    _run(minutes_ago=1, status=status)
    sweep()
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert sweep(grace=timedelta(0)) == []
    assert _there(ORPHAN) == (True, True)


def test_the_living_the_spares_and_other_databases_roles_stay() -> None:
    pool.stock_spares(size=1)
    database = str(connections["default"].settings_dict["NAME"])
    # The first would be a schema's of a database whose name begins like ours.
    others = [
        f"t_{database}_more_c_abcdefgh2345",
        f"t_x{database}_c_abcdefgh2345",
        f"t_{database}_x",
    ]
    with as_owner("public") as owner, owner.cursor() as cursor:
        for role in others:
            cursor.execute(f'DROP ROLE IF EXISTS "{role}"; CREATE ROLE "{role}"')
        cursor.execute("CREATE SCHEMA IF NOT EXISTS keep_me")
    try:
        sweep(grace=timedelta(0))
        assert sweep(grace=timedelta(0)) == []
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [others])
            assert cursor.fetchone() == (3,)
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'keep_me'")
            assert cursor.fetchone() == (1,)
        for schema in [*schemas()[1:], SpareSchema.objects.get().schema_name]:
            assert _there(schema) == (True, True)
    finally:
        with as_owner("public") as owner, owner.cursor() as cursor:
            for role in others:
                cursor.execute(f'DROP ROLE "{role}"')
            cursor.execute("DROP SCHEMA keep_me")


def test_a_build_in_progress_is_not_seen() -> None:
    with as_owner(ORPHAN) as owner, transaction.atomic(using=OWNER), owner.cursor() as cursor:
        create_schema(cursor, database=owner.database, schema=ORPHAN)
        with connections["default"].cursor() as other:
            other.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ORPHAN])
            assert other.fetchone() is None
        transaction.set_rollback(True, using=OWNER)


def test_a_schema_that_somebody_works_in_is_left_until_the_next_time() -> None:
    building.make_schema(ORPHAN)
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")  # `public` is entered here; the table below is another schema's
        with as_owner("public") as owner, owner.cursor() as owners:
            owners.execute(f"GRANT USAGE ON SCHEMA {ORPHAN} TO smh_public")
            owners.execute(f"GRANT SELECT ON {ORPHAN}.accounts_user TO smh_public")
        cursor.execute(f"SELECT count(*) FROM {ORPHAN}.accounts_user")  # holds a lock
        assert sweep(grace=timedelta(0)) == []
    assert _there(ORPHAN) == (True, True)
    assert [swept.name for swept in sweep(grace=timedelta(0))] == [ORPHAN]


def test_the_schema_of_a_company_that_was_given_up_goes() -> None:
    building.make_schema(ORPHAN)
    provisioning.give_up(run_id=_run(minutes_ago=1))
    sweep()
    with clock.frozen(clock.now() + LATER):
        assert [(swept.action, swept.name) for swept in sweep()] == [("schema_removed", ORPHAN)]
    assert _there(ORPHAN) == (False, False)
    assert Tenant.objects.get(schema_name=ORPHAN).status == TenantStatus.FAILED


def test_a_run_without_a_job_gets_one_and_is_finished() -> None:
    run_id = _run(minutes_ago=11)
    assert sweep() == [Swept("run_resumed", str(run_id), "no job is at it any more")]
    assert sweep() == []  # it has one now
    jobs.run_due()
    assert ProvisioningRun.objects.get().step == ProvisioningStep.READY
    assert _said()[0] == ("provisioning.run_resumed", str(run_id))


def test_a_run_without_a_job_is_given_up_after_a_day() -> None:
    run_id = _run(minutes_ago=24 * 60 + 1)
    assert [swept.action for swept in sweep()] == ["run_given_up"]
    run = ProvisioningRun.objects.select_related("tenant").get(id=run_id)
    assert (run.step, run.tenant.status) == (ProvisioningStep.FAILED, TenantStatus.FAILED)
    assert Job.objects.count() == 0


def test_a_fresh_run_is_left_alone() -> None:
    _run(minutes_ago=9)
    assert sweep() == []
    assert Job.objects.count() == 0


def test_looking_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _plant(ORPHAN)
    run_id = _run(minutes_ago=11)
    with transaction.atomic():
        Tenant.objects.filter(schema_name=ORPHAN).update(schema_name="c_elsewhere001")
    sweep()
    with clock.frozen(clock.now() + LATER):
        Job.objects.all().delete()
        call_command("sweep_schemas", "--look")
    assert capsys.readouterr().out.splitlines() == [
        f"run_resumed {run_id}: no job is at it any more",
        f"schema_removed {ORPHAN}: no company and no spare has it",
        "2 in all",
    ]
    assert _there(ORPHAN) == (True, True)
    assert Job.objects.count() == 0

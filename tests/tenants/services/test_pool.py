"""Spare schemas: whole, of the present release, given out once, and made again."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from tenants.backend.names import role_name
from tenants.kernel import jobs
from tenants.kernel.models import Job
from tenants.models import SpareSchema
from tenants.schemas import in_public
from tenants.services import building, migration, pool, template
from tenants.services.head import current_head
from tenants.services.pool import Stocked, claim_spare, stock_spares
from tests.database import schemas

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def public_entered(committed: None) -> Iterator[None]:
    with in_public():
        yield


def _claim() -> str | None:
    with transaction.atomic():
        return claim_spare()


def _made_schemas() -> set[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\\_%'")
        return {name for (name,) in cursor.fetchall()} - set(schemas())


def _roles() -> set[str]:
    prefix = role_name(str(connections["default"].settings_dict["NAME"]), "")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [prefix])
        return {name.removeprefix(prefix) for (name,) in cursor.fetchall()} - set(schemas())


def test_the_pool_is_filled_to_its_size_and_no_further() -> None:
    assert stock_spares(size=2) == Stocked(made=2, dropped=0)
    assert stock_spares(size=2) == Stocked(made=0, dropped=0)
    names = set(SpareSchema.objects.values_list("schema_name", flat=True))
    assert _made_schemas() == names
    assert _roles() == names
    assert set(SpareSchema.objects.values_list("head", flat=True)) == {current_head()}


def test_a_spare_is_given_out_once_and_an_empty_pool_gives_none() -> None:
    stock_spares(size=2)
    first, second, third = _claim(), _claim(), _claim()
    assert {first, second} == _made_schemas()
    assert third is None


def test_rolled_back_it_is_a_spare_again() -> None:
    stock_spares(size=1)
    with transaction.atomic():
        taken = claim_spare()
        transaction.set_rollback(True)
    assert _claim() == taken


def test_two_at_once_get_two_spares_and_neither_waits() -> None:
    stock_spares(size=2)
    both_have_one = threading.Barrier(2, timeout=20)
    got: list[str | None] = []

    def take() -> None:
        try:
            with in_public(), transaction.atomic():
                got.append(claim_spare())
                both_have_one.wait()  # inside the transaction: a lock waited for would break this
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(got) == _made_schemas()


def test_a_spare_of_another_release_is_not_given_out_and_is_replaced() -> None:
    stock_spares(size=2)
    old = SpareSchema.objects.order_by("made_at").first()
    assert old is not None
    SpareSchema.objects.filter(id=old.id).update(head="0" * 64)
    assert stock_spares(size=2) == Stocked(made=1, dropped=1)
    assert old.schema_name not in _made_schemas() | _roles()
    assert len(_made_schemas()) == 2
    SpareSchema.objects.update(head="0" * 64)
    assert _claim() is None


def test_code_that_a_deployment_replaces_neither_makes_nor_drops() -> None:
    stock_spares(size=1)
    template.keep_script("1" * 64, "SELECT 1")
    try:
        SpareSchema.objects.update(head="1" * 64)
        assert stock_spares(size=2) == Stocked(made=0, dropped=0)
        assert SpareSchema.objects.count() == 1
    finally:
        template.put_in_force()
    assert stock_spares(size=2) == Stocked(made=2, dropped=1)


def test_what_a_crash_left_planned_is_made_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = migration.run_script

    def crash(*args: object) -> None:
        raise DatabaseError("power cut")

    monkeypatch.setattr(building, "run_script", crash)
    with pytest.raises(DatabaseError):
        stock_spares(size=2)
    planned = set(SpareSchema.objects.filter(head="").values_list("schema_name", flat=True))
    assert len(planned) == 2
    assert (_made_schemas(), _roles()) == (set(), planned)
    assert _claim() is None
    monkeypatch.setattr(building, "run_script", whole)
    assert stock_spares(size=2) == Stocked(made=2, dropped=0)
    assert _made_schemas() == planned


def test_one_process_at_a_time_fills_it() -> None:
    with template.alone("stock", wait=False) as mine:
        done: list[Stocked] = []

        def stock() -> None:
            done.append(stock_spares(size=1))
            connections.close_all()

        other = threading.Thread(target=stock)
        other.start()
        other.join()
        assert mine is True
    assert done == [Stocked(made=0, dropped=0)]
    assert stock_spares(size=1) == Stocked(made=1, dropped=0)


def test_half_gone_the_pool_asks_to_be_filled(settings: Any) -> None:
    settings.SPARE_SCHEMAS = 4
    stock_spares()
    _claim()
    assert Job.objects.count() == 0
    _claim()
    assert list(Job.objects.values_list("name", flat=True)) == ["tenants.stock_spares"]


def test_a_job_makes_a_few_at_a_time_and_asks_to_go_on(settings: Any) -> None:
    settings.SPARE_SCHEMAS = 5
    with transaction.atomic():
        pool.ask_for_spares()
    first = Job.objects.get()
    jobs.perform(first.id)
    assert SpareSchema.objects.filter(head=current_head()).count() == 4
    assert SpareSchema.objects.filter(head="").count() == 1
    assert Job.objects.exclude(id=first.id).get().name == "tenants.stock_spares"
    assert jobs.run_due() == 1
    assert SpareSchema.objects.filter(head=current_head()).count() == 5


def test_claiming_costs_a_few_statements_and_makes_no_table(settings: Any) -> None:
    settings.SPARE_SCHEMAS = 1
    stock_spares()
    connections["owner"].close()
    connections["owner"].settings_dict["PORT"], port = 1, connections["owner"].settings_dict["PORT"]
    try:
        assert _claim() is not None  # over the application's connection alone
    finally:
        connections["owner"].settings_dict["PORT"] = port
    assert SpareSchema.objects.count() == 0

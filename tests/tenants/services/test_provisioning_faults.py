"""Whatever happens while a company is set up, there is a whole one or none, and others do not notice."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import Client

from tenants.accounts import api as accounts
from tenants.accounts.models import User
from tenants.enums import ProvisioningFault, TenantStatus
from tenants.kernel import clock, jobs
from tenants.kernel.audit import record
from tenants.kernel.models import AuditEntry, Job
from tenants.models import ProvisioningRun, SpareSchema, Tenant
from tenants.schemas import in_public, in_tenant
from tenants.services import building, pool, provisioning, template
from tenants.services.head import current_head
from tenants.services.sweeping import sweep
from tests.database import company

pytestmark = pytest.mark.usefixtures("committed")

ANSWERS = {
    "name": "Mehta Tiles",
    "slug": "mehta",
    "owner_email": "asha@mehta.example",
    "owner_name": "Asha Mehta",
    "password": "ceramic tiles sell well",
}
# Where it ends: a module's function that is not reached any more, or is the last one.
WITH_A_SPARE = {
    "taken in, not committed": (provisioning, "enqueue"),
    "taken in": (provisioning, "provision"),
    "before the owner": (provisioning, "_one_founder_at_a_time"),
    "before it is said to be ready": (provisioning, "change_status"),
}
WITHOUT = {
    "before the schema": (provisioning, "make_schema"),
    "while tables are made": (building, "run_script"),
    "schema made": (provisioning, "_one_founder_at_a_time"),
    "before it is said to be ready": (provisioning, "change_status"),
}


class PowerCut(Exception):
    """What happens to us."""


def _raise(*args: Any, **kwargs: Any) -> None:
    raise PowerCut


def _die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _in_a_process_that_dies(act: Callable[[], object]) -> None:
    """Run `act` in a child that has connections of its own, and see it killed."""
    child = os.fork()
    if child == 0:
        inherited = [connection.connection for connection in connections.all()]
        for connection in connections.all():
            connection.connection = None
        jobs.send_hint = lambda *args: None  # the broker's connection is the parent's
        try:
            act()
        finally:
            os._exit(len(inherited))  # only when nothing killed it
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def _start() -> UUID:
    with in_public():
        return provisioning.start_company(**ANSWERS)


def _work() -> None:
    """What the worker and the sweeper of jobs do in the next minutes."""
    with in_public(), clock.frozen(clock.now() + timedelta(minutes=5)):
        for job_id, _ in jobs.due_jobs():
            jobs.perform(job_id)


def _is_whole() -> bool:
    mehta = company("mehta")
    with in_tenant(mehta):
        owners = list(User.objects.values_list("email", flat=True))
    with in_public():
        run = ProvisioningRun.objects.get()
        state = provisioning.progress(run.id)
        assert state is not None
        return (owners, state.is_ready, mehta.status, run.owner_password_hash) == (
            ["asha@mehta.example"],
            True,
            TenantStatus.TRIAL,
            "",
        )


def _nothing_lies_about() -> bool:
    with in_public():
        return sweep(grace=timedelta(0), look_only=True) == []


@contextmanager
def _ending(place: tuple[Any, str], how: Callable[..., None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*place, how)
        yield


def _stock(size: int) -> None:
    with in_public():
        assert pool.stock_spares(size=size).made == size


@pytest.mark.parametrize("how", ["raised", "killed"])
@pytest.mark.parametrize("step", WITH_A_SPARE)
def test_cut_off_with_a_spare(step: str, how: str) -> None:
    _stock(1)
    with _ending(WITH_A_SPARE[step], _raise if how == "raised" else _die):
        if how == "killed":
            _in_a_process_that_dies(_start)
        elif step == "taken in, not committed":
            with pytest.raises(PowerCut):
                _start()
        else:
            _start()
    with in_public():
        taken_in = Tenant.objects.filter(slug="mehta").exists()
        assert SpareSchema.objects.count() == (0 if taken_in else 1)
    assert taken_in is (step != "taken in, not committed")
    assert _nothing_lies_about()
    if taken_in:
        _work()
        assert _is_whole()
        assert _nothing_lies_about()


@pytest.mark.parametrize("how", ["raised", "killed"])
@pytest.mark.parametrize("step", WITHOUT)
def test_cut_off_without_a_spare(step: str, how: str) -> None:
    template.template_script()
    _start()
    with _ending(WITHOUT[step], _raise if how == "raised" else _die):
        if how == "killed":
            _in_a_process_that_dies(_work)
        else:
            _work()
    with in_public():
        tenant = Tenant.objects.get(slug="mehta")
        assert tenant.status == TenantStatus.PROVISIONING
        has_schema = provisioning.schema_exists(tenant.schema_name)
    assert has_schema is (step in ("schema made", "before it is said to be ready"))
    assert _nothing_lies_about()
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        _work()
    assert _is_whole()


@pytest.mark.parametrize("how", ["raised", "killed"])
def test_cut_off_while_spares_are_made(how: str) -> None:
    with _ending((pool, "fill_schema"), _raise if how == "raised" else _die), in_public():
        if how == "killed":
            _in_a_process_that_dies(lambda: pool.stock_spares(size=2))
        else:
            with pytest.raises(PowerCut):
                pool.stock_spares(size=2)
    assert _nothing_lies_about()
    _stock(2)
    with in_public():
        assert SpareSchema.objects.filter(head=current_head()).count() == 2


def test_a_job_that_comes_while_the_request_is_at_it_makes_no_second_owner() -> None:
    _stock(1)
    with _ending((provisioning, "_at_once"), lambda run_id: None):
        run_id = _start()
    found, both_are_in = accounts.found_company, threading.Barrier(2)
    errors: list[Exception] = []

    def found_slowly(**answers: Any) -> None:
        found(**answers)
        with suppress(threading.BrokenBarrierError):  # the other one waits outside, as it should
            both_are_in.wait(timeout=0.5)

    def finish() -> None:
        try:
            with in_public():
                provisioning.provision(run_id=run_id)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    with _ending((accounts, "found_company"), found_slowly):
        threads = [threading.Thread(target=finish) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    assert _is_whole()


def test_with_a_spare_a_company_is_there_when_its_founder_gets_an_answer() -> None:
    _stock(1)
    connections["owner"].close()
    with _no_owner():  # so no table can be made, and no worker is needed
        answer = Client(headers={"host": "localhost"}).post(
            "/business/start/",
            {
                **{k: v for k, v in ANSWERS.items() if k != "owner_email"},
                "email": "asha@mehta.example",
                "agrees": "on",
            },
        )
    assert answer.status_code == 302
    assert _is_whole()
    page = Client(headers={"host": "localhost"}).get(answer["Location"]).content.decode()
    assert "http://mehta.localhost" in page
    own = Client(headers={"host": "mehta.localhost"}).get("/account/login/")
    assert (own.status_code, "Mehta Tiles" in own.content.decode()) == (200, True)
    _work()  # its job finds nothing left to do
    assert _is_whole()
    with in_public():
        assert Job.objects.get(name="tenants.provision").attempts == 1


@contextmanager
def _no_owner() -> Iterator[None]:
    """Have the place where schemas are made not answer."""
    owner = connections["owner"]
    owner.close()
    port, owner.settings_dict["PORT"] = owner.settings_dict["PORT"], 1
    try:
        yield
    finally:
        owner.settings_dict["PORT"] = port


@contextmanager
def _full_disk() -> Iterator[None]:
    """Have Postgres refuse to make a schema as it does when the disk is full."""
    key = (str(connections["owner"].settings_dict["NAME"]), current_head())
    script = template.template_script()
    full = "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
    template._remembered[key] = f"{script}\n{full}"
    try:
        yield
    finally:
        template._remembered[key] = script


FAULTS = {
    ProvisioningFault.DISK_FULL: (_full_disk, "no room for a new company"),
    ProvisioningFault.UNREACHABLE: (_no_owner, "does not answer at this moment"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_database_is_told_and_nobody_else_notices(fault: ProvisioningFault) -> None:
    trouble, words = FAULTS[fault]
    acme = company("acme")
    with in_tenant(acme), transaction.atomic():
        record("test.before", actor=None, target="kept")
    before = _rows_of_acme()
    run_id = _start()
    with trouble():
        _work()
        with in_public():
            run = ProvisioningRun.objects.select_related("tenant").get()
            assert run.fault == fault
            assert provisioning.schema_exists(run.tenant.schema_name) is False
        page = Client(headers={"host": "localhost"}).get(f"/business/start/{run_id}/")
        assert words in page.content.decode()
        for inside in ("could not extend", "OperationalError", run.tenant.schema_name):
            assert inside not in page.content.decode()
        assert Client(headers={"host": "acme.localhost"}).get("/account/login/").status_code == 200
    assert _rows_of_acme() == before
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        _work()
    assert _is_whole()
    with in_public():
        assert ProvisioningRun.objects.get().fault == ""


def _rows_of_acme() -> list[tuple[str, str]]:
    with in_tenant(company("acme")):
        return list(AuditEntry.objects.values_list("action", "target"))

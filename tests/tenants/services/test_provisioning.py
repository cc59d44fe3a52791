"""A company comes to be: whole, once, under its own role, or not at all."""

import threading
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, connections
from django.test import Client

from tenants.accounts.models import User
from tenants.enums import ProvisioningStep, TenantStatus
from tenants.kernel import jobs
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.models import AuditEntry, Job, JobState
from tenants.models import Domain, ProvisioningRun, Tenant
from tenants.privacy.enums import Purpose
from tenants.privacy.models import Consent
from tenants.privacy.texts import text_of
from tenants.schemas import in_public, in_tenant
from tenants.services import building, migration, provisioning
from tenants.services.slugs import ensure_free
from tests.database import company

ANSWERS = {
    "name": "  Mehta   Tiles ",
    "slug": "Mehta",
    "owner_email": "Asha@Mehta.example",
    "owner_name": "Asha Mehta",
    "password": "ceramic tiles sell well",
}


pytestmark = pytest.mark.usefixtures("committed")


def _start(**changes: str) -> UUID:
    with in_public():
        return provisioning.start_company(**{**ANSWERS, **changes})


def _run_jobs() -> None:
    with in_public():
        jobs.run_due()


def test_a_company_is_made_whole_and_its_owner_can_enter() -> None:
    run_id = _start()
    with in_public():
        before = provisioning.progress(run_id)
        assert before is not None
        assert (before.step, before.percent, before.is_ready) == ("waiting", 0, False)
        assert Client(headers={"host": "mehta.localhost"}).get("/").status_code == 404
    _run_jobs()
    with in_public():
        tenant = Tenant.objects.get(slug="mehta")
        run = ProvisioningRun.objects.get()
        assert (tenant.name, tenant.status) == ("Mehta Tiles", TenantStatus.TRIAL)
        assert (run.step, run.percent, run.owner_password_hash) == (ProvisioningStep.READY, 100, "")
        assert "mehta" not in tenant.schema_name
    mehta = company("mehta")
    with in_tenant(mehta):
        owner = User.objects.get()
        assert (owner.email, owner.name) == ("asha@mehta.example", "Asha Mehta")
        assert check_password(ANSWERS["password"], owner.password)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone()[0].endswith(mehta.schema_name)
    assert Client(headers={"host": "mehta.localhost"}).get("/account/login/").status_code == 200


def test_what_the_owner_agreed_to_is_written_down_in_the_company_once() -> None:
    run_id = _start(agreed_in="ta")
    _run_jobs()
    with in_public():
        run = ProvisioningRun.objects.get()
        ProvisioningRun.objects.update(step=ProvisioningStep.SCHEMA)  # died before it could say so
        Tenant.objects.filter(slug="mehta").update(status=TenantStatus.PROVISIONING)
        provisioning.provision(run_id=run_id)
    text = text_of(Purpose.COMPANY, "ta")
    with in_tenant(company("mehta")):
        owner, said = User.objects.get(), Consent.objects.get()
        assert (said.user_id, said.purpose, said.given) == (owner.id, Purpose.COMPANY, True)
        assert (said.version, said.language, said.sha256) == (text.version, "ta", text.sha256)
        assert said.at == run.started_at
        line = AuditEntry.objects.get(action="company.terms_agreed")
        assert (line.actor_id, line.target) == (owner.id, "Mehta Tiles")
        assert line.changes == {"version": text.version}


def test_a_company_with_a_contract_of_its_own_agreed_to_nothing_here() -> None:
    _start()
    _run_jobs()
    with in_tenant(company("mehta")):
        assert Consent.objects.count() == 0
        assert not AuditEntry.objects.filter(action="company.terms_agreed").exists()


def test_without_a_spare_the_pool_is_filled_after_the_company(settings: Any) -> None:
    settings.SPARE_SCHEMAS = 1
    _start()
    with in_public():
        assert list(Job.objects.values_list("name", flat=True)) == ["tenants.provision"]
        jobs.perform(Job.objects.get().id)
        assert ProvisioningRun.objects.get().step == ProvisioningStep.READY
        later = Job.objects.exclude(name="tenants.provision").values_list("name", flat=True)
        assert "tenants.stock_spares" in later


def test_running_it_again_changes_nothing() -> None:
    run_id = _start()
    _run_jobs()
    with in_public():
        provisioning.provision(run_id=run_id)
        ProvisioningRun.objects.update(step=ProvisioningStep.SCHEMA)  # died before it could say so
        Tenant.objects.filter(slug="mehta").update(status=TenantStatus.PROVISIONING)
        provisioning.provision(run_id=run_id)
        assert provisioning.progress(run_id).is_ready  # type: ignore[union-attr]
    with in_tenant(company("mehta")):
        assert User.objects.count() == 1


def test_a_crash_while_tables_are_made_leaves_no_schema_and_is_finished_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_id = _start()
    whole = migration.run_script

    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(building, "run_script", crash)
    _run_jobs()
    with in_public():
        tenant = Tenant.objects.get(slug="mehta")
        assert building.schema_exists(tenant.schema_name) is False
        state = provisioning.progress(run_id)
        assert state is not None
        assert (state.is_ready, state.has_failed, state.fault != "") == (False, False, True)
        assert Job.objects.get().state == JobState.QUEUED
    monkeypatch.setattr(building, "run_script", whole)
    with in_public():
        provisioning.provision(run_id=run_id)
        assert provisioning.progress(run_id).is_ready  # type: ignore[union-attr]


def test_two_at_once_for_one_subdomain_one_wins_and_the_other_is_told() -> None:
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def ask(email: str) -> None:
        try:
            barrier.wait()
            _start(owner_email=email)
            outcomes.append("taken in")
        except Conflict as refusal:
            outcomes.append(f"{refusal.field}: {refusal.code}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[f"{n}@mehta.example"]) for n in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["slug: taken", "taken in"]
    with in_public():
        assert (Tenant.objects.filter(slug="mehta").count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "admin"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"name": "   "}, "name"),
        ({"owner_email": "asha"}, "email"),
    ],
)
def test_bad_input_leaves_nothing(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _start(**changes)
    assert refusal.value.field == field
    with in_public():
        assert (Tenant.objects.count(), Domain.objects.count(), Job.objects.count()) == (2, 2, 0)


def test_a_taken_subdomain_leaves_nothing() -> None:
    with pytest.raises(Conflict):
        _start(slug="ACME")
    with in_public():
        assert Tenant.objects.count() == 2


def test_given_up_the_subdomain_is_free_and_the_page_tells_nothing_of_our_insides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_id = _start()

    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("permission denied for schema c_secret")

    monkeypatch.setattr(building, "run_script", crash)
    with in_public():
        while jobs.run_due():
            Job.objects.filter(state=JobState.QUEUED).update(run_after=now())
        assert Job.objects.get().state == JobState.FAILED
        state = provisioning.progress(run_id)
        assert state is not None
        assert (state.has_failed, state.is_ready) == (True, False)
        ensure_free("mehta")
        assert ProvisioningRun.objects.get().owner_password_hash == ""
    page = Client(headers={"host": "localhost"}).get(f"/business/start/{run_id}/")
    assert page.status_code == 200
    assert "could not be set up" in page.content.decode()
    for inside in ("RuntimeError", "permission denied", "c_secret"):
        assert inside not in page.content.decode()

"""Changing a company's standing: recorded, announced, raced, refused."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections

from tenants.enums import Mover, TenantStatus
from tenants.kernel import clock
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing
from tenants.models import OwnerNotice, Tenant, TenantStatusChange
from tenants.schemas import TenantInfo, in_public
from tenants.services.life import change_status
from tests.database import company
from tests.factories.tenants import stand, standing

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def _staff(tenant: TenantInfo, target: TenantStatus, **more: object) -> TenantStatusChange:
    with in_public():
        return change_status(
            tenant_id=tenant.id,
            target=target,
            mover=Mover.STAFF,
            actor_id=uuid4(),
            actor_name="Sita Staff",
            reason=str(more.pop("reason", "Asked for by phone.")),
            **more,  # type: ignore[arg-type]
        )


@pytest.mark.django_db
def test_a_change_is_recorded_with_who_why_when_and_what_comes_next(acme: TenantInfo) -> None:
    with clock.frozen(NOON):
        change = _staff(acme, TenantStatus.SUSPENDED, reason="  No  answer for weeks. ")
    with in_public():
        row = Tenant.objects.get(id=acme.id)
        assert (row.status, row.status_since) == ("suspended", NOON)
        assert row.status_until == NOON + timedelta(days=90)
        kept = TenantStatusChange.objects.get(id=change.id)
        assert (kept.source, kept.target, kept.mover) == ("active", "suspended", "staff")
        assert (kept.actor_name, kept.reason, kept.at) == (
            "Sita Staff",
            "No answer for weeks.",
            NOON,
        )
        assert OwnerNotice.objects.get().key == f"change:{change.id}"


@pytest.mark.django_db
def test_what_the_table_does_not_have_changes_nothing(acme: TenantInfo) -> None:
    for target in (TenantStatus.ERASED, TenantStatus.PROVISIONING, TenantStatus.ACTIVE):
        with pytest.raises(Conflict):
            _staff(acme, target)
    with pytest.raises(Invalid) as refusal:
        _staff(acme, TenantStatus.SUSPENDED, reason="  ")
    assert refusal.value.field == "reason"
    with in_public(), pytest.raises(Missing):
        change_status(tenant_id=uuid4(), target=TenantStatus.CLOSED, mover=Mover.OWNER)
    assert standing(acme) == "active"
    with in_public():
        assert TenantStatusChange.objects.count() == OwnerNotice.objects.count() == 0


@pytest.mark.django_db
def test_closing_and_reopening_wins_no_time(acme: TenantInfo) -> None:
    end = NOON + timedelta(days=3)
    with clock.frozen(NOON):
        stand(acme, "trial", until=end)
        with in_public():
            change_status(tenant_id=acme.id, target=TenantStatus.CLOSED, mover=Mover.OWNER)
    with clock.frozen(NOON + timedelta(days=2)), in_public():
        change_status(tenant_id=acme.id, target=TenantStatus.TRIAL, mover=Mover.OWNER)
        row = Tenant.objects.get(id=acme.id)
        assert (row.status, row.status_until, row.closed_from) == ("trial", end, "")


@pytest.mark.django_db
def test_an_owner_does_not_escape_a_suspension_by_closing(acme: TenantInfo) -> None:
    _staff(acme, TenantStatus.SUSPENDED)
    with in_public():
        change_status(tenant_id=acme.id, target=TenantStatus.CLOSED, mover=Mover.OWNER)
        with pytest.raises(Conflict):
            change_status(tenant_id=acme.id, target=TenantStatus.ACTIVE, mover=Mover.OWNER)
        change_status(tenant_id=acme.id, target=TenantStatus.SUSPENDED, mover=Mover.OWNER)
    assert standing(acme) == "suspended"


@pytest.mark.django_db
def test_grace_is_not_skipped_by_asking_the_service(acme: TenantInfo) -> None:
    stand(acme, "closed", until=clock.now() + timedelta(seconds=5), closed_from="active")
    with in_public(), pytest.raises(Conflict) as refusal:
        change_status(tenant_id=acme.id, target=TenantStatus.ERASED, mover=Mover.CLOCK)
    assert (refusal.value.code, standing(acme)) == ("grace", "closed")


def test_of_two_at_once_one_moves_the_company(committed: None) -> None:
    acme = company("acme")
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def act(target: TenantStatus) -> None:
        start.wait()
        try:
            _staff(acme, target, expected=TenantStatus.ACTIVE)
            outcomes.append("moved")
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=act, args=[target])
        for target in [TenantStatus.SUSPENDED, TenantStatus.CLOSED, TenantStatus.PAST_DUE] * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", *["stands_elsewhere"] * 5]
    with in_public():
        assert TenantStatusChange.objects.count() == 1
        assert standing(acme) == TenantStatusChange.objects.get().target

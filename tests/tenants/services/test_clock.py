"""What happens by date: announced first, then done, and only once."""

from datetime import UTC, datetime, timedelta

import pytest

from tenants.accounts.enums import Role
from tenants.enums import TenantStatus
from tenants.kernel import clock, jobs
from tenants.kernel.models import MailMessage
from tenants.models import Tenant, TenantStatusChange
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services.clock import tick
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.tenants import stand, standing

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def owner(acme: TenantInfo) -> str:
    with in_tenant(acme):
        UserFactory(name="Adil Admin", roles=[Role.ADMIN])
        user = UserFactory(name="Olive Owner", roles=[Role.OWNER])
        return str(user.email)


def _tick(moment: datetime) -> None:
    with clock.frozen(moment):
        with in_public():
            tick()
            jobs.run_due()
        with in_tenant(company("acme")):
            jobs.run_due()


def _subjects(tenant: TenantInfo) -> list[tuple[str, str]]:
    with in_tenant(tenant):
        return list(MailMessage.objects.order_by("created_at", "id").values_list("to", "subject"))


def _days(count: float) -> datetime:
    return START + timedelta(days=count)


def test_a_trial_that_nobody_touches_runs_its_course(acme: TenantInfo, owner: str) -> None:
    with clock.frozen(START):
        stand(acme, "trial", until=_days(30))
    seen = []
    for day in range(30 + 14 + 90 + 30 + 3):
        _tick(_days(day))
        if not seen or seen[-1][1] != standing(acme):
            seen.append((day, standing(acme)))
        if standing(acme) == "closed":
            break
    assert seen == [(0, "trial"), (30, "past_due"), (44, "suspended"), (134, "closed")]
    assert _subjects(acme) == [
        (owner, "The trial of Acme Realty ends on 23 Dec 2026"),
        (owner, "The trial of Acme Realty ends on 23 Dec 2026"),
        (owner, "The trial of Acme Realty is over"),
        (owner, "Acme Realty will be suspended on 6 Jan 2027"),
        (owner, "Acme Realty will be suspended on 6 Jan 2027"),
        (owner, "Acme Realty is suspended"),
        (owner, "Acme Realty will be closed on 6 Apr 2027"),
        (owner, "Acme Realty will be closed on 6 Apr 2027"),
        (owner, "Acme Realty is closed"),
    ]


def test_the_announcement_comes_seven_days_and_one_day_before(acme: TenantInfo, owner: str) -> None:
    with clock.frozen(START):
        stand(acme, "trial", until=_days(30))
    counts = []
    for moment in (_days(22.9), _days(23.1), _days(24), _days(28.9), _days(29.1), _days(29.9)):
        _tick(moment)
        counts.append(len(_subjects(acme)))
    assert counts == [0, 1, 1, 1, 2, 2]


def test_nothing_happens_by_date_that_was_not_announced(acme: TenantInfo, owner: str) -> None:
    # As after a week in which the clock stood still.
    with clock.frozen(START):
        stand(acme, "closed", until=_days(30), closed_from="active")
    _tick(_days(40))
    assert standing(acme) == "closed"
    _tick(_days(40.1))
    assert standing(acme) == "closed"
    assert [subject for _to, subject in _subjects(acme)] == [
        "The data of Acme Realty will be erased on 3 Jan 2027"
    ]


def test_a_company_brought_back_in_time_stays(acme: TenantInfo, owner: str) -> None:
    with clock.frozen(START):
        stand(acme, "past_due", until=_days(14))
    _tick(_days(13.5))
    with clock.frozen(_days(13.9)):
        stand(acme, "active")
    _tick(_days(20))
    assert standing(acme) == "active"
    with in_public():
        assert TenantStatusChange.objects.count() == 0


def test_a_standing_without_a_date_gets_one(acme: TenantInfo, owner: str) -> None:
    with clock.frozen(START):
        stand(acme, "trial", until=None)
    _tick(_days(1))
    with in_public():
        assert Tenant.objects.get(id=acme.id).status_until == _days(30)


def test_changes_by_the_clock_say_so(acme: TenantInfo, owner: str) -> None:
    with clock.frozen(START):
        stand(acme, "past_due", until=_days(14))
    _tick(_days(13.5))
    _tick(_days(14))
    _tick(_days(14))
    with in_public():
        change = TenantStatusChange.objects.get()
        assert (change.source, change.target, change.mover, change.actor_id, change.at) == (
            TenantStatus.PAST_DUE,
            TenantStatus.SUSPENDED,
            "clock",
            None,
            _days(14),
        )


def test_owners_are_told_in_their_language_and_only_owners(acme: TenantInfo) -> None:
    with in_tenant(acme):
        UserFactory(name="Omar", email="omar@example.com", roles=[Role.OWNER], is_active=False)
        UserFactory(name="Lata", email="lata@example.com")
        UserFactory(name="Oma", email="oma@example.com", roles=[Role.OWNER], language="hi")
    with clock.frozen(START):
        stand(acme, "past_due", until=_days(14))
    _tick(_days(13.5))
    with in_tenant(acme):
        assert list(MailMessage.objects.values_list("to", "language")) == [
            ("oma@example.com", "hi")
        ]

"""Deactivating and reactivating: sessions end, owners are kept, denied acts change nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from tenants.accounts import api
from tenants.accounts.enums import Role
from tenants.accounts.models import Invitation, User
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import InvitationFactory, NotYetJoinedFactory, UserFactory


def test_sessions_end_and_stay_ended(acme: TenantInfo, browser_of: Callable[..., Client]) -> None:
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory()
    browser = browser_of(acme, person)
    assert browser.get("/account/").status_code == 200
    with in_tenant(acme):
        assert api.deactivate_person(person_id=person.id, actor=admin)
    assert browser.get("/account/").status_code == 302
    with in_tenant(acme):
        assert api.reactivate_person(person_id=person.id, actor=admin)
    assert browser.get("/account/").status_code == 302


def test_a_session_opened_before_does_not_wake_up_with_the_account(
    acme: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    with in_tenant(acme):
        api.deactivate_person(person_id=person.id, actor=None)
        api.reactivate_person(person_id=person.id, actor=None)
    # No request was made in between, so only the generation can tell.
    assert browser.get("/account/").status_code == 302


def test_twice_is_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        assert api.deactivate_person(person_id=person.id, actor=None) is True
        assert api.deactivate_person(person_id=person.id, actor=None) is False
        assert api.reactivate_person(person_id=person.id, actor=None) is True
        assert api.reactivate_person(person_id=person.id, actor=None) is False
        assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
            "people.deactivated",
            "people.reactivated",
        ]


@pytest.mark.parametrize("case", ["self", "last_owner", "owner_by_admin"])
def test_who_may_not_be_deactivated(acme: TenantInfo, case: str) -> None:
    with in_tenant(acme):
        owner, admin = UserFactory(roles=[Role.OWNER]), UserFactory(roles=[Role.ADMIN])
        actor, target = {
            "self": (admin, admin),
            "last_owner": (None, owner),
            "owner_by_admin": (admin, owner),
        }[case]
        with pytest.raises(Refused):
            api.deactivate_person(person_id=target.id, actor=actor)
        target.refresh_from_db()
        assert (target.is_active, target.session_generation) == (True, 0)
        assert AuditEntry.objects.count() == 0


def test_an_owner_may_deactivate_another_owner(acme: TenantInfo) -> None:
    with in_tenant(acme):
        one, two = UserFactory(roles=[Role.OWNER]), UserFactory(roles=[Role.OWNER])
        assert api.deactivate_person(person_id=two.id, actor=one)


@pytest.mark.usefixtures("committed")
def test_two_owners_cannot_remove_each_other() -> None:
    acme = company("acme")
    with in_tenant(acme):
        owners = [UserFactory(roles=[Role.OWNER]) for _ in range(12)]
    start = Barrier(len(owners))

    def remove(pair: tuple[User, User]) -> bool:
        actor, target = pair
        try:
            with in_tenant(acme):
                # Connected before the start, so that all of them really run at once.
                assert User.objects.count() == len(owners)
                start.wait(timeout=30)
                return api.deactivate_person(person_id=target.id, actor=actor)
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(owners)) as pool:
        list(pool.map(remove, zip(owners, owners[1:] + owners[:1], strict=True)))
    with in_tenant(acme):
        left = set(User.objects.filter(is_active=True, role_grants__role=Role.OWNER))
        removers = set(AuditEntry.objects.values_list("actor_id", flat=True))
        # Whoever was removed first removed nobody afterwards.
        assert len(left) == len(owners) - len(removers) >= 1


def test_open_invitations_of_a_deactivated_person_are_withdrawn(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = NotYetJoinedFactory(email="meena@example.com")
        InvitationFactory(email="meena@example.com")
        api.deactivate_person(person_id=person.id, actor=None)
        assert Invitation.objects.get().revoked_at is not None


def test_people_of_another_company_are_missing(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = UserFactory()
    with in_tenant(acme), pytest.raises(Missing):
        api.deactivate_person(person_id=foreign.id, actor=None)
    with in_tenant(zenith):
        foreign.refresh_from_db()
        assert foreign.is_active

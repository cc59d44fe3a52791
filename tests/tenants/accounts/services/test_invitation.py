"""Invitations: for one address, once, for a while; nothing changes when refused."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from tenants.accounts import api
from tenants.accounts.enums import InvitationState, Role
from tenants.accounts.models import Invitation, RoleGrant, User
from tenants.kernel import clock
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry, MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import (
    InvitationFactory,
    NotYetJoinedFactory,
    SeatAllowanceFactory,
    UserFactory,
)

GOOD = "a sentence nobody guesses"


def token_in_mail(message: MailMessage) -> str:
    found = re.search(r"/account/invitation/([^/\s]+)/", message.text)
    assert found
    return found.group(1)


def test_the_mail_carries_a_link_that_makes_the_account(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN], name="Anita Rao")
        info = api.invite_person(
            email="Meena@Example.com ",
            name="Meena Iyer",
            roles=[Role.MANAGER],
            placement={"department_id": "x"},
            invited_by=admin,
        )
        message = MailMessage.objects.get()
        assert (message.to, info.email) == ("meena@example.com", "meena@example.com")
        assert "http://acme.localhost" in message.text
        person_id = api.accept_invitation(
            token=token_in_mail(message),
            password=GOOD,
            name="Meena  Iyer",
            native_name="மீனா",
            native_language="ta",
        )
        person = User.objects.get(id=person_id)
        assert (person.email, person.name, person.native_name) == (
            "meena@example.com",
            "Meena Iyer",
            "மீனா",
        )
        assert person.check_password(GOOD)
        assert api.roles_of(person) == {Role.MANAGER, Role.LEARNER}
        assert EmailAddress.objects.filter(user=person, verified=True, primary=True).exists()
        assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
            "people.invited",
            "people.joined",
        ]


def test_the_token_itself_is_not_stored(acme: TenantInfo) -> None:
    with in_tenant(acme):
        api.invite_person(email="meena@example.com")
        secret = token_in_mail(MailMessage.objects.get()).partition(".")[2]
        row = Invitation.objects.get()
        assert secret not in str(row.__dict__)


def _refused(token: str) -> DomainError:
    """Try to join; return the refusal after proving that nothing was written."""
    before = (User.objects.count(), RoleGrant.objects.count(), AuditEntry.objects.count())
    with pytest.raises(DomainError) as caught:
        api.accept_invitation(token=token, password=GOOD, name="Somebody")
    assert (User.objects.count(), RoleGrant.objects.count(), AuditEntry.objects.count()) == before
    return caught.value


def test_used_twice(acme: TenantInfo) -> None:
    with in_tenant(acme):
        invited = InvitationFactory()
        api.accept_invitation(token=invited.token, password=GOOD, name="First")
        error = _refused(invited.token)
        assert (error.status, error.code) == (409, "accepted")
        assert User.objects.get(email=invited.email).name == "First"


def test_expired(acme: TenantInfo) -> None:
    with in_tenant(acme):
        invited = InvitationFactory()
        with clock.frozen(invited.expires_at):
            error = _refused(invited.token)
        assert (error.status, error.code) == (409, "expired")
        # One moment earlier it would have been good: the refusal is the clock's.
        with clock.frozen(invited.expires_at - timedelta(seconds=1)):
            assert api.accept_invitation(token=invited.token, password=GOOD, name="In time")


def test_withdrawn(acme: TenantInfo) -> None:
    with in_tenant(acme):
        invited = InvitationFactory()
        api.revoke_invitation(invitation_id=invited.id, actor=UserFactory(roles=[Role.ADMIN]))
        error = _refused(invited.token)
        assert (error.status, error.code) == (409, "revoked")


@pytest.mark.parametrize("broken", ["", "x", "0.1", "{id}.wrong", "{id}.", "{other}.{secret}"])
def test_made_up_links(acme: TenantInfo, broken: str) -> None:
    with in_tenant(acme):
        invited, other = InvitationFactory(), InvitationFactory()
        secret = invited.token.partition(".")[2]
        token = broken.format(id=invited.id.hex, other=other.id.hex, secret=secret)
        error = _refused(token)
        assert (error.status, error.code) == (404, "unknown")


def test_a_link_of_another_company_is_none_even_with_the_same_row(
    acme: TenantInfo, zenith: TenantInfo
) -> None:
    with in_tenant(acme):
        invited = InvitationFactory(email="meena@example.com")
        token, digest = invited.token, invited.token_hash
    with in_tenant(zenith):
        Invitation.objects.create(
            id=invited.id,
            email="meena@example.com",
            token_hash=digest,
            expires_at=invited.expires_at,
        )
        assert _refused(token).code == "unknown"
    with in_tenant(acme):
        assert api.accept_invitation(token=token, password=GOOD, name="Meena")


def test_a_link_is_for_its_address_only(acme: TenantInfo) -> None:
    with in_tenant(acme):
        invited = InvitationFactory(email="meena@example.com")
        Invitation.objects.update(email="mallory@example.com")
        assert _refused(invited.token).code == "unknown"


def test_sending_again_ends_the_first_link(acme: TenantInfo) -> None:
    with in_tenant(acme):
        api.invite_person(email="meena@example.com")
        row = Invitation.objects.get()
        api.resend_invitation(invitation_id=row.id, actor=None)
        first, second = (token_in_mail(m) for m in MailMessage.objects.order_by("id"))
        assert _refused(first).code == "unknown"
        assert api.accept_invitation(token=second, password=GOOD, name="Meena")


def test_an_open_invitation_is_not_doubled_in_another_case(acme: TenantInfo) -> None:
    with in_tenant(acme):
        api.invite_person(email="meena@example.com")
        with pytest.raises(Conflict) as caught:
            api.invite_person(email="MEENA@example.com")
        assert (caught.value.code, caught.value.field) == ("invited", "email")
        assert (Invitation.objects.count(), MailMessage.objects.count()) == (1, 1)


def test_an_expired_one_makes_room(acme: TenantInfo) -> None:
    with in_tenant(acme):
        old = InvitationFactory(
            email="meena@example.com", expires_at=clock.now() - timedelta(days=1)
        )
        new = api.invite_person(email="meena@example.com")
        old.refresh_from_db()
        assert old.state_at(clock.now()) == InvitationState.REVOKED
        assert new.state == InvitationState.OPEN


@pytest.mark.parametrize(("known", "code"), [({}, "joined"), ({"is_active": False}, "deactivated")])
def test_somebody_known_is_not_invited(acme: TenantInfo, known: dict, code: str) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com", **known)
        with pytest.raises(Conflict) as caught:
            api.invite_person(email="Meena@Example.com")
        assert caught.value.code == code
        assert (Invitation.objects.count(), MailMessage.objects.count()) == (0, 0)


@pytest.mark.parametrize("address", ["", "  ", "meena", "meena@", "a b@example.com"])
def test_no_address_no_invitation(acme: TenantInfo, address: str) -> None:
    with in_tenant(acme):
        with pytest.raises(Invalid) as caught:
            api.invite_person(email=address)
        assert caught.value.field == "email"
        assert Invitation.objects.count() == 0


def test_an_admin_may_not_invite_an_owner(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, owner = UserFactory(roles=[Role.ADMIN]), UserFactory(roles=[Role.OWNER])
        with pytest.raises(Refused):
            api.invite_person(email="new@example.com", roles=[Role.OWNER], invited_by=admin)
        assert Invitation.objects.count() == 0
        assert api.invite_person(email="new@example.com", roles=[Role.OWNER], invited_by=owner)


def test_an_imported_person_joins_on_the_seat_they_have(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = NotYetJoinedFactory(email="meena@example.com", name="Meena")
        SeatAllowanceFactory(seats=User.objects.count())
        invited = InvitationFactory(email="meena@example.com", roles=["author"])
        joined = api.accept_invitation(token=invited.token, password=GOOD, name="Meena Iyer")
        assert joined == person.id
        person = User.objects.get(id=joined)
        assert (person.name, person.check_password(GOOD)) == ("Meena Iyer", True)
        assert Role.AUTHOR in api.roles_of(person)


def test_no_seat_no_account_and_the_invitation_stays_good(acme: TenantInfo) -> None:
    with in_tenant(acme):
        UserFactory()
        SeatAllowanceFactory(seats=1)
        invited = InvitationFactory()
        assert _refused(invited.token).code == "no_seat"
        api.set_seats(seats=2)
        assert api.accept_invitation(token=invited.token, password=GOOD, name="Now")


@pytest.mark.parametrize("password", ["short", "password1234", "meena iyer example"])
def test_a_weak_password_keeps_the_invitation(acme: TenantInfo, password: str) -> None:
    with in_tenant(acme):
        invited = InvitationFactory(email="meena.iyer@example.com")
        with pytest.raises(Invalid) as caught:
            api.accept_invitation(token=invited.token, password=password, name="Meena Iyer Example")
        assert caught.value.field == "password"
        assert (User.objects.count(), Invitation.objects.get().accepted_at) == (0, None)


@pytest.mark.usefixtures("committed")
def test_of_two_acceptances_at_once_one_wins() -> None:
    acme = company("acme")
    with in_tenant(acme):
        token = InvitationFactory().token

    def accept(name: str) -> str:
        try:
            with in_tenant(acme):
                api.accept_invitation(token=token, password=GOOD, name=name)
        except Conflict as error:
            return error.code
        finally:
            connections.close_all()
        return "joined"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(accept, [f"Person {n}" for n in range(8)]))
    assert results == ["accepted"] * 7 + ["joined"]
    with in_tenant(acme):
        assert User.objects.count() == 1


def test_missing_invitations_are_missing(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = InvitationFactory()
    with in_tenant(acme):
        for act in (api.resend_invitation, api.revoke_invitation):
            with pytest.raises(Missing):
                act(invitation_id=foreign.id, actor=None)


@pytest.mark.parametrize("fall", ["demoted", "deactivated"])
def test_who_was_shown_out_does_not_come_back_by_an_invitation_of_their_own(
    acme: TenantInfo, fall: str
) -> None:
    with in_tenant(acme):
        bad, good = UserFactory(roles=[Role.ADMIN]), UserFactory(roles=[Role.ADMIN])
        info = api.invite_person(email="second@home.example", roles=[Role.ADMIN], invited_by=bad)
        first = token_in_mail(MailMessage.objects.get())
        if fall == "demoted":
            api.set_roles(person_id=bad.id, roles=[], actor=good)
        else:
            api.deactivate_person(person_id=bad.id, actor=good)
        with pytest.raises(Conflict) as refusal:
            api.accept_invitation(token=first, password=GOOD, name="Second Self")
        assert refusal.value.code == "unvouched"
        assert not User.objects.filter(email="second@home.example").exists()
        assert Invitation.objects.get().accepted_at is None
        # An admin who sends it again stands for it.
        api.resend_invitation(invitation_id=info.id, actor=good)
        again = token_in_mail(MailMessage.objects.latest("created_at"))
        person_id = api.accept_invitation(token=again, password=GOOD, name="Second Self")
        assert RoleGrant.objects.get(user_id=person_id).granted_by == good


def test_who_was_invited_to_learn_joins_also_when_their_inviter_has_left(acme: TenantInfo) -> None:
    with in_tenant(acme):
        leaver, owner = UserFactory(roles=[Role.ADMIN]), UserFactory(roles=[Role.OWNER])
        api.invite_person(email="new@acme.example", invited_by=leaver)
        api.deactivate_person(person_id=leaver.id, actor=owner)
        token = token_in_mail(MailMessage.objects.get())
        person_id = api.accept_invitation(token=token, password=GOOD, name="Newly Here")
        assert User.objects.get(id=person_id).email == "new@acme.example"

"""Tokens: shown once, kept as a digest, ended by time, by revoking, and with their owner."""

from datetime import timedelta

import pytest

from tenants.accounts import api as accounts
from tenants.accounts.enums import Role
from tenants.api_access.enums import Scope, TokenKind
from tenants.api_access.models import AccessToken
from tenants.api_access.secrets import digest_of
from tenants.api_access.selectors.token import usable_token
from tenants.api_access.services.token import (
    create_token,
    forget_old_tokens,
    revoke_token,
    rotate_token,
)
from tenants.kernel import clock
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.tokens import personal_token, service_token


def test_only_a_digest_is_kept(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        made = personal_token(UserFactory())
        row = AccessToken.objects.get()
        assert made.secret.startswith("smh_")
        assert made.secret not in str(vars(row))
        assert made.secret not in str(list(AuditEntry.objects.values()))
        assert (row.prefix, row.digest) == (made.secret[:10], digest_of(made.secret))
    with in_tenant(zenith):
        # Even a copied row would not hold in another company.
        assert digest_of(made.secret) != row.digest
        assert usable_token(made.secret) is None


def test_what_ends_a_token(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory()
        made = personal_token(owner)
        assert usable_token(made.secret) is not None
        with clock.frozen(now() + timedelta(days=90)):
            assert usable_token(made.secret) is None
        assert revoke_token(token_id=made.id, actor=owner) is True
        assert revoke_token(token_id=made.id, actor=owner) is False
        assert usable_token(made.secret) is None


def test_a_personal_token_dies_with_its_owner_and_a_service_token_does_not(
    acme: TenantInfo,
) -> None:
    with in_tenant(acme):
        UserFactory(roles=[Role.OWNER])
        person = UserFactory(roles=[Role.ADMIN])
        mine, companys = personal_token(person), service_token(actor=person)
        accounts.deactivate_person(person_id=person.id, actor=None)
        assert usable_token(mine.secret) is None
        assert usable_token(companys.secret) is not None
        accounts.reactivate_person(person_id=person.id, actor=None)
        assert usable_token(mine.secret) is None


def test_a_switched_off_owner_is_asked_for_also_without_the_event(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        made = personal_token(person)
        type(person).objects.filter(id=person.id).update(is_active=False)
        assert usable_token(made.secret) is None


def test_rotation_overlaps(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory()
        old = personal_token(owner, [Scope.ACCOUNT_READ])
        new = rotate_token(token_id=old.id, overlap_hours=24, actor=owner)
        rows = {row.id: row for row in AccessToken.objects.all()}
        assert rows[new.id].family == rows[old.id].family == old.id
        assert rows[new.id].scopes == ["account:read"]
        assert usable_token(old.secret) is not None
        assert usable_token(new.secret) is not None
        with clock.frozen(now() + timedelta(hours=24, seconds=1)):
            assert usable_token(old.secret) is None
            assert usable_token(new.secret) is not None
        with pytest.raises(Conflict):
            rotate_token(token_id=old.id, overlap_hours=24, actor=owner)
        with pytest.raises(Invalid):
            rotate_token(token_id=new.id, overlap_hours=5, actor=owner)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": " "}, Invalid),
        ({"name": "x" * 81}, Invalid),
        ({"scopes": []}, Invalid),
        ({"days": 3650}, Invalid),
        ({"kind": TokenKind.SERVICE, "scopes": [Scope.ACCOUNT_READ]}, Invalid),
        ({"kind": TokenKind.SERVICE, "scopes": [Scope.PEOPLE_READ]}, Refused),
    ],
)
def test_what_cannot_be_made(acme: TenantInfo, fields: dict, error: type[DomainError]) -> None:
    usual = {
        "kind": TokenKind.PERSONAL, "name": "X", "scopes": [Scope.ACCOUNT_READ], "days": 30,
    }  # fmt: skip
    with in_tenant(acme):
        with pytest.raises(error):
            create_token(**usual | fields, actor=UserFactory(roles=[Role.MANAGER]))
        assert AccessToken.objects.count() == 0


def test_on_the_public_site_there_are_personal_tokens_only(db: None) -> None:
    with in_public():
        consumer = UserFactory(roles=[Role.CONSUMER])
        with pytest.raises(Invalid):
            personal_token(consumer, [Scope.PEOPLE_READ])
        with pytest.raises(Refused):
            create_token(
                kind=TokenKind.SERVICE,
                name="X",
                scopes=[Scope.COURSES_READ],
                days=30,
                actor=UserFactory(roles=[Role.STAFF]),
            )
        assert usable_token(personal_token(consumer).secret) is not None


def test_nobody_manages_another_persons_token(acme: TenantInfo) -> None:
    with in_tenant(acme):
        token, companys = personal_token(UserFactory()), service_token()
        admin, other = UserFactory(roles=[Role.ADMIN]), UserFactory()
        for actor, made in ((admin, token), (other, token), (other, companys)):
            for act in (
                lambda a, m: revoke_token(token_id=m.id, actor=a),
                lambda a, m: rotate_token(token_id=m.id, overlap_hours=0, actor=a),
            ):
                with pytest.raises(Missing):
                    act(actor, made)
        assert usable_token(token.secret) is not None
        assert revoke_token(token_id=companys.id, actor=admin)


def test_old_tokens_are_forgotten(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory()
        personal_token(owner)
        with clock.frozen(now() + timedelta(days=200)):
            kept = personal_token(owner)
            forget_old_tokens()
            assert AccessToken.objects.count() == 2
        with clock.frozen(now() + timedelta(days=90 + 181)):
            forget_old_tokens()
            assert list(AccessToken.objects.values_list("id", flat=True)) == [kept.id]

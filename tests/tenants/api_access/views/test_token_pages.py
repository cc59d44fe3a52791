"""Pages of tokens: step-up first, the secret once, nobody else's."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants.accounts.enums import Role
from tenants.api_access.models import AccessToken
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.tokens import bearing, personal_token, service_token

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
OWN, COMPANY = "/account/tokens/", "/manage/company/tokens/"
SECRET = re.compile(r"smh_[A-Za-z0-9]{40}")


def proved(client: Client, tenant: TenantInfo) -> Client:
    """Return a client whose person has just proved who they are."""
    answer = client.post(
        "/account/reauthenticate/", {"password": PASSWORD, "next": OWN}, follow=False
    )
    assert answer.status_code == 302, answer.content[:500]
    return client


@pytest.mark.parametrize(("path", "scope"), [(OWN, "account:read"), (COMPANY, "people:read")])
def test_made_shown_once_replaced_and_revoked(
    acme: TenantInfo, browser_of: Browser, path: str, scope: str
) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
    client = proved(browser_of(acme, owner), acme)
    data: dict[str, Any] = {"name": "Payroll sync", "scopes": [scope], "days": 90}
    answer = client.post(f"{path}new/", data)
    assert answer.status_code == 200
    (secret,) = set(SECRET.findall(answer.content.decode()))
    assert f">{secret}<" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not SECRET.search(client.get(path).content.decode())
    with in_tenant(acme):
        row = AccessToken.objects.get()
    replaced = client.post(f"{path}{row.id}/rotate/", {"overlap_hours": 24})
    (other,) = set(SECRET.findall(replaced.content.decode()))
    assert other != secret
    assert "Replaced, ends soon" in client.get(path).content.decode()
    answer = client.post(f"{path}{row.id}/revoke/", follow=True)
    assert "The token is revoked." in answer.content.decode()
    api = "/api/v1/me/" if path == OWN else "/api/v1/people/"
    found = [
        browser_of(acme).get(api, headers={"authorization": f"Bearer {one}"}).status_code
        for one in (secret, other)
    ]
    assert found == [401, 200]


@pytest.mark.parametrize("path", [OWN, COMPANY])
def test_without_a_proof_nothing_is_made(acme: TenantInfo, browser_of: Browser, path: str) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        old = personal_token(owner) if path == OWN else service_token(actor=owner)
    client = browser_of(acme, owner)
    for act, data in (
        ("new/", {"name": "X", "scopes": ["people:read"], "days": 90}),
        (f"{old.id}/rotate/", {"overlap_hours": 0}),
    ):
        answer = client.post(f"{path}{act}", data)
        assert answer.status_code == 302
        assert "/account/" in answer["Location"]
    with in_tenant(acme):
        assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Say what it is for."),
        ({"name": "X", "days": 90}, "Tick at least one thing it may do."),
        ({"name": "X", "scopes": ["all"], "days": 90}, "This cannot be given here."),
    ],
)
def test_bad_input(acme: TenantInfo, browser_of: Browser, data: dict[str, Any], says: str) -> None:
    with in_tenant(acme):
        person = UserFactory()
    answer = proved(browser_of(acme, person), acme).post(f"{OWN}new/", data)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_other_peoples_tokens_are_missing(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        token = personal_token(UserFactory())
        admin = UserFactory(roles=[Role.ADMIN])
    client = proved(browser_of(acme, admin), acme)
    assert client.post(f"{OWN}{token.id}/revoke/").status_code == 404
    assert client.post(f"{OWN}{token.id}/rotate/", {"overlap_hours": 0}).status_code == 404
    assert client.post(f"{COMPANY}{token.id}/revoke/").status_code == 404
    assert browser_of(acme).get("/api/v1/me/", headers=bearing(token)).status_code == 200


def test_the_companys_tokens_are_for_admins(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        manager = UserFactory(roles=[Role.MANAGER])
    assert browser_of(acme, manager).get(COMPANY).status_code == 403
    assert browser_of(acme).get(COMPANY).status_code == 302

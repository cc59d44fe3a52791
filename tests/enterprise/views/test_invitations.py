"""Inviting people by the pages, and what can be done to an invitation."""

from collections.abc import Callable

import pytest
from django.test import Client

from enterprise.models import Department
from tenants.accounts.api import Role, User
from tenants.accounts.models import Invitation
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory

Browser = Callable[..., Client]
LIST = "/manage/people/"


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(roles=[Role.ADMIN], name="Anita Rao")


def text(answer) -> str:
    return answer.content.decode()


def test_inviting_one_person(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        team = Department.objects.create(name="Field", created_at=now())
    browser = browser_of(acme, admin)
    data = {
        "email": "New@Example.com",
        "department_id": team.id,
        "roles": ["manager"],
        "language": "ta",
    }
    answer = browser.post(f"{LIST}invite/", data, follow=True)
    assert "Invitation sent to new@example.com" in text(answer)
    with in_tenant(acme):
        row = Invitation.objects.get()
        assert (row.email, row.roles, row.placement, row.language, row.invited_by_id) == (
            "new@example.com",
            ["manager"],
            {"department_id": str(team.id)},
            "ta",
            admin.id,
        )
    again = browser.post(f"{LIST}invite/", data)
    assert again.status_code == 422
    assert "open invitation" in text(again)


def test_resend_and_revoke(
    acme: TenantInfo, zenith: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        row = InvitationFactory(email="meena@example.com")
    with in_tenant(zenith):
        foreign = InvitationFactory()
    browser = browser_of(acme, admin)
    assert "meena@example.com" in text(browser.get(f"{LIST}invitations/"))
    for act in ("resend", "revoke"):
        path = f"{LIST}invitations/{{}}/{act}/"
        assert browser.post(path.format(foreign.id)).status_code == 404
        assert browser.post(path.format(row.id)).status_code == 302
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.sendings == 2
        assert row.revoked_at is not None
    late = browser.post(f"{LIST}invitations/{row.id}/resend/", follow=True)
    assert "withdrawn already" in text(late)
    with in_tenant(zenith):
        foreign.refresh_from_db()
        assert (foreign.sendings, foreign.revoked_at) == (1, None)

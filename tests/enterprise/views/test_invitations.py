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


def test_states_search_and_order(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        InvitationFactory(email="open@example.com", name="Asha")
        InvitationFactory(email="late@example.com", expires_at=now())
        InvitationFactory(email="gone@example.com", revoked_at=now())
        InvitationFactory(email="in@example.com", accepted_at=now())
    browser = browser_of(acme, admin)
    for query, found in (
        ("", {"open", "late"}),
        ("?status=open", {"open"}),
        ("?status=expired", {"late"}),
        ("?status=revoked", {"gone"}),
        ("?status=accepted", {"in"}),
        ("?status=all", {"open", "late", "gone", "in"}),
        ("?status=purple&sort=evil", {"open", "late"}),
        ("?status=all&q=asha", {"open"}),
    ):
        page = text(browser.get(f"{LIST}invitations/{query}"))
        shown = {name for name in ("open", "late", "gone", "in") if f"{name}@example.com" in page}
        assert shown == found, query
    page = text(browser.get(f"{LIST}invitations/?status=all&sort=-email"))
    assert page.index("open@") < page.index("late@") < page.index("in@")


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(
    acme: TenantInfo, admin: User, browser_of: Browser, count: int, django_assert_num_queries
) -> None:
    with in_tenant(acme):
        for _ in range(count):
            InvitationFactory(invited_by=admin)
    browser = browser_of(acme, admin)
    browser.get(f"{LIST}invitations/")
    # Session, person, powers, brand, counts, rows, teams; and the two savepoint statements of a test.
    with in_tenant(acme), django_assert_num_queries(7 + 2):
        browser.get(f"{LIST}invitations/")


def test_many_at_once(
    acme: TenantInfo, zenith: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(zenith):
        foreign = InvitationFactory()
    with in_tenant(acme):
        rows = [InvitationFactory() for _ in range(3)]
        done = InvitationFactory(accepted_at=now())
    browser = browser_of(acme, admin)
    ids = [row.id for row in rows]
    answer = browser.post(
        f"{LIST}invitations/bulk/", {"do": "resend", "selected": [*ids, done.id]}, follow=True
    )
    assert "3 invitations sent again" in text(answer)
    assert "has joined already" in text(answer)
    with in_tenant(acme):
        hashes = set(Invitation.objects.filter(id__in=ids).values_list("token_hash", flat=True))
        assert hashes.isdisjoint({row.token_hash for row in rows})
    assert "Tick at least one" in text(
        browser.post(f"{LIST}invitations/bulk/", {"do": "revoke"}, follow=True)
    )
    stopped = browser.post(
        f"{LIST}invitations/bulk/", {"do": "revoke", "selected": [*ids, foreign.id]}
    )
    assert stopped.status_code == 404
    with in_tenant(acme):
        assert Invitation.objects.filter(revoked_at__isnull=False).count() == 0
    browser.post(f"{LIST}invitations/bulk/", {"do": "revoke", "selected": ids})
    with in_tenant(acme):
        assert Invitation.objects.filter(revoked_at__isnull=False).count() == 3

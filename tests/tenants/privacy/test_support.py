"""Our staff in a company: by its consent, for a time, reading, on record; otherwise not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import InternalError
from django.test import Client

from enterprise.models import Department
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel import clock
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.privacy.models import SupportGrant, SupportVisit
from tenants.privacy.services.support import (
    begin_visit,
    end_support,
    grant_support,
    issue_ticket,
)
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def allowed(tenant: TenantInfo) -> UUID:
    with in_tenant(tenant):
        owner = UserFactory.create(roles=[Role.OWNER])
        return grant_support(hours=2, what_for="The import fails", actor=owner)


def nisha() -> User:
    with in_tenant(PUBLIC):
        known = User.objects.filter(email="nisha@example.com").first()
        return known or UserFactory.create(email="nisha@example.com", roles=[Role.STAFF])


def ticket(tenant: TenantInfo) -> str:
    staff = nisha()
    with in_tenant(tenant):
        return issue_ticket(staff_id=staff.id, staff_name="Nisha of support")


def visiting(tenant: TenantInfo, browser_of: Browser) -> Client:
    browser = browser_of(tenant)
    answer = browser.post("/support/enter/", {"ticket": ticket(tenant)})
    assert (answer.status_code, answer.url) == (302, "/manage/")
    return browser


def actions(tenant: TenantInfo) -> list[str]:
    with in_tenant(tenant):
        return list(AuditEntry.objects.order_by("at", "id").values_list("action", flat=True))


def test_without_consent_nobody_gets_in(acme: TenantInfo) -> None:
    with pytest.raises(Refused):
        ticket(acme)
    with in_tenant(acme):
        assert SupportVisit.objects.count() == 0


def test_with_consent_pages_are_seen_and_stand_in_the_log(
    acme: TenantInfo, browser_of: Browser
) -> None:
    allowed(acme)
    browser = visiting(acme, browser_of)
    page = browser.get("/manage/people/")
    assert page.status_code == 200
    assert "Support visit of Nisha of support" in page.content.decode()
    assert actions(acme)[:3] == ["support.allowed", "support.entered", "support.looked"]
    with in_tenant(acme):
        looked = AuditEntry.objects.get(action="support.looked")
        assert (looked.target, looked.changes) == ("/manage/people/", {"staff": "Nisha of support"})
        assert not User.objects.filter(name__startswith="Nisha").exists()
    assert browser.post("/support/leave/").status_code == 302
    assert browser.get("/manage/people/").status_code == 302
    assert actions(acme)[-1] == "support.left"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/manage/teams/new/"),
        ("get", "/manage/people/export.csv"),
        ("get", "/account/"),
        ("get", "/learn/"),
    ],
)
def test_nothing_is_changed_or_taken_away(
    acme: TenantInfo, browser_of: Browser, method: str, path: str
) -> None:
    allowed(acme)
    browser = visiting(acme, browser_of)
    answer = getattr(browser, method)(path, {"name": "North"})
    assert answer.status_code == 403
    assert "Support visits only read" in answer.content.decode()
    with in_tenant(acme):
        assert Department.objects.count() == 0


def test_the_database_holds_a_page_to_reading(
    acme: TenantInfo, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a page that writes on GET."""
    allowed(acme)
    browser = visiting(acme, browser_of)

    def write(*args: object, **kwargs: object) -> object:
        return DepartmentFactory.create()

    monkeypatch.setattr("tenants.kernel.audit_page.audit_entries", write)
    with pytest.raises(InternalError, match="read-only transaction"):
        browser.get("/manage/audit/")
    with in_tenant(acme):
        assert Department.objects.count() == 0


def test_a_ticket_is_good_once_for_a_minute_and_for_its_company(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    allowed(acme)
    allowed(zenith)
    good, staff_id = ticket(acme), nisha().id
    assert browser_of(zenith).post("/support/enter/", {"ticket": good}).status_code == 403
    assert browser_of(acme).get(f"/support/enter/?ticket={good}").status_code == 200
    with in_tenant(acme):
        assert SupportVisit.objects.count() == 0
        begin_visit(ticket=good)
        with pytest.raises(Refused):
            begin_visit(ticket=good)
        late = issue_ticket(staff_id=staff_id, staff_name="Nisha")
        with clock.frozen(clock.now() + timedelta(seconds=61)), pytest.raises(Refused):
            begin_visit(ticket=late)
        with pytest.raises(Refused):
            begin_visit(ticket="nonsense")
        assert SupportVisit.objects.count() == 1


def test_it_is_over_when_the_company_says_so(acme: TenantInfo, browser_of: Browser) -> None:
    grant_id = allowed(acme)
    browser = visiting(acme, browser_of)
    with in_tenant(acme):
        end_support(grant_id=grant_id, actor=User.objects.get())
    answer = browser.get("/manage/people/")
    assert (answer.status_code, answer.url) == (302, "/")
    with pytest.raises(Refused):
        ticket(acme)
    with in_tenant(acme), pytest.raises(Missing):
        end_support(grant_id=grant_id, actor=User.objects.get())


def test_it_is_over_when_its_time_is(acme: TenantInfo, browser_of: Browser) -> None:
    with clock.frozen(START):
        allowed(acme)
        browser = visiting(acme, browser_of)
        assert browser.get("/manage/").status_code == 200
    with clock.frozen(START + timedelta(hours=2)):
        assert browser.get("/manage/").status_code == 302


@pytest.mark.parametrize("how", ["role", "account"])
def test_it_is_over_when_the_visitor_is_of_our_staff_no_more(
    acme: TenantInfo, browser_of: Browser, how: str
) -> None:
    allowed(acme)
    browser, late = visiting(acme, browser_of), ticket(acme)
    assert browser.get("/manage/people/").status_code == 200
    with in_tenant(PUBLIC):
        if how == "role":
            RoleGrant.objects.filter(user=nisha()).delete()
        else:
            User.objects.filter(id=nisha().id).update(is_active=False)
    answer = browser.get("/manage/people/")
    assert (answer.status_code, answer.url) == (302, "/")
    with in_tenant(acme):
        with pytest.raises(Refused):
            begin_visit(ticket=late)
        assert SupportVisit.objects.count() == 1


def test_consent_names_its_purpose_and_length(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory.create(roles=[Role.OWNER])
        for hours, words, field in ((3, "Look", "hours"), (2, "  ", "what_for")):
            with pytest.raises(Invalid) as refused:
                grant_support(hours=hours, what_for=words, actor=owner)
            assert refused.value.field == field
        assert SupportGrant.objects.count() == 0

"""The page about the company itself: for owners, truthful about what is on its way, undone where it can be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel import jobs
from tenants.kernel.clock import now
from tenants.kernel.models import AuditEntry
from tenants.middleware.host import hosts
from tenants.models import CompanyGroup, DomainClaim, Tenant, TenantStatusChange
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.database import company
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.tenants import stand, standing

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAGE = "/manage/company/"
ACTS = (
    ("get", PAGE),
    ("get", f"{PAGE}state/"),
    ("post", f"{PAGE}details/"),
    ("post", f"{PAGE}close/"),
    ("post", f"{PAGE}reopen/"),
    ("post", f"{PAGE}archive/"),
    ("post", f"{PAGE}domains/add/"),
    ("post", f"{PAGE}domains/act/"),
    ("post", f"{PAGE}domains/restore/"),
)


@pytest.fixture
def owner(acme: TenantInfo) -> User:
    with in_tenant(acme):
        user: User = UserFactory(name="Olive Owner", email="olive@acme.example", roles=[Role.OWNER])
        return user


def _sign_in(browser_of: Browser, tenant: TenantInfo, user: User) -> Client:
    """Return the browser of somebody who has just said who they are."""
    browser = browser_of(tenant)
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def _deliver(tenant: TenantInfo) -> None:
    with in_tenant(tenant):
        jobs.run_due()
    with in_public():
        jobs.run_due()
    hosts.forget()


@pytest.mark.parametrize(("verb", "path"), ACTS)
@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.MANAGER, Role.AUTHOR, Role.ADMIN])
def test_nobody_but_an_owner_gets_here(
    acme: TenantInfo, owner: User, browser_of: Browser, verb: str, path: str, role: Role | None
) -> None:
    with in_tenant(acme):
        user = UserFactory(roles=[role]) if role else None
    answer = getattr(browser_of(acme, user), verb)(path, {"typed_name": "Acme Realty"})
    assert answer.status_code == (403 if role else 302)
    _deliver(acme)
    assert standing(acme) == "active"
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action__startswith="company.").count() == 0


def test_details_change_by_event_and_the_page_says_so_meanwhile(
    acme: TenantInfo, owner: User, browser_of: Browser
) -> None:
    browser = _sign_in(browser_of, acme, owner)
    answer = browser.post(
        f"{PAGE}details/", {"name": "  Acme  Homes ", "time_zone": "Asia/Dubai", "locale": "hi"}
    )
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    waiting = browser.get(PAGE).content.decode()
    assert "On its way" in waiting
    assert company("acme").name == "Acme Realty"
    assert "On its way" in browser.get(f"{PAGE}state/").content.decode()
    _deliver(acme)
    assert browser.get(f"{PAGE}state/")["HX-Refresh"] == "true"
    now_known = company("acme")
    assert (now_known.name, now_known.time_zone, now_known.locale) == (
        "Acme Homes",
        "Asia/Dubai",
        "hi",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "time_zone": "Asia/Kolkata", "locale": "en"},
        {"name": "Sales Mastery Hub", "time_zone": "Asia/Kolkata", "locale": "en"},
        {"name": "Ac\u200bme", "time_zone": "Asia/Kolkata", "locale": "en"},
        {"name": "Аcme", "time_zone": "Asia/Kolkata", "locale": "en"},
        {"name": "Acme", "time_zone": "Mars/Olympus", "locale": "en"},
        {"name": "Acme", "time_zone": "Asia/Kolkata", "locale": "xx"},
    ],
)
def test_wrong_details_are_said_at_their_field_and_change_nothing(
    acme: TenantInfo, owner: User, browser_of: Browser, wrong: dict[str, str]
) -> None:
    answer = _sign_in(browser_of, acme, owner).post(f"{PAGE}details/", wrong)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    _deliver(acme)
    assert company("acme").name == "Acme Realty"


def test_closing_wants_the_name_typed_and_is_taken_back(
    acme: TenantInfo, owner: User, browser_of: Browser
) -> None:
    browser = _sign_in(browser_of, acme, owner)
    wrong = browser.post(f"{PAGE}close/", {"typed_name": "Zenith Pharma"})
    assert wrong.status_code == 422
    _deliver(acme)
    assert standing(acme) == "active"
    assert browser.post(
        f"{PAGE}close/", {"typed_name": "acme  REALTY", "reason": "We move on."}
    ).status_code == 302  # fmt: skip
    _deliver(acme)
    assert standing(acme) == "closed"
    closed = browser.get(PAGE).content.decode()
    assert "Open the company again" in closed
    assert "Close the company" not in closed
    with in_public():
        change = TenantStatusChange.objects.get()
        assert (change.mover, change.actor_id, change.actor_name, change.reason) == (
            "owner",
            owner.id,
            "",
            "We move on.",
        )
    assert browser.post(f"{PAGE}reopen/").status_code == 302
    _deliver(acme)
    assert standing(acme) == "active"
    assert "Olive Owner" in browser.get(PAGE).content.decode()


def test_closing_asks_once_more_who_it_is(
    acme: TenantInfo, owner: User, browser_of: Browser
) -> None:
    browser = browser_of(acme, owner)
    answer = browser.post(f"{PAGE}close/", {"typed_name": "Acme Realty"})
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    _deliver(acme)
    assert standing(acme) == "active"


def test_an_owner_of_one_company_closes_no_other(
    acme: TenantInfo, zenith: TenantInfo, owner: User, browser_of: Browser
) -> None:
    browser = _sign_in(browser_of, acme, owner)
    for host in ("zenith.localhost", "acme.localhost"):
        browser.post(
            f"{PAGE}close/",
            {"typed_name": "Zenith Pharma", "tenant_id": str(zenith.id), "company": "zenith"},
            headers={"host": host},
        )
    _deliver(acme)
    _deliver(zenith)
    assert (standing(acme), standing(zenith)) == ("active", "active")


def test_what_the_directory_refuses_is_said(
    acme: TenantInfo, owner: User, browser_of: Browser
) -> None:
    browser = _sign_in(browser_of, acme, owner)
    with in_public():
        DomainClaim.objects.create(tenant_id=acme.id, domain="learn.acme.example")
    browser.post(f"{PAGE}domains/act/", {"act": "make_primary", "domain": "learn.acme.example"})
    _deliver(acme)
    assert "Prove first that this domain is yours." in browser.get(PAGE).content.decode()


def test_the_other_companies_of_the_contract_are_those_one_runs_oneself(
    acme: TenantInfo, zenith: TenantInfo, owner: User, browser_of: Browser
) -> None:
    with in_public():
        group = CompanyGroup.objects.create(name="Mehta Holdings")
        Tenant.objects.filter(id__in=[acme.id, zenith.id]).update(group=group)
    browser = _sign_in(browser_of, acme, owner)
    assert "Zenith" not in browser.get(PAGE).content.decode()
    with in_tenant(zenith):
        same = UserFactory(email="olive@acme.example", name="Olive", verified=False)
        address = same.emailaddress_set.create(email="olive@acme.example", verified=False)
    for roles, verified, active, shown in (
        ([], True, True, False),
        ([Role.MANAGER], True, True, False),
        ([Role.ADMIN], False, True, False),
        ([Role.ADMIN], True, False, False),
        ([Role.ADMIN], True, True, True),
    ):
        with in_tenant(zenith):
            same.role_grants.all().delete()
            for role in roles:
                same.role_grants.create(role=role)
            User.objects.filter(id=same.id).update(is_active=active)
            type(address).objects.filter(id=address.id).update(verified=verified)
        text = browser.get(PAGE).content.decode()
        assert ("Zenith Pharma" in text) is shown, (roles, verified, active)
    with in_public():
        Tenant.objects.filter(id=zenith.id).update(group=None)
    assert "Zenith Pharma" not in browser.get(PAGE).content.decode()


def test_the_page_takes_the_same_queries_with_one_and_many_changes(
    acme: TenantInfo,
    owner: User,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = _sign_in(browser_of, acme, owner)
    stand(acme, "trial", until=now() + timedelta(days=3))

    def add(count: int) -> None:
        with in_public():
            for number in range(count):
                TenantStatusChange.objects.create(
                    tenant_id=acme.id, source="trial", target="closed", mover="owner",
                    actor_id=owner.id, reason=str(number),
                )  # fmt: skip
                DomainClaim.objects.create(
                    tenant_id=acme.id, domain=f"d{DomainClaim.objects.count()}.example"
                )

    add(1)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    add(29)
    with django_assert_num_queries(len(one)):
        browser.get(PAGE)

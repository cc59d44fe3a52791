"""Staff look into a company that allowed it; nobody else, and no company that did not."""

import re
from collections.abc import Callable
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client

from tenants.accounts.enums import Role
from tenants.kernel import names
from tenants.privacy.models import SupportVisit
from tenants.privacy.services.support import grant_support
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def staff(browser_of: Browser, *roles: Role) -> Client:
    with in_tenant(PUBLIC):
        user = UserFactory.create(name="Nisha", email="nisha@example.com", roles=list(roles))
    browser = browser_of(PUBLIC, user)
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def allow(tenant: TenantInfo) -> None:
    with in_tenant(tenant):
        owner = UserFactory.create(roles=[Role.OWNER])
        grant_support(hours=2, what_for="The import fails", actor=owner)


def test_the_way_in_leads_to_the_companys_own_host(
    acme: TenantInfo, public: TenantInfo, browser_of: Browser
) -> None:
    allow(acme)
    answer = staff(browser_of, Role.STAFF).post(f"/staff/companies/{acme.id}/look-in/")
    # Not a redirect: the page's `form-action` would stop it on its way to another host.
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    (url,) = set(re.findall(r'href="(http[^"]+/support/[^"]+)"', answer.content.decode()))
    host, _mark, ticket = url.partition("/support/enter/?ticket=")
    assert host == names.origin(acme)
    visit = browser_of(acme).post("/support/enter/", {"ticket": unquote(ticket)})
    assert visit.url == "/manage/"
    with in_tenant(acme):
        assert SupportVisit.objects.get().staff_name == "Nisha"


def test_a_company_that_did_not_allow_it_stays_closed(
    acme: TenantInfo, zenith: TenantInfo, public: TenantInfo, browser_of: Browser
) -> None:
    allow(zenith)
    browser = staff(browser_of, Role.STAFF)
    assert browser.post(f"/staff/companies/{acme.id}/look-in/").status_code == 403
    assert browser.post(f"/staff/companies/{uuid4()}/look-in/").status_code == 404
    assert browser.post(f"/staff/companies/{PUBLIC.id}/look-in/").status_code == 404


def test_nobody_but_staff(acme: TenantInfo, public: TenantInfo, browser_of: Browser) -> None:
    allow(acme)
    browser = staff(browser_of, Role.CONSUMER, Role.INSTRUCTOR)
    assert browser.post(f"/staff/companies/{acme.id}/look-in/").status_code == 403

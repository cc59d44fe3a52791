"""What a company's standing means on its host, for whoever asks and whatever they ask for."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import now
from tenants.middleware.host import hosts
from tenants.middleware.standing import is_reached
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.tenants import stand

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def people(acme: TenantInfo) -> dict[str, User]:
    with in_tenant(acme):
        return {
            "owner": UserFactory(
                name="Olive Owner", email="olive@acme.example", roles=[Role.OWNER]
            ),
            "admin": UserFactory(name="Adil Admin", roles=[Role.ADMIN]),
            "learner": UserFactory(name="Lata Learner"),
        }


def _put(company: TenantInfo, status: str) -> None:
    stand(company, status, closed_from="active" if status == "closed" else "")
    hosts.forget()


@pytest.mark.parametrize("status", ["suspended", "closed"])
@pytest.mark.parametrize("who", ["learner", "admin"])
def test_people_see_who_can_help_and_their_session_outlives_it(
    acme: TenantInfo, people: dict[str, User], browser_of: Browser, status: str, who: str
) -> None:
    browser = browser_of(acme, people[who])
    assert browser.get("/learn/").status_code == 200
    _put(acme, status)
    for path in ("/", "/learn/", "/manage/", "/manage/company/", "/account/", "/team/"):
        page = browser.get(path)
        assert page.status_code == 403, path
        text = page.content.decode()
        assert "Acme Realty" in text
        assert "olive@acme.example" in text
    _put(acme, "active")
    assert browser.get("/learn/").status_code == 200


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_visitors_learn_no_names_and_can_sign_in(
    acme: TenantInfo, people: dict[str, User], browser_of: Browser, status: str
) -> None:
    _put(acme, status)
    page = browser_of(acme).get("/")
    assert page.status_code == 403
    assert "olive" not in page.content.decode().lower()
    sign_in = browser_of(acme).get("/account/login/")
    assert sign_in.status_code == 200
    assert f"is {status}" in sign_in.content.decode()


@pytest.mark.parametrize("status", ["suspended", "closed"])
@pytest.mark.parametrize("who", [None, "learner", "owner"])
def test_programs_are_told_by_a_problem(
    acme: TenantInfo, people: dict[str, User], browser_of: Browser, status: str, who: str | None
) -> None:
    browser = browser_of(acme, people[who] if who else None)
    _put(acme, status)
    for verb in ("get", "post", "delete"):
        answer = getattr(browser, verb)("/api/v1/courses/")
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert answer.json()["type"] == f"about:blank#company_{status}"


def test_an_owner_is_led_to_the_page_that_helps(
    acme: TenantInfo, people: dict[str, User], browser_of: Browser
) -> None:
    browser = browser_of(acme, people["owner"])
    _put(acme, "suspended")
    for path in ("/", "/learn/", "/manage/people/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/manage/company/")
    page = browser.get("/manage/company/")
    assert page.status_code == 200
    assert "/studio/" not in page.content.decode()
    assert browser.post("/manage/branding/", {"colour": "#000000"}).status_code == 403


def test_a_page_that_was_open_loads_itself_anew(
    acme: TenantInfo, people: dict[str, User], browser_of: Browser
) -> None:
    browser = browser_of(acme, people["learner"])
    _put(acme, "suspended")
    answer = browser.get("/learn/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (403, "true", b"")


def test_uploads_are_not_served_meanwhile(acme: TenantInfo) -> None:
    _put(acme, "suspended")
    answer = Client(headers={"host": "acme.content.localhost"}).get("/media/x/y/z")
    assert answer.status_code in (403, 404)


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace
            yield from _names(pattern.url_patterns, f"{space}{inner}:" if inner else space)
        else:
            yield f"{space}{pattern.name}"


def test_a_halted_company_answers_at_these_addresses_and_no_other() -> None:
    names = set(_names(get_resolver(settings.TENANT_URLCONF).url_patterns))
    for_owners = {
        status: {
            name
            for name in names
            if is_reached(name, status, owner=True) and not is_reached(name, status, owner=False)
        }
        for status in ("suspended", "closed")
    }
    assert all(name.startswith("enterprise:company") for name in for_owners["suspended"])
    assert for_owners["closed"] == {
        "enterprise:company_home",
        "enterprise:company_state",
        "enterprise:company_reopen",
        "enterprise:company_export",
        "enterprise:company_export_download",
    }
    for_all = {name for name in names if is_reached(name, "closed", owner=False)}
    assert not any(
        name.startswith(("enterprise:team", "enterprise:people", "catalogue", "delivery"))
        for name in for_all
    )
    assert "accounts:invitation" not in for_all
    assert {"account_login", "account_logout", "enterprise:brand_css"} <= for_all


@pytest.mark.parametrize(
    ("status", "days", "who", "said"),
    [
        ("past_due", 9, "owner", True), ("past_due", 9, "admin", True),
        ("past_due", 9, "learner", False), ("past_due", 9, None, False),
        ("trial", 3, "owner", True), ("trial", 20, "owner", False), ("active", None, "owner", False),
    ],
)  # fmt: skip
def test_those_who_run_it_are_told_what_ends_soon(
    acme: TenantInfo,
    people: dict[str, User],
    browser_of: Browser,
    status: str,
    days: int | None,
    who: str | None,
    said: bool,
) -> None:
    stand(acme, status, until=now() + timedelta(days=days) if days else None)
    path = "/learn/" if who else "/account/login/"
    page = browser_of(acme, people[who] if who else None).get(path)
    assert page.status_code == 200
    assert ("company-notice" in page.content.decode()) is said

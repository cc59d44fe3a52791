"""Agreeing: asked once, kept with its words, asked again when they change; under 18 turned away."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.accounts.models import User
from tenants.privacy.enums import Purpose
from tenants.privacy.models import Consent
from tenants.privacy.selectors.consent import NEEDED
from tenants.privacy.services.consent import record_agreement, record_consent
from tenants.privacy.texts import text_of, versions_of
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
ALL = {"adult": "on", "terms": "on", "notice": "on"}


def newcomer() -> User:
    with in_tenant(PUBLIC):
        return UserFactory.create(email="asha@example.com")


def test_a_newcomer_is_asked_before_anything_else(public: TenantInfo, browser_of: Browser) -> None:
    person = newcomer()
    browser = browser_of(PUBLIC, person, agreed=False)
    answer = browser.get("/learn/?tab=done")
    assert (answer.status_code, answer.url) == (
        302,
        "/account/agree/?next=%2Flearn%2F%3Ftab%3Ddone",
    )
    assert browser.get("/legal/terms/").status_code == 200
    page = browser.post("/account/agree/", {"terms": "on", "notice": "on", "next": "/learn/"})
    assert page.status_code == 422
    with in_tenant(PUBLIC):
        assert Consent.objects.count() == 0
    done = browser.post("/account/agree/", {**ALL, "next": "/learn/?tab=done"})
    assert (done.status_code, done.url) == (302, "/learn/?tab=done")
    assert browser.get("/learn/").status_code == 200
    with in_tenant(PUBLIC):
        rows = Consent.objects.order_by("purpose").values_list("purpose", "given", "sha256")
        assert list(rows) == [
            (purpose, True, text_of(purpose, "en").sha256) for purpose in sorted(NEEDED)
        ]


def test_who_agreed_elsewhere_is_not_asked_again(public: TenantInfo, browser_of: Browser) -> None:
    person = newcomer()
    with in_tenant(PUBLIC):
        record_agreement(user=person, language="hi")
    assert browser_of(PUBLIC, person, agreed=False).get("/learn/").status_code == 200


def test_who_took_it_back_or_read_other_words_is_asked_again(
    public: TenantInfo, browser_of: Browser
) -> None:
    person = newcomer()
    with in_tenant(PUBLIC):
        record_agreement(user=person, language="en")
        record_consent(user=person, purpose=Purpose.TERMS, given=False, language="en")
    assert browser_of(PUBLIC, person, agreed=False).get("/learn/").status_code == 302
    with in_tenant(PUBLIC):
        for purpose in Purpose:
            text = text_of(purpose, "en")
            Consent.objects.create(
                user=person, purpose=purpose, given=True, version="2020-01-01",
                language="en", sha256=text.sha256,
            )  # fmt: skip
    assert browser_of(PUBLIC, person, agreed=False).get("/learn/").status_code == 302


def test_a_session_that_has_agreed_asks_the_database_no_more(
    public: TenantInfo, browser_of: Browser
) -> None:
    person = newcomer()
    with in_tenant(PUBLIC):
        record_agreement(user=person, language="en")
    browser = browser_of(PUBLIC, person, agreed=False)
    tables = []
    for _visit in range(2):
        with in_tenant(PUBLIC), CaptureQueriesContext(connection) as seen:
            assert browser.get("/learn/").status_code == 200
        tables.append(sum("privacy_consent" in query["sql"] for query in seen.captured_queries))
    assert tables == [1, 0]


def test_a_company_does_not_ask(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory.create()
    browser = browser_of(acme, person)
    assert browser.get("/learn/").status_code == 200
    assert browser.get("/account/agree/").status_code == 404
    assert browser.post("/account/agree/under-age/").status_code == 404
    with in_tenant(acme):
        assert User.objects.get(id=person.id).is_active


def test_somebody_under_18_is_turned_away(public: TenantInfo, browser_of: Browser) -> None:
    person = newcomer()
    browser = browser_of(PUBLIC, person, agreed=False)
    answer = browser.post("/account/agree/under-age/")
    assert "Come back when you are 18" in answer.content.decode()
    with in_tenant(PUBLIC):
        gone = User.objects.get(id=person.id)
        assert (gone.email, gone.is_active) == (None, False)
    assert browser.get("/learn/").url.startswith("/account/login/")


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:x"])
def test_next_leads_nowhere_else(public: TenantInfo, browser_of: Browser, address: str) -> None:
    browser = browser_of(PUBLIC, newcomer(), agreed=False)
    assert browser.post("/account/agree/", {**ALL, "next": address}).url == "/learn/"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("terms", "Terms of use"),
        ("companies", "Terms for companies"),
        ("privacy", "Privacy notice"),
    ],
)
def test_the_words_are_readable_without_an_account(
    public: TenantInfo, browser_of: Browser, name: str, words: str
) -> None:
    answer = browser_of(PUBLIC).get(f"/legal/{name}/")
    assert words in answer.content.decode()
    assert "%" + "entity%" not in answer.content.decode()
    first = versions_of({"companies": "company", "privacy": "notice"}.get(name, name))[0]
    assert browser_of(PUBLIC).get(f"/legal/{name}/?version={first}").status_code == 200
    assert browser_of(PUBLIC).get(f"/legal/{name}/?version=1999-01-01").status_code == 404
    assert browser_of(PUBLIC).get("/legal/other/").status_code == 404


def test_a_companys_people_read_whose_notice_it_is(acme: TenantInfo, browser_of: Browser) -> None:
    page = browser_of(acme).get("/legal/privacy/").content.decode()
    assert f"<strong>{acme.name}</strong>" in page

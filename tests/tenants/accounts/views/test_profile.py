"""The profile, the language it sets, and how pages look."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
DATA = {"name": "Meena Iyer", "native_name": "மீனா ஐயர்", "native_language": "ta", "language": "ta"}


def test_names_and_language_are_saved(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    assert browser.post("/account/", DATA).status_code == 302
    person_now = _read(acme, person)
    assert (person_now.name, person_now.native_name, person_now.native_language) == (
        "Meena Iyer",
        "மீனா ஐயர்",
        "ta",
    )
    assert 'lang="ta"' in browser.get("/account/").content.decode()


def _read(tenant: TenantInfo, person):
    with in_tenant(tenant):
        person.refresh_from_db()
    return person


@pytest.mark.parametrize(
    "bad",
    [{"name": " "}, {"native_language": ""}, {"native_language": "xx"}, {"language": "xx"}],
)
def test_bad_input_changes_nothing_and_keeps_what_was_typed(
    acme: TenantInfo, browser_of: Browser, bad: dict
) -> None:
    with in_tenant(acme):
        person = UserFactory(name="Before")
    answer = browser_of(acme, person).post("/account/", DATA | bad)
    assert answer.status_code == 422
    assert "மீனா ஐயர்" in answer.content.decode()
    assert _read(acme, person).name == "Before"


@pytest.mark.parametrize(
    ("own", "expected"), [("", 'lang="hi"'), ("ta", 'lang="ta"'), ("en", 'lang="en"')]
)
def test_the_persons_language_then_the_companys(
    zenith: TenantInfo, browser_of: Browser, own: str, expected: str
) -> None:
    with in_tenant(zenith):
        person = UserFactory(language=own)
    browser = browser_of(zenith, person)
    page = browser.get("/account/", headers={"accept-language": "bn"}).content.decode()
    assert expected in page.split("<head>")[0]


def test_the_browsers_language_on_the_public_site(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    page = browser_of(public).get("/account/login/", headers={"accept-language": "bn"})
    assert 'lang="bn"' in page.content.decode().split("<head>")[0]


def test_being_here_is_noted_every_quarter_of_an_hour(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    before = now()
    browser.get("/account/")
    first = _read(acme, person).last_seen_at
    assert first is not None
    assert first >= before
    browser.get("/account/")
    assert _read(acme, person).last_seen_at == first


def test_theme_and_text_are_cookies_and_one_does_not_clear_the_other(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(public)
    answer = browser.post("/account/display/", {"theme": "dark", "next": "/courses/"})
    assert (answer.status_code, answer["location"]) == (302, "/courses/")
    browser.post("/account/display/", {"text": "large"})
    page = browser.get("/account/login/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-text="large"' in page
    browser.post("/account/display/", {"theme": "", "motion": "reduce"})
    page = browser.get("/account/login/").content.decode()
    assert 'data-motion="reduce"' in page
    assert "data-theme" not in page.split(">", 2)[1]
    assert 'data-text="large"' in page


@pytest.mark.parametrize("bad", [{"theme": "purple"}, {"text": "huge"}, {"motion": "wild"}])
def test_what_is_no_theme_is_refused(
    db: None, public: TenantInfo, browser_of: Browser, bad: dict
) -> None:
    answer = browser_of(public).post("/account/display/", bad)
    assert answer.status_code == 422
    assert not {"theme", "text", "motion"} & set(answer.cookies)


def test_next_of_the_display_leads_home_only(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    answer = browser_of(public).post(
        "/account/display/", {"theme": "dark", "next": "https://evil.example/"}
    )
    assert answer["location"] == "/account/display/"


def test_visitors_have_no_profile(acme: TenantInfo, browser_of: Browser) -> None:
    answer = browser_of(acme).get("/account/")
    assert answer.status_code == 302
    assert answer["location"].startswith("/account/login/")

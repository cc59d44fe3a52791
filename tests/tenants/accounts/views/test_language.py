"""Choosing a language: the page stays, the choice lasts, nonsense changes nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
SWITCH = "/account/language/"


def shown(browser: Client, path: str, **headers: str) -> str:
    """Return the language a page says it is in."""
    page = browser.get(path, headers=headers).content.decode()
    return page.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("/courses/?q=price&page=2", "/courses/?q=price&page=2"),
        ("/courses/?q=%E0%A4%B0%E0%A5%87%E0%A4%9F&lang=ta", "/courses/?q=%E0%A4%B0%E0%A5%87%E0%A4%9F"),
        ("/courses/?lang=ta", "/courses/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_a_visitor_stays_on_the_page_in_another_language(
    browser_of: Browser, page: str, back: str
) -> None:
    browser = browser_of(PUBLIC)
    answer = browser.post(SWITCH, {"language": "hi", "next": page})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert shown(browser, "/account/login/", **{"accept-language": "bn"}) == "hi"


def test_whoever_is_signed_in_keeps_it_with_the_account(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person = UserFactory(language="en")
    answer = browser_of(acme, person).post(SWITCH, {"language": "ta", "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert "django_language" not in answer.cookies
    with in_tenant(acme):
        person.refresh_from_db()
    assert person.language == "ta"
    assert shown(browser_of(acme, person), "/account/") == "ta"


@pytest.mark.parametrize("code", ["xx", "", "en-GB", "../hi", "h" * 5000])
def test_a_language_we_do_not_have_changes_nothing(browser_of: Browser, code: str) -> None:
    with in_public():
        person = UserFactory(language="bn")
    answer = browser_of(PUBLIC, person).post(SWITCH, {"language": code, "next": "/courses/"})
    assert answer["Location"] == "/courses/"
    with in_public():
        person.refresh_from_db()
    assert person.language == "bn"
    visitor = browser_of(PUBLIC).post(SWITCH, {"language": code, "next": "/courses/"})
    assert "django_language" not in visitor.cookies


def test_reading_the_address_chooses_nothing(browser_of: Browser) -> None:
    assert browser_of(PUBLIC).get(SWITCH).status_code == 405


def test_the_address_comes_before_the_person_on_the_public_host(browser_of: Browser) -> None:
    with in_public():
        person = UserFactory(language="bn")
    browser = browser_of(PUBLIC, person)
    assert shown(browser, "/business/?lang=hi") == "hi"
    assert shown(browser, "/business/?lang=xx") == "bn"
    assert shown(browser, "/business/") == "bn"
    visitor = browser_of(PUBLIC)
    assert shown(visitor, "/business/?lang=te", **{"accept-language": "ta"}) == "te"
    assert shown(visitor, "/business/", **{"accept-language": "ta"}) == "ta"


def test_companies_have_no_language_in_the_address(zenith: TenantInfo, browser_of: Browser) -> None:
    assert shown(browser_of(zenith), "/account/login/?lang=ta") == "hi"


def test_a_visitors_choice_comes_before_the_companys(
    zenith: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(zenith)
    browser.post(SWITCH, {"language": "en", "next": "/"})
    assert shown(browser, "/account/login/") == "en"


def test_one_persons_cookie_is_not_the_next_ones_language(
    zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(zenith):
        person = UserFactory(language="")
    browser = browser_of(zenith, person)
    browser.cookies["django_language"] = "ta"
    assert shown(browser, "/account/") == "hi"

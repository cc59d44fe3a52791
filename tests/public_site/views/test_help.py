"""Help and the pages that say who we are, what it costs and where to complain."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from public_site.cookies import COOKIES
from tenants.accounts.services import device
from tenants.schemas import PUBLIC

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_help_is_searched(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    page = browser.get("/help/?q=import+people").content.decode()
    assert "Import people from a spreadsheet" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Nothing about this yet" in browser.get("/help/?q=zzzzqqq").content.decode()


@pytest.mark.parametrize(
    "query", ["x" * 5000, "<script>alert(1)</script>", "%00", "%F0%9F%A4%B7", "'; DROP TABLE"]
)
def test_nonsense_is_answered_calmly(browser_of: Browser, query: str) -> None:
    answer = browser_of(PUBLIC).get(f"/help/?q={query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert f'value="{"x" * 201}' not in answer.content.decode()


def test_an_article_is_shown_in_the_language_it_has(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    hindi = browser.get("/help/certificates/?lang=hi").content.decode()
    assert '<article lang="hi"><h1>आपका सर्टिफ़िकेट' in hindi
    tamil = browser.get("/help/certificates/?lang=ta").content.decode()
    assert '<article lang="ta"><h1>உங்கள் சான்றிதழ்' in tamil
    offered = re.findall(r'rel="alternate" hreflang="([^"]+)"', tamil)
    assert sorted(offered) == ["bn", "en", "hi", "ta", "te", "x-default"]


@pytest.mark.parametrize("slug", ["nowhere", "..", "x" * 300])
def test_an_article_that_is_not_there(browser_of: Browser, slug: str) -> None:
    assert browser_of(PUBLIC).get(f"/help/{slug}/").status_code == 404


@pytest.mark.parametrize("path", ["/help/", "/help/sign-in/", "/legal/cookies/", "/legal/grievances/"])  # fmt: skip
def test_files_need_no_query_of_their_own(
    browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    browser = browser_of(PUBLIC)
    # Both are the transaction's own.
    with django_assert_num_queries(2):
        assert browser.get(path).status_code == 200


def test_prices_come_from_the_settings(browser_of: Browser, settings: Settings) -> None:
    settings.TRIAL_DAYS = 17
    page = browser_of(PUBLIC).get("/pricing/").content.decode()
    assert "17 days free" in page
    assert "₹" not in page


def test_complaints_name_the_officer_that_is_configured(
    browser_of: Browser, settings: Settings
) -> None:
    nameless = browser_of(PUBLIC).get("/legal/grievances/").content.decode()
    assert settings.GRIEVANCE_CONTACT in nameless
    settings.GRIEVANCE_OFFICER, settings.LEGAL_ADDRESS = "Asha Rao", "Pune & Nagpur"
    page = browser_of(PUBLIC).get("/legal/grievances/").content.decode()
    assert "Asha Rao" in page
    assert "Pune &amp; Nagpur" in page


def test_every_cookie_that_is_set_is_named(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    browser.get("/account/login/")
    browser.post("/account/language/", {"language": "hi"})
    browser.post("/account/display/", {"theme": "dark", "text": "large", "motion": "reduce"})
    named = {cookie.name for cookie in COOKIES}
    assert set(browser.cookies) - named == set()
    assert device.COOKIE in named
    page = browser.get("/legal/cookies/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in named)

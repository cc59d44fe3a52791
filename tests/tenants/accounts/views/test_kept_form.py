"""A session that ends mid-form: what was typed comes back to the same person, and to nobody else."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from enterprise.models import Branding
from tenants.accounts.models import User
from tenants.accounts.services.kept_form import LARGEST_BYTES
from tenants.kernel.names import origin
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD
from tests.factories.enterprise import make_admin

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAGE = "/manage/branding/"
TYPED = {
    "colour": "#8a2a5b",
    "signatory_name": "Asha\u202e Rao",
    "signatory_title": "Head of sales",
}


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return make_admin(email="asha@acme.example")


@pytest.fixture
def browser(acme: TenantInfo, admin: User, browser_of: Browser) -> Client:
    """The admin's browser, which has seen the form; its session has ended since."""
    browser = browser_of(acme, admin)
    assert browser.get(PAGE).status_code == 200
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)
    return browser


def _next(location: str) -> str:
    assert urlsplit(location).path == "/account/login/"
    return parse_qs(urlsplit(location).query)["next"][0]


def _sign_in(browser: Client, email: str) -> None:
    answer = browser.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302


def test_it_comes_back_and_can_be_sent(acme: TenantInfo, browser: Client) -> None:
    back = _next(browser.post(PAGE, TYPED)["Location"])
    with in_tenant(acme):
        assert Branding.objects.count() == 0
    assert browser.get(back)["Location"].startswith("/account/login/")
    answer = browser.post(
        "/account/login/", {"login": "asha@acme.example", "password": PASSWORD, "next": back}
    )
    assert answer["Location"] == back
    page = browser.get(back)
    assert "no-store" in page["Cache-Control"]
    html = page.content.decode()
    for name, value in TYPED.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    assert f'action="{PAGE}"' in html
    # Nothing was saved by looking; sending is the person's own act.
    with in_tenant(acme):
        assert Branding.objects.count() == 0
    assert browser.post(PAGE, TYPED)["Location"] == PAGE
    with in_tenant(acme):
        assert Branding.objects.get().signatory_title == "Head of sales"


def test_nobody_else_gets_it(
    acme: TenantInfo, zenith: TenantInfo, browser: Client, browser_of: Browser
) -> None:
    back = _next(browser.post(PAGE, TYPED)["Location"])
    with in_tenant(acme):
        other = make_admin(email="other@acme.example")
    with in_tenant(zenith):
        elsewhere = make_admin(email="asha@acme.example")
    _sign_in(browser, other.email)
    assert browser.get(back).status_code == 404
    assert browser_of(zenith, elsewhere).get(back).status_code == 404


def test_secrets_and_files_are_not_kept(acme: TenantInfo, browser: Client, admin: User) -> None:
    sent = {
        "oldpassword": "hunter2-hunter2",
        "password1": "hunter2-hunter2",
        "code": "123456",
        "new_pin": "4711",
        "about": "kept",
    }
    back = _next(browser.post("/account/password/change/", sent)["Location"])
    _sign_in(browser, admin.email)
    html = browser.get(back).content.decode()
    assert (
        re.findall(r'<input type="hidden" name="(\w+)"', html.partition("<main")[2])[-1] == "about"
    )
    for secret in ("hunter2", "123456", "4711"):
        assert secret not in html


@pytest.mark.parametrize("size", [LARGEST_BYTES, 10 * LARGEST_BYTES])
def test_what_is_too_large_is_not_kept(browser: Client, size: int) -> None:
    assert _next(browser.post(PAGE, {"about": "x" * size})["Location"]) == PAGE


def test_without_having_been_here_nothing_is_kept(acme: TenantInfo, browser_of: Browser) -> None:
    stranger = browser_of(acme)
    assert _next(stranger.post(PAGE, TYPED)["Location"]) == PAGE
    stranger.cookies["who"] = "eyJ1IjoiMSJ9:forged"
    assert _next(stranger.post(PAGE, TYPED)["Location"]) == PAGE


def test_signing_out_takes_the_cookie_along(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    browser = browser_of(acme, admin)
    browser.get(PAGE)
    assert browser.cookies["who"].value
    browser.post("/account/logout/")
    assert not browser.cookies["who"].value
    assert _next(browser.post(PAGE, TYPED)["Location"]) == PAGE


def test_another_site_can_leave_nothing_here(acme: TenantInfo, admin: User) -> None:
    browser = Client(headers={"host": "acme.localhost"}, enforce_csrf_checks=True)
    with in_tenant(acme):
        browser.force_login(admin)
    browser.get(PAGE)
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert browser.post(PAGE, TYPED).status_code == 403


def test_htmx_opens_the_sign_in_page_as_a_page(acme: TenantInfo, browser: Client) -> None:
    headers = {
        "HX-Request": "true",
        "HX-Current-URL": f"{origin(acme)}/manage/people/?q=rao",
    }
    answer = browser.get("/manage/people/", headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert _next(answer["HX-Redirect"]) == "/manage/people/?q=rao"
    answer = browser.post(PAGE, TYPED, headers=headers)
    assert _next(answer["HX-Redirect"]).startswith("/account/kept/")
    away = {**headers, "HX-Current-URL": "https://evil.example/manage/"}
    assert _next(browser.get("/manage/people/", headers=away)["HX-Redirect"]) == "/"


def test_drafts_that_save_themselves_leave_nothing(browser: Client) -> None:
    answer = browser.post(PAGE, TYPED, headers={"X-Autosave": "1"})
    assert _next(answer["Location"]) == PAGE


def test_the_page_leads_nowhere_else(acme: TenantInfo, browser: Client, admin: User) -> None:
    headers = {"Referer": f"{origin(acme)}//evil.example/x"}
    back = _next(browser.post(PAGE, TYPED, headers=headers)["Location"])
    _sign_in(browser, admin.email)
    html = browser.get(back).content.decode()
    assert 'href="/evil.example/x"' in html
    assert "//evil.example" not in html


def test_the_cookie_is_set_once(acme: TenantInfo, admin: User, browser_of: Browser) -> None:
    browser = browser_of(acme, admin)
    assert "who" not in browser.get("/brand.css").cookies  # which caches may keep
    answer = browser.get("/account/")
    assert answer.cookies["who"]["httponly"]
    assert "who" not in browser.get("/account/").cookies

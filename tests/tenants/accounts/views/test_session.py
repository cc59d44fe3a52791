"""Where one is signed in, and the history of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tenants.accounts.enums import SignInMethod, SignInOutcome
from tenants.accounts.models import SignInRecord, User
from tenants.accounts.services.activation import deactivate_person
from tenants.accounts.services.session import NOWHERE
from tenants.accounts.tasks import keep_house
from tenants.kernel import clock
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[..., Client]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1"


def sign_in(browser: Client, user: User, agent: str = "") -> Client:
    data = {"login": user.email, "password": PASSWORD}
    browser.post("/account/login/", data, headers={"user-agent": agent})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.fixture
def meena(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(email="meena@example.com")


def test_one_is_signed_out_at_once(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    here, there = browser_of(acme), browser_of(acme)
    sign_in(here, meena)
    sign_in(there, meena, PHONE)
    page = here.get("/account/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert page.count("This device") == 1
    with in_tenant(acme):
        row = UserSession.objects.get(user_agent=PHONE)
        assert row.ip == NOWHERE
    assert here.post("/account/sessions/end/", {"session": row.pk}).status_code == 302
    assert not is_in(there)
    assert is_in(here)
    with in_tenant(acme):
        assert Session.objects.filter(session_key=row.session_key).count() == 0


def test_everywhere_else_at_once(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    browsers = [sign_in(browser_of(acme), meena) for _device in range(3)]
    browsers[0].post("/account/sessions/end-others/")
    assert [is_in(browser) for browser in browsers] == [True, False, False]


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "²"])
def test_what_is_no_session(acme: TenantInfo, meena: User, browser_of: Browser, value: str) -> None:
    browser = sign_in(browser_of(acme), meena)
    assert browser.post("/account/sessions/end/", {"session": value}).status_code == 404


def test_nobody_ends_anybody_elses(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        mallory = UserFactory()
    own, other = browser_of(acme), browser_of(acme)
    sign_in(own, meena)
    sign_in(other, mallory)
    with in_tenant(acme):
        row = UserSession.objects.get(user=meena)
    assert other.post("/account/sessions/end/", {"session": row.pk}).status_code == 404
    other.post("/account/sessions/end-others/")
    assert is_in(own)


def test_the_key_changes_when_somebody_signs_in(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    """Session fixation: a key that was known before is worth nothing afterwards."""
    browser = browser_of(acme)
    browser.post("/account/login/code/", {"email": "nobody@example.com"})
    planted = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/account/logout/", {"next": "/account/login/"})
    browser.post("/account/login/code/", {"email": "nobody@example.com"})
    planted = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with in_tenant(acme):
        session = browser.session
        del session["account_login"]
        session.save()
    sign_in(browser, meena)
    assert is_in(browser)
    attacker = browser_of(acme)
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(attacker)
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_cookies_of_one_company_mean_nothing_at_another(
    acme: TenantInfo, zenith: TenantInfo, meena: User, browser_of: Browser
) -> None:
    with in_tenant(zenith):
        UserFactory(id=meena.id, email=meena.email)
    home = sign_in(browser_of(acme), meena)
    away = browser_of(zenith)
    for name, cookie in home.cookies.items():
        away.cookies[name] = cookie.value
    assert not is_in(away)
    # Nor does the device count as known there.
    for _guess in range(10):
        away.post("/account/login/", {"login": meena.email, "password": "guess"})
    away.post("/account/login/", {"login": meena.email, "password": PASSWORD})
    assert not is_in(away)


def test_a_deactivated_person_is_out_everywhere(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    browser = sign_in(browser_of(acme), meena)
    with in_tenant(acme):
        deactivate_person(person_id=meena.id, actor=None)
    assert not is_in(browser)


def test_when_it_was_used_last(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    browser = sign_in(browser_of(acme), meena)
    is_in(browser)
    later = clock.now() + timedelta(hours=3)
    with clock.frozen(later):
        is_in(browser)
    with in_tenant(acme):
        assert UserSession.objects.get().last_seen_at == later


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_the_same_with_many_rows(
    acme: TenantInfo,
    meena: User,
    browser_of: Browser,
    django_assert_num_queries: Callable,
    count: int,
) -> None:
    browser = sign_in(browser_of(acme), meena)
    with in_tenant(acme):
        SignInRecord.objects.bulk_create(
            SignInRecord(user_id=meena.id, method=SignInMethod.PASSWORD, outcome=SignInOutcome.DONE)
            for _record in range(count)
        )
        UserSession.objects.bulk_create(
            UserSession(user=meena, ip="10.0.0.1", user_agent="x", session_key=f"key{number}")
            for number in range(count)
        )
    browser.get("/account/sessions/")
    with django_assert_num_queries(8):
        browser.get("/account/sessions/")
    with django_assert_num_queries(8):
        browser.get("/account/history/")


def test_a_history_is_ones_own(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        mallory = UserFactory()
    browser_of(acme).post("/account/login/", {"login": meena.email, "password": "guess"})
    own = sign_in(browser_of(acme), meena).get("/account/history/").content.decode()
    assert "Wrong password or code" in own
    other = sign_in(browser_of(acme), mallory).get("/account/history/").content.decode()
    assert "Wrong password or code" not in other


def test_a_history_is_never_rewritten(acme: TenantInfo, meena: User) -> None:
    assert SignInRecord.append_only is True


def test_where_a_session_came_from_is_not_kept(acme: TenantInfo) -> None:
    with in_tenant(acme):
        meena = UserFactory()
        UserSession.objects.create(user=meena, ip="10.0.0.1", user_agent="x", session_key="one")
        keep_house()
        assert UserSession.objects.get().ip == NOWHERE

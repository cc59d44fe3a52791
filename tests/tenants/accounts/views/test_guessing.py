"""Guessing is hopeless, and nobody can lock anybody else out by it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tenants.accounts.enums import SignInOutcome
from tenants.accounts.models import GuessCount, KnownDevice, SignInRecord, User
from tenants.accounts.services.guess import Limit, spend_guess
from tenants.kernel import clock
from tenants.kernel.models import MailMessage
from tenants.notify.models import AddressTrouble
from tenants.notify.services.trouble import note_bounce
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[..., Client]


def sign_in(browser: Client, password: str = PASSWORD, *, address: str = "10.0.0.1"):
    data = {"login": "meena@example.com", "password": password}
    return browser.post("/account/login/", data, REMOTE_ADDR=address)


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def use_up_account(tenant: TenantInfo) -> None:
    """What a stranger with many addresses does to an account, without sixty pages."""
    with in_tenant(tenant):
        for _guess in range(50):
            spend_guess([Limit("password.account", "meena@example.com", 50, timedelta(hours=1))])


@pytest.fixture(autouse=True)
def meena(acme: TenantInfo) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")


def test_after_ten_wrong_ones_the_right_one_is_not_looked_at(
    acme: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(acme)
    for number in range(10):
        sign_in(browser, f"guess {number}")
    with in_tenant(acme):
        cache.clear()
    held = sign_in(browser)
    assert "Too many tries. Wait 15 min" in held.content.decode()
    assert not is_in(browser)
    with in_tenant(acme):
        outcomes = [row.outcome for row in SignInRecord.objects.order_by("at")]
        assert outcomes == [SignInOutcome.WRONG] * 10 + [SignInOutcome.HELD]
    sign_in(browser)
    with in_tenant(acme):
        # One line says it, however often somebody goes on.
        assert SignInRecord.objects.filter(outcome=SignInOutcome.HELD).count() == 1
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        sign_in(browser)
        assert is_in(browser)


def test_a_right_password_costs_nothing(acme: TenantInfo, browser_of: Browser) -> None:
    for _again in range(12):
        browser = browser_of(acme)
        sign_in(browser)
        assert is_in(browser)


def test_a_stranger_does_not_lock_the_owner_out(acme: TenantInfo, browser_of: Browser) -> None:
    """Neither from one address nor from many: the device used before has its own allowance."""
    own = browser_of(acme)
    sign_in(own)
    own.post("/account/logout/")
    use_up_account(acme)
    fresh = sign_in(browser_of(acme), address="10.9.9.9")
    assert "Too many tries" in fresh.content.decode()
    sign_in(own, address="10.0.1.1")
    assert is_in(own)


def test_a_device_of_somebody_else_has_no_allowance(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        UserFactory(email="mallory@example.com")
    stranger = browser_of(acme)
    stranger.post("/account/login/", {"login": "mallory@example.com", "password": PASSWORD})
    assert is_in(stranger)
    stranger.post("/account/logout/")
    assert "device" in stranger.cookies
    use_up_account(acme)
    assert "Too many tries" in sign_in(stranger, address="10.0.2.1").content.decode()


def test_who_is_held_back_gets_in_by_mail(acme: TenantInfo, browser_of: Browser) -> None:
    browser = browser_of(acme)
    for _guess in range(11):
        sign_in(browser, "guess")
    browser.post("/account/login/code/", {"email": "Meena@example.com"})
    with in_tenant(acme):
        text = MailMessage.objects.get().text
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    browser.post("/account/login/code/confirm/", {"code": f" {found[1]} "})
    assert is_in(browser)


def test_a_code_that_arrives_shows_that_the_address_works(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        note_bounce(
            address="meena@example.com", user_id=User.objects.get().id, diagnostic="550 5.1.1"
        )
    browser = browser_of(acme)
    sign_in(browser)
    with in_tenant(acme):
        assert AddressTrouble.objects.get().cleared_at is None
    browser = browser_of(acme)
    browser.post("/account/login/code/", {"email": "meena@example.com"})
    with in_tenant(acme):
        text = MailMessage.objects.get(template="account_login_code").text
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    browser.post("/account/login/code/confirm/", {"code": found[1]})
    assert is_in(browser)
    with in_tenant(acme):
        assert AddressTrouble.objects.get().cleared_at is not None


def test_a_code_by_mail_is_void_after_five_wrong_ones(
    acme: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(acme)
    browser.post("/account/login/code/", {"email": "meena@example.com"})
    with in_tenant(acme):
        found = re.search(r"^(\d{6})$", MailMessage.objects.get().text, re.MULTILINE)
    assert found
    wrong = "000000" if found[1] != "000000" else "111111"
    for _guess in range(5):
        browser.post("/account/login/code/confirm/", {"code": wrong})
    browser.post("/account/login/code/confirm/", {"code": found[1]})
    assert not is_in(browser)


def test_codes_by_mail_cannot_be_guessed_with_new_ones_for_ever(
    acme: TenantInfo, browser_of: Browser
) -> None:
    """Ten guesses in a quarter of an hour, whatever number of codes and sessions."""
    looked_at = 0
    for _code in range(4):
        browser = browser_of(acme)
        browser.post("/account/login/code/", {"email": "meena@example.com"})
        for _guess in range(4):
            answer = browser.post("/account/login/code/confirm/", {"code": "00000x"})
            looked_at += "not right" in answer.content.decode()
    assert looked_at == 10


def test_nobodys_mailbox_is_flooded(acme: TenantInfo, browser_of: Browser) -> None:
    for _mail in range(9):
        browser_of(acme).post("/account/login/code/", {"email": "meena@example.com"})
        browser_of(acme).post("/account/password/reset/", {"email": "meena@example.com"})
    with in_tenant(acme):
        assert MailMessage.objects.count() == 6


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_strangers_keep_no_known_device_from_its_mail(
    acme: TenantInfo, browser_of: Browser, path: str
) -> None:
    """From many networks they use up what an account may be sent, and with it what unknown devices may ask for."""
    own, asked = browser_of(acme), {"email": "meena@example.com"}
    sign_in(own)
    own.post("/account/logout/")
    for number in range(31):
        browser_of(acme).post(path, asked, REMOTE_ADDR=f"10.7.{number}.1")
    fresh = browser_of(acme).post(path, asked, REMOTE_ADDR="10.8.0.1")
    assert "Too many tries" in fresh.content.decode()
    with in_tenant(acme):
        assert MailMessage.objects.count() == 30
    assert own.post(path, asked, REMOTE_ADDR="10.8.0.2").status_code == 302
    with in_tenant(acme):
        assert MailMessage.objects.count() == 31


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_nobody_learns_who_is_here(acme: TenantInfo, browser_of: Browser, path: str) -> None:
    answers = [
        browser_of(acme).post(path, {"email": address}, follow=True)
        for address in ("meena@example.com", "nobody@example.com")
    ]
    pages = [
        re.sub(r"csrf\S+ value=\S+|x-csrftoken\S+ \S+|\w+@example.com", "", answer.content.decode())
        for answer in answers
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert pages[0] == pages[1]
    with in_tenant(acme):
        assert MailMessage.objects.count() == 1


def test_unknown_addresses_are_held_back_alike(acme: TenantInfo, browser_of: Browser) -> None:
    said = []
    for address in ("meena@example.com", "nobody@example.com"):
        browser = browser_of(acme)
        for _guess in range(11):
            answer = browser.post("/account/login/", {"login": address, "password": "guess"})
        said.append("Too many tries" in answer.content.decode())
    assert said == [True, True]


def test_counts_name_nobody_and_belong_to_one_company(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(zenith):
        UserFactory(email="meena@example.com")
    browser = browser_of(acme)
    for _guess in range(11):
        sign_in(browser, "guess")
    away = browser_of(zenith)
    sign_in(away)
    assert is_in(away)
    with in_tenant(acme):
        keys = set(GuessCount.objects.values_list("key", flat=True))
        assert not any("meena" in key or "10.0" in key for key in keys)
    with in_tenant(zenith):
        assert keys.isdisjoint(GuessCount.objects.values_list("key", flat=True))


def test_a_new_device_is_told_of_and_a_known_one_is_not(
    acme: TenantInfo, browser_of: Browser
) -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    own = browser_of(acme)
    for _again in range(2):
        sign_in(own)
        own.post("/account/logout/")
    with in_tenant(acme):
        assert MailMessage.objects.count() == 0
        assert KnownDevice.objects.count() == 1
    other = browser_of(acme)
    other.post(
        "/account/login/",
        {"login": "meena@example.com", "password": PASSWORD},
        headers={"user-agent": phone},
    )
    with in_tenant(acme):
        message = MailMessage.objects.get()
        assert "Chrome on Android" in message.text
        assert [row.new_device for row in SignInRecord.objects.order_by("at")] == [
            False,
            False,
            True,
        ]
    cookie = other.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_a_new_password_makes_other_devices_strangers(
    acme: TenantInfo, browser_of: Browser
) -> None:
    own, other = browser_of(acme), browser_of(acme)
    sign_in(other)
    other.post("/account/logout/")
    sign_in(own)
    new = "a sentence of my own"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert own.post("/account/password/change/", data).status_code == 302
    with in_tenant(acme):
        assert KnownDevice.objects.count() == 1
    use_up_account(acme)
    assert "Too many tries" in sign_in(other, new, address="10.0.2.1").content.decode()
    own.post("/account/logout/")
    sign_in(own, new, address="10.0.2.2")
    assert is_in(own)

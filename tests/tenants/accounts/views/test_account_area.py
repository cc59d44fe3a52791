"""The account's pages, on both kinds of host; the founder's proof; words of our own."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tenants.accounts.api import found_company
from tenants.accounts.models import User
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import _HASH, PASSWORD, UserFactory

Browser = Callable[..., Client]
PAGES = (
    "/account/",
    "/account/email/",
    "/account/password/change/",
    "/account/two-step/",
    "/account/two-step/totp/activate/",
    "/account/two-step/webauthn/",
    "/account/two-step/webauthn/add/",
    "/account/sessions/",
    "/account/history/",
)


def sign_in(browser: Client, email: str) -> Client:
    browser.post("/account/login/", {"login": email, "password": PASSWORD})
    return browser


def test_every_page_stands_on_both_kinds_of_host(
    acme: TenantInfo, public: TenantInfo, browser_of: Browser
) -> None:
    for tenant in (acme, public):
        with in_tenant(tenant):
            UserFactory(email="meena@example.com")
        browser = sign_in(browser_of(tenant), "meena@example.com")
        for path in PAGES:
            answer = browser.get(path)
            assert (path, answer.status_code) == (path, 200)
            words = answer.content.decode()
            assert words.count('aria-current="page"') >= 2
            assert not re.search(
                r'style="|Passwordless|Authenticator code|email address|placeholder="[A-Z]', words
            )
        assert ("Linked accounts" in words) is tenant.is_public


@pytest.mark.parametrize("path", PAGES)
def test_visitors_are_asked_to_sign_in(acme: TenantInfo, browser_of: Browser, path: str) -> None:
    answer = browser_of(acme).get(path)
    assert answer.status_code == 302
    assert answer["location"].startswith("/account/login/")


@pytest.fixture
def founder(acme: TenantInfo) -> User:
    with in_tenant(acme):
        found_company(email="uma@example.com", name="Uma", password_hash=_HASH, seats=10)
        return User.objects.get(email="uma@example.com")


def test_a_founder_works_at_once_and_is_asked_for_proof(
    acme: TenantInfo, founder: User, browser_of: Browser
) -> None:
    browser = sign_in(browser_of(acme), "uma@example.com")
    page = browser.get("/manage/").content.decode()
    assert "Is uma@example.com yours?" in page
    # Sensitive acts wait for it.
    answer = browser.get("/account/two-step/totp/activate/")
    assert answer["location"] == "/account/email/"
    with in_tenant(acme):
        text = MailMessage.objects.get(template="account_confirm_email").text
    found = re.search(r"https?://[^/]+(/account/[^\s]+)", text)
    assert found
    browser_of(acme).post(found[1])
    with in_tenant(acme):
        assert EmailAddress.objects.get().verified
    assert "Is uma@example.com yours?" not in browser.get("/manage/").content.decode()
    assert browser.get("/account/two-step/totp/activate/").status_code == 200


def test_anybody_else_confirms_before_coming_in(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        user = UserFactory(verified=False)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    browser = browser_of(acme)
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer["location"] == "/account/confirm-email/"
    assert browser.get("/account/").status_code == 302


def test_an_address_is_asked_for_again(
    acme: TenantInfo, founder: User, browser_of: Browser
) -> None:
    browser = sign_in(browser_of(acme), "uma@example.com")
    assert "Not confirmed yet" in browser.get("/account/email/").content.decode()
    browser.post("/account/email/", {"email": "uma@example.com", "action_send": "1"})
    with in_tenant(acme):
        assert MailMessage.objects.filter(template="account_confirm_email").count() == 2


def test_a_name_with_what_cannot_be_seen(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        user = UserFactory(name="Meena")
    browser = browser_of(acme, user)
    sent = {"name": "Su\u200bresh\u202e \u00a0Rao\u2066", "native_name": "", "native_language": ""}
    assert browser.post("/account/", {**sent, "language": ""}).status_code == 302
    with in_tenant(acme):
        assert User.objects.get().name == "Suresh Rao"
    empty = browser.post("/account/", {**sent, "name": "\u200b\u202e\u3164", "language": ""})
    assert (empty.status_code, "Enter a name." in empty.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "address",
    [
        "mi\u212ae@example.com",  # Kelvin sign: a k in lower case
        "mi\u017fe@example.com",  # long s
        "m\u0456ke@example.com",  # Cyrillic i
        "mike@ex\u0430mple.com",  # Cyrillic a in a Latin label
        "mike@example.com\u200b",
        "\uff4dike@example.com",  # full width
    ],
)
@pytest.mark.parametrize("path", ["/account/signup/", "/account/password/reset/"])
def test_an_address_that_looks_like_another(
    db: None, public: TenantInfo, browser_of: Browser, address: str, path: str
) -> None:
    with in_tenant(public):
        for known in ("mike@example.com", "mise@example.com"):
            UserFactory(email=known)
    data = {"email": address, "name": "Mallory", "password1": "a sentence of my own"}
    answer = browser_of(public).post(path, data)
    assert (answer.status_code, "is not an e-mail address" in answer.content.decode()) == (
        200,
        True,
    )
    with in_tenant(public):
        assert (User.objects.count(), MailMessage.objects.count()) == (2, 0)

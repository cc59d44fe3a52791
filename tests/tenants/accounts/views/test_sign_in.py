"""Signing in, up and out; passwords; links that only lead home."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tenants.accounts.backends import EmailBackend
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.selectors.role import roles_of
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import PASSWORD, NotYetJoinedFactory, UserFactory

Browser = Callable[..., Client]
NEW = "another sentence entirely"


def sign_in(browser: Client, email: str, password: str = PASSWORD, **extra: str) -> int:
    return browser.post(
        "/account/login/", {"login": email, "password": password, **extra}
    ).status_code


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def test_in_whatever_case_the_address_is_typed(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")
    browser = browser_of(acme)
    assert sign_in(browser, " Meena@Example.COM ") == 302
    assert is_in(browser)


@pytest.mark.parametrize("case", ["wrong", "inactive", "unknown", "passwordless", "elsewhere"])
def test_who_does_not_get_in(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, case: str
) -> None:
    with in_tenant(acme):
        if case == "passwordless":
            NotYetJoinedFactory(email="meena@example.com")
        elif case not in ("unknown", "elsewhere"):
            UserFactory(email="meena@example.com", is_active=case != "inactive")
    with in_tenant(zenith):
        UserFactory(email="meena@example.com")
    browser = browser_of(acme)
    password = "not this one" if case == "wrong" else PASSWORD
    assert sign_in(browser, "meena@example.com", password) == 200
    assert not is_in(browser)


def test_an_unknown_address_costs_a_hash_like_a_known_one(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    with in_tenant(acme):
        NotYetJoinedFactory(email="known@example.com")
        for address in ("unknown@example.com", "known@example.com"):
            assert EmailBackend().authenticate(None, email=address, password="x") is None
    assert hashed == ["x", "x"]


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/team/", "/team/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("http://acme.localhost/team/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_next_leads_to_a_path_of_this_host_only(
    acme: TenantInfo, browser_of: Browser, wanted: str, lands: str
) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")
    browser = browser_of(acme)
    answer = browser.post(
        "/account/login/", {"login": "meena@example.com", "password": PASSWORD, "next": wanted}
    )
    assert (answer.status_code, answer["location"]) == (302, lands)


def test_a_company_invites_and_nobody_signs_up(acme: TenantInfo, browser_of: Browser) -> None:
    browser = browser_of(acme)
    data = {"name": "Mallory", "email": "mallory@example.com", "password1": PASSWORD}
    for answer in (browser.get("/account/signup/"), browser.post("/account/signup/", data)):
        assert "by invitation" in answer.content.decode()
    with in_tenant(acme):
        assert User.objects.count() == 0


def _link(message: MailMessage) -> str:
    found = re.search(r"https?://[^/]+(/account/[^\s]+)", message.text)
    assert found
    return found.group(1)


def test_signing_up_on_the_public_site(db: None, public: TenantInfo, browser_of: Browser) -> None:
    browser = browser_of(public)
    data = {"name": "Asha  Menon", "email": "Asha@Example.com", "password1": PASSWORD}
    assert browser.post("/account/signup/", data).status_code == 302
    with in_public():
        person = User.objects.get()
        assert (person.name, person.email) == ("Asha Menon", "asha@example.com")
        assert roles_of(person) == {Role.CONSUMER}
        message = MailMessage.objects.get()
    assert not is_in(browser)
    path = _link(message)
    assert browser.get(path).status_code == 200
    assert browser.post(path).status_code == 302
    with in_public():
        assert EmailAddress.objects.get().verified
    assert is_in(browser)


def test_signing_up_twice_tells_the_owner_of_the_address_and_nobody_else(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    with in_public():
        UserFactory(email="asha@example.com", name="Asha")
    browser = browser_of(public)
    data = {"name": "Mallory", "email": "ASHA@example.com", "password1": PASSWORD}
    first = browser.post("/account/signup/", data)
    other = browser_of(public).post("/account/signup/", data | {"email": "new@example.com"})
    assert (first.status_code, first["location"]) == (other.status_code, other["location"])
    with in_public():
        assert User.objects.get(email="asha@example.com").name == "Asha"
        assert MailMessage.objects.get(to="asha@example.com").template == "account_already_exists"


def test_a_new_password_by_mail(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory(email="meena@example.com")
    elsewhere = browser_of(acme, person)
    browser = browser_of(acme)
    assert (
        browser.post("/account/password/reset/", {"email": "Meena@example.com"}).status_code == 302
    )
    with in_tenant(acme):
        message = MailMessage.objects.get()
    assert "http://acme.localhost:" in message.text
    path = _link(message)
    form = browser.get(path, follow=True)
    action = form.redirect_chain[-1][0]
    done = browser.post(action, {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert is_in(browser)
    assert not is_in(elsewhere)
    # The link worked once.
    assert "does not work" in browser_of(acme).get(path, follow=True).content.decode()
    assert sign_in(browser_of(acme), "meena@example.com", NEW) == 302


def test_the_links_host_is_not_the_requests(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")
    browser = browser_of(acme)
    browser.post(
        "/account/password/reset/",
        {"email": "meena@example.com"},
        headers={"x-forwarded-host": "evil.example", "host": "ACME.localhost:9"},
    )
    with in_tenant(acme):
        assert "evil" not in MailMessage.objects.get().text
        assert ":9/" not in MailMessage.objects.get().text


def test_a_reset_asked_for_under_a_foreign_host_is_none(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")
    answer = browser_of(acme).post(
        "/account/password/reset/", {"email": "meena@example.com"}, headers={"host": "evil.example"}
    )
    assert answer.status_code == 404
    with in_tenant(acme):
        assert MailMessage.objects.count() == 0


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com", is_active=False)
    for address in ("nobody@example.com", "meena@example.com"):
        answer = browser_of(acme).post("/account/password/reset/", {"email": address})
        assert (answer.status_code, answer["location"]) == (302, "/account/password/reset/done/")
    with in_tenant(acme):
        assert MailMessage.objects.count() == 0


def test_changing_the_password_signs_other_devices_out(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    here, there = browser_of(acme, person), browser_of(acme, person)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/change/", data).status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_signing_out_takes_a_post(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        person = UserFactory()
    browser = browser_of(acme, person)
    assert browser.get("/account/logout/").status_code == 200
    assert is_in(browser)
    assert browser.post("/account/logout/").status_code == 302
    assert not is_in(browser)


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/abc-def/",
        "/account/password/reset/key/done/",
        "/account/confirm-email/",
        "/account/confirm-email/unknown/",
        "/account/inactive/",
        "/account/display/",
    ],
)
def test_every_page_wears_the_hosts_brand(
    acme: TenantInfo, public: TenantInfo, browser_of: Browser, path: str
) -> None:
    for tenant, name in ((acme, "Acme Realty"), (public, "Sales Mastery Hub")):
        answer = browser_of(tenant).get(path)
        assert answer.status_code == 200
        assert f"· {name}</title>" in answer.content.decode()

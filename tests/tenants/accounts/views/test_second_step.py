"""Two-step sign-in, passkeys, and what must not work with either."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tenants.accounts.enums import SignInMethod, SignInOutcome
from tenants.accounts.models import SignInRecord, User
from tenants.kernel import names
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.second_step import (
    SoftKey,
    add_passkey,
    app_code,
    recovery_codes,
    set_up_app,
    sign_in_by_passkey,
)

Browser = Callable[..., Client]
STEP = "/account/two-step/authenticate/"


def sign_in(browser: Client, email: str = "meena@example.com", password: str = PASSWORD):
    return browser.post("/account/login/", {"login": email, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.fixture
def meena(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(email="meena@example.com", name="Meena")


def with_app(tenant: TenantInfo, user: User) -> str:
    with in_tenant(tenant):
        return set_up_app(user)


def test_turned_on_by_a_code_of_the_app(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    page = browser.get("/account/two-step/totp/activate/")
    secret = page.context["form"].secret
    drawn = re.search(r"<svg ([^>]*)segno", page.content.decode())
    assert drawn, "no QR code"
    assert "viewBox" in drawn[1], "a sheet that gives it a size would cut it"
    assert secret in page.content.decode()
    wrong = browser.post("/account/two-step/totp/activate/", {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    code = app_code(secret)
    done = browser.post("/account/two-step/totp/activate/", {"code": code})
    assert done["location"] == "/account/two-step/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", browser.get(done["location"]).content.decode())
    assert len(codes) == 10
    text = browser.get("/account/two-step/recovery-codes/download/").content.decode()
    assert all(each in text for each in codes)
    with in_tenant(acme):
        stored = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in stored
    # The code that turned it on signs nobody in.
    other = browser_of(acme)
    sign_in(other)
    other.post(STEP, {"code": code})
    assert not is_in(other)


def test_the_second_step_is_asked_and_taken(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    secret = with_app(acme, meena)
    browser = browser_of(acme)
    assert sign_in(browser)["location"] == STEP
    assert not is_in(browser)
    assert browser.post(STEP, {"code": "12345"}).status_code == 200
    assert not is_in(browser)
    assert browser.post(STEP, {"code": app_code(secret)})["location"] == "/"
    assert is_in(browser)
    with in_tenant(acme):
        done, wrong = SignInRecord.objects.order_by("-at")
        assert (done.method, done.second) == (SignInMethod.PASSWORD, SignInMethod.TOTP)
        assert (wrong.method, wrong.outcome) == (SignInMethod.TOTP, SignInOutcome.WRONG)


def test_a_code_of_the_app_works_once(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    """Also when Redis forgot that it was used, and after a later one an earlier one no more."""
    secret = with_app(acme, meena)
    used = app_code(secret)
    first, second = browser_of(acme), browser_of(acme)
    sign_in(first)
    first.post(STEP, {"code": used})
    assert is_in(first)
    with in_tenant(acme):
        cache.clear()
    sign_in(second)
    answer = second.post(STEP, {"code": used})
    assert "used already" in answer.content.decode()
    earlier = second.post(STEP, {"code": app_code(secret, steps=-1)})
    assert "used already" in earlier.content.decode()
    assert not is_in(second)
    second.post(STEP, {"code": app_code(secret, steps=1)})
    assert is_in(second)


def test_a_recovery_code_works_once(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    with_app(acme, meena)
    with in_tenant(acme):
        code = recovery_codes(meena)[0]
    first, second = browser_of(acme), browser_of(acme)
    for browser in (first, second):
        sign_in(browser)
        browser.post(STEP, {"code": code})
    assert is_in(first)
    assert not is_in(second)
    with in_tenant(acme):
        assert SignInRecord.objects.get(second=SignInMethod.RECOVERY)
        assert len(recovery_codes(meena)) == 9


def test_the_second_step_cannot_be_guessed(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    secret = with_app(acme, meena)
    browser = browser_of(acme)
    sign_in(browser)
    for _guess in range(10):
        browser.post(STEP, {"code": "000001"})
    with in_tenant(acme):
        cache.clear()
    for _again in range(2):
        answer = browser.post(STEP, {"code": app_code(secret)})
        assert "Too many tries" in answer.content.decode()
    assert not is_in(browser)
    with in_tenant(acme):
        # Whoever got as far has the password: its owner is told, once.
        assert MailMessage.objects.get().template == "account_second_held"


def test_the_secret_of_an_app_opens_in_its_own_schema_only(
    acme: TenantInfo, zenith: TenantInfo, meena: User, browser_of: Browser
) -> None:
    secret = with_app(acme, meena)
    with in_tenant(acme):
        data = Authenticator.objects.get(type="totp").data
    with in_tenant(zenith):
        twin = UserFactory(email="meena@example.com")
        Authenticator.objects.create(user=twin, type="totp", data=data)
    browser = browser_of(zenith, raise_request_exception=False)
    sign_in(browser)
    browser.post(STEP, {"code": app_code(secret)})
    assert not is_in(browser)


@pytest.mark.parametrize("way", ["code", "reset"])
def test_no_other_way_in_passes_the_second_step_by(
    acme: TenantInfo, meena: User, browser_of: Browser, way: str
) -> None:
    with_app(acme, meena)
    browser = browser_of(acme)
    if way == "code":
        browser.post("/account/login/code/", {"email": meena.email})
        with in_tenant(acme):
            text = MailMessage.objects.get().text
        found = re.search(r"^(\d{6})$", text, re.MULTILINE)
        assert found
        answer = browser.post("/account/login/code/confirm/", {"code": found[1]})
    else:
        browser.post("/account/password/reset/", {"email": meena.email})
        with in_tenant(acme):
            text = MailMessage.objects.get().text
        found = re.search(r"https?://[^/]+(/account/[^\s]+)", text)
        assert found
        page = browser.get(found[1], follow=True)
        new = {"password1": "a sentence of my own", "password2": "a sentence of my own"}
        answer = browser.post(page.redirect_chain[-1][0], new)
    assert answer["location"] == STEP
    assert not is_in(browser)


def test_a_passkey_signs_in_and_is_told_of(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    key = SoftKey(names.origin(acme))
    assert add_passkey(browser, key)["location"] == "/account/two-step/webauthn/"
    assert "My phone" in browser.get("/account/two-step/webauthn/").content.decode()
    with in_tenant(acme):
        assert MailMessage.objects.get(template="account_security").to == meena.email
        # A passkey alone asks for no second step, and needs no recovery codes.
        assert [row.type for row in Authenticator.objects.all()] == ["webauthn"]
    other = browser_of(acme)
    assert sign_in_by_passkey(other, key, next="/team/")["location"] == "/team/"
    assert is_in(other)
    with in_tenant(acme):
        assert SignInRecord.objects.latest("at").method == SignInMethod.PASSKEY
    assert sign_in(browser_of(acme))["location"] == "/"


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(
    acme: TenantInfo, meena: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        mallory = UserFactory(email="mallory@example.com")
    browser, other = browser_of(acme), browser_of(acme)
    sign_in(browser)
    sign_in(other, mallory.email)
    key = SoftKey(names.origin(acme))
    add_passkey(browser, key)
    with in_tenant(acme):
        row = Authenticator.objects.get()
    for act, data in (("rename", {"name": "Mine"}), ("remove", {})):
        path = f"/account/two-step/webauthn/{act}/"
        assert other.get(f"{path}?passkey={row.pk}").status_code == 404
        assert other.post(f"{path}?passkey={row.pk}", data).status_code == 404
        assert browser.get(f"{path}?passkey=x").status_code == 404
        assert browser.get(f"{path}?passkey={row.pk}").status_code == 200
        assert browser.post(f"{path}?passkey={row.pk}", data).status_code == 302
        if act == "rename":
            assert "Mine" in browser.get("/account/two-step/webauthn/").content.decode()
    with in_tenant(acme):
        assert Authenticator.objects.count() == 0
    away = browser_of(acme)
    sign_in_by_passkey(away, key)
    assert not is_in(away)


def test_a_passkey_does_as_second_step(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    key = SoftKey(names.origin(acme))
    add_passkey(browser, key)
    with_app(acme, meena)
    other = browser_of(acme)
    assert sign_in(other)["location"] == STEP
    options = other.get(STEP).context["js_data"]["request_options"]["publicKey"]
    other.post(STEP, {"credential": key.get(options)})
    assert is_in(other)
    # By itself it is both steps at once.
    third = browser_of(acme)
    sign_in_by_passkey(third, key)
    assert is_in(third)


@pytest.mark.parametrize("same_person", [False, True])
def test_a_passkey_of_one_companys_host_is_nothing_at_another(
    acme: TenantInfo, zenith: TenantInfo, meena: User, browser_of: Browser, same_person: bool
) -> None:
    """Even where its owner, with the same id, and the row itself were copied to the other schema."""
    browser = browser_of(acme)
    sign_in(browser)
    key = SoftKey(names.origin(acme))
    add_passkey(browser, key)
    with in_tenant(acme):
        row = Authenticator.objects.get()
    if same_person:
        with in_tenant(zenith):
            twin = UserFactory(id=meena.id, email=meena.email)
            Authenticator.objects.create(user=twin, type=row.type, data=row.data)
    away = browser_of(zenith)
    assert sign_in_by_passkey(away, key)["location"] == "/account/login/"
    assert not is_in(away)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\\\evil.example"]
)
def test_no_way_in_or_out_leads_elsewhere(
    acme: TenantInfo, meena: User, browser_of: Browser, wanted: str
) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    key = SoftKey(names.origin(acme))
    add_passkey(browser, key)
    again = {"password": PASSWORD, "next": wanted}
    assert browser.post("/account/reauthenticate/", again)["location"] == "/"
    assert browser.post("/account/logout/", {"next": wanted})["location"] == "/"
    assert sign_in_by_passkey(browser_of(acme), key, next=wanted)["location"] == "/"
    other = browser_of(acme)
    other.post("/account/login/code/", {"email": meena.email, "next": wanted})
    with in_tenant(acme):
        text = MailMessage.objects.get(template="account_login_code").text
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    done = other.post("/account/login/code/confirm/", {"code": found[1], "next": wanted})
    assert done["location"] == "/"


def test_a_challenge_answers_once(acme: TenantInfo, meena: User, browser_of: Browser) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    key = SoftKey(names.origin(acme))
    add_passkey(browser, key)
    away = browser_of(acme)
    asked = away.get("/account/two-step/webauthn/login/", headers={"accept": "application/json"})
    credential = key.get(asked.json()["request_options"]["publicKey"])
    away.post("/account/two-step/webauthn/login/", {"credential": credential})
    away.post("/account/logout/")
    away.post("/account/two-step/webauthn/login/", {"credential": credential})
    assert not is_in(away)


def test_what_is_sensitive_asks_once_more(
    acme: TenantInfo, meena: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(acme)
    sign_in(browser)
    assert browser.get("/account/email/").status_code == 200
    with_app(acme, meena)
    late = time.time() + timedelta(minutes=11).total_seconds()
    monkeypatch.setattr(time, "time", lambda: late)
    for path in (
        "/account/email/",
        "/account/two-step/totp/activate/",
        "/account/two-step/totp/deactivate/",
        "/account/two-step/recovery-codes/",
        "/account/two-step/webauthn/add/",
    ):
        answer = browser.get(path)
        assert answer["location"] == f"/account/reauthenticate/?next={path.replace('/', '%2F')}"
    browser.post("/account/email/", {"email": "new@example.com", "action_add": "1"})
    assert browser.post("/account/reauthenticate/", {"password": "wrong"}).status_code == 200
    # The form that was sent is sent again for them.
    again = {"password": PASSWORD, "next": "/account/email/"}
    assert browser.post("/account/reauthenticate/", again).status_code == 302
    with in_tenant(acme):
        assert MailMessage.objects.filter(to="new@example.com").count() == 1


def test_a_password_does_not_wait_in_the_session(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    with in_public():
        user = UserFactory(email="asha@example.com")
        user.set_unusable_password()
        user.save()
    browser = browser_of(public, user)
    new = "a sentence of my own"
    answer = browser.post("/account/password/set/", {"password1": new, "password2": new})
    assert answer["location"] == "/account/confirm/mail/?next=%2Faccount%2Fpassword%2Fset%2F"
    with in_public():
        assert "sentence" not in str(dict(browser.session.items()))
        assert not User.objects.get().has_usable_password()


def test_who_has_no_password_proves_it_by_mail(
    db: None, public: TenantInfo, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_public():
        user = UserFactory(email="asha@example.com")
        user.set_unusable_password()
        user.save()
    browser = browser_of(public, user)
    assert browser.get("/account/email/")["location"].startswith("/account/confirm/mail/")
    assert "Send the code" in browser.get("/account/confirm/mail/").content.decode()
    browser.post("/account/confirm/mail/", {"next": "/account/email/"})
    with in_public():
        text = MailMessage.objects.get().text
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    wrong = browser.post("/account/confirm/mail/", {"code": "00000x"})
    assert (wrong.status_code, "not right" in wrong.content.decode()) == (422, True)
    right = browser.post("/account/confirm/mail/", {"code": found[1], "next": "/account/email/"})
    assert right["location"] == "/account/email/"
    assert browser.get("/account/email/").status_code == 200
    # The code is void.
    assert browser.post("/account/confirm/mail/", {"code": found[1]}).status_code == 422

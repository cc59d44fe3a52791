"""Signing in with Facebook as it really answers: OAuth without ID tokens, and often without an address."""

import re
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client

from deploy.local.counterparts import facebook
from deploy.local.counterparts.exchange import json_answer
from tenants.accounts.enums import Role, SignInMethod
from tenants.accounts.models import SignInRecord, User
from tenants.accounts.selectors.role import roles_of
from tenants.kernel.models import MailMessage
from tenants.schemas import PUBLIC, in_public
from tests.factories.accounts import UserFactory
from tests.tenants.accounts.views.test_linking import (
    Browser,
    come_back,
    demo_id,
    go,
    go_and_come_back,
    is_in,
)

__all__ = ["demo_id"]  # a fixture
AT = "/account/with/facebook/"

pytestmark = pytest.mark.usefixtures("demo_id")


def confirm(browser: Client, email: str) -> None:
    """Follow the link of the mail that asks whether the address is one's own."""
    with in_public():
        mail = MailMessage.objects.filter(to=email, template="account_confirm_email").get()
    found = re.search(r"(/account/confirm-email/[^\s]+/)", mail.text)
    assert found
    assert browser.post(found[1]).status_code == 302


def test_somebody_new_confirms_the_address_and_comes_in_again(browser_of: Browser) -> None:
    """Facebook does not say whether it has checked an address, so it counts as unchecked."""
    browser = browser_of(PUBLIC)
    assert "Continue with Facebook" in browser.get("/account/login/").content.decode()
    answer = go_and_come_back(browser, "asha@example.com", at=AT)
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        user = User.objects.get()
        assert (user.name, user.email) == ("Asha Menon", "asha@example.com")
        assert roles_of(user) == {Role.CONSUMER}
        assert not EmailAddress.objects.get().verified
    confirm(browser, "asha@example.com")
    again = browser_of(PUBLIC)
    assert go_and_come_back(again, "asha@example.com", at=AT)["location"] == "/learn/"
    assert is_in(again)
    with in_public():
        record = SignInRecord.objects.latest("at")
        assert (record.method, record.provider) == (SignInMethod.SOCIAL, "Facebook")
        assert (User.objects.count(), SocialAccount.objects.get().provider) == (1, "facebook")


def test_it_is_asked_what_we_say_and_nothing_more(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    _where, asked = go(browser, at=f"{AT}?scope=user_friends&auth_params=auth_type%3Drerequest&")
    assert set(asked["scope"].split(",")) == {"email", "public_profile"}
    assert set(asked) == {"client_id", "redirect_uri", "response_type", "scope", "state"}


def test_an_address_of_somebody_here_gets_nothing(browser_of: Browser) -> None:
    with in_public():
        UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", at=AT)
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
        assert MailMessage.objects.get().template == "account_already_exists"


def test_without_an_address_one_is_asked_for_and_confirmed(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "", at=AT)
    assert answer["location"] == "/account/linked/sign-up/"
    assert not is_in(browser)
    assert "Almost done" in browser.get(answer["location"]).content.decode()
    empty = browser.post(answer["location"], {"email": "", "name": "Asha Menon"})
    assert empty.status_code == 200
    with in_public():
        assert User.objects.count() == 0
    done = browser.post(answer["location"], {"email": "asha@example.com", "name": "Asha Menon"})
    assert done["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert not EmailAddress.objects.get().verified
    confirm(browser, "asha@example.com")
    again = browser_of(PUBLIC)
    assert go_and_come_back(again, "", at=AT)["location"] == "/learn/"
    assert is_in(again)
    with in_public():
        assert User.objects.get().email == "asha@example.com"


def test_an_address_typed_in_that_is_somebodys_here_gets_nothing(browser_of: Browser) -> None:
    with in_public():
        UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    where = go_and_come_back(browser, "", at=AT)["location"]
    answer = browser.post(where, {"email": "asha@example.com", "name": "Somebody Else"})
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
        assert MailMessage.objects.get().template == "account_already_exists"


def test_turning_back_is_no_failure(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    back = go_and_come_back(browser, "asha@example.com", at=AT, answer="no")
    assert (back.status_code, back["location"]) == (302, "/account/linked/cancelled/")
    with in_public():
        assert User.objects.count() == 0


def test_a_state_that_is_not_ours(browser_of: Browser) -> None:
    victim, attacker = browser_of(PUBLIC), browser_of(PUBLIC)
    where, asked = go(attacker, at=AT)
    theirs = come_back(where, asked, "attacker@example.com")
    assert victim.get(theirs).status_code == 401
    go(victim, at=AT)  # a state of their own in the session changes nothing
    assert victim.get(theirs).status_code == 401
    assert victim.get(f"{AT}back/?code=made-up&state=made-up").status_code == 401
    assert victim.get(f"{AT}back/?code=made-up").status_code == 401
    assert not is_in(victim)
    with in_public():
        assert User.objects.count() == 0


def test_a_code_of_another_moment_is_refused(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    where, asked = go(browser, at=AT)
    used = come_back(where, asked, "asha@example.com")
    assert browser.get(used)["location"] == "/account/confirm-email/"
    _where, fresh = go(browser, at=AT)
    again = used.replace(asked["state"], fresh["state"])
    assert browser.get(again).status_code == 401


def test_without_the_proof_of_the_secret_it_tells_nothing(
    browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facebook, "_proof", lambda token, secret: "0" * 64)
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "asha@example.com", at=AT).status_code == 401
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


@pytest.mark.parametrize("told", [{}, {"id": ""}, {"name": "Asha"}, [], "x", None], ids=repr)
def test_an_answer_that_names_nobody_signs_nobody_in(
    told: Any, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facebook, "_me", lambda asked, desk: json_answer(told))
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "asha@example.com", at=AT).status_code == 401
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_it_is_never_asked_inside_a_transaction(
    browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    send = requests.Session.send

    def watched(session: requests.Session, request: Any, **options: Any) -> Any:
        name = request.url.partition("?")[0].rpartition("/")[2]
        asked.append((name, connection.in_atomic_block))
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", watched)
    go_and_come_back(browser_of(PUBLIC), "asha@example.com", at=AT)
    ours = [one for one in asked if one[0] != "oauth"]  # the test's own way through the dialog
    assert ours == [("access_token", False), ("me", False)]

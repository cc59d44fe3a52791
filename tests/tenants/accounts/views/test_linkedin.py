"""Signing in with LinkedIn as it really answers: no nonce, no PKCE, two names for turning back, words for truth."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from deploy.local.counterparts import identity, linkedin
from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer
from tenants.accounts.enums import Role, SignInMethod
from tenants.accounts.models import SignInRecord, User
from tenants.accounts.selectors.role import roles_of
from tenants.schemas import PUBLIC, in_public
from tests.counterparts import Counterparts
from tests.factories.accounts import UserFactory
from tests.tenants.accounts.test_openid import FOREIGN_KEY
from tests.tenants.accounts.views.test_linking import (
    Browser,
    code_for,
    come_back,
    demo_id,
    go,
    go_and_come_back,
    is_in,
)

__all__ = ["demo_id"]  # a fixture
AT = "/account/with/linkedin/"

pytestmark = pytest.mark.usefixtures("demo_id")


def test_somebody_new_gets_an_account_and_comes_in_again(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    assert "Continue with LinkedIn" in browser.get("/account/login/").content.decode()
    assert go_and_come_back(browser, "Asha@Example.com", at=AT)["location"] == "/learn/"
    assert is_in(browser)
    with in_public():
        user = User.objects.get()
        assert (user.name, user.email) == ("Asha Menon", "asha@example.com")
        assert roles_of(user) == {Role.CONSUMER}
        assert EmailAddress.objects.get().verified
        record = SignInRecord.objects.get()
        assert (record.method, record.provider) == (SignInMethod.SOCIAL, "LinkedIn")
    again = browser_of(PUBLIC)
    assert go_and_come_back(again, "asha@example.com", at=AT)["location"] == "/learn/"
    assert is_in(again)
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.get().provider) == (1, "linkedin")


def test_it_is_asked_what_it_knows_and_nothing_more(browser_of: Browser) -> None:
    _where, asked = go(browser_of(PUBLIC), at=f"{AT}?scope=w_member_social&")
    assert set(asked) == {"client_id", "redirect_uri", "response_type", "scope", "state"}
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_an_address_that_has_an_account_is_linked_by_a_code_only(browser_of: Browser) -> None:
    with in_public():
        user = UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", at=AT)
    assert answer["location"] == "/account/login/code/confirm/"
    assert not is_in(browser)
    with in_public():
        assert SocialAccount.objects.count() == 0
    browser.post("/account/login/code/confirm/", {"code": code_for("asha@example.com")})
    assert is_in(browser)
    with in_public():
        assert SocialAccount.objects.get().user_id == user.id


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Return `says(word)`: what the particulars say of whether the address was checked."""

    def set_word(word: Any) -> None:
        def tell(asked: Asked, desk: Desk) -> Answer:
            kept = identity.behind_token(desk, identity.bearer(asked))
            assert kept
            return json_answer({**kept["claims"], "email_verified": word})

        monkeypatch.setattr(linkedin, "_user_info", tell)

    return set_word


@pytest.mark.parametrize("word", [False, "false", None, "no", "FALSE", 0], ids=repr)
def test_an_address_it_does_not_call_checked_is_not(
    word: Any, says: Callable[[Any], None], browser_of: Browser
) -> None:
    """Its ID tokens say it as a word, and every word is true to a program that does not look."""
    says(word)
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", at=AT)
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert not EmailAddress.objects.get().verified


def test_a_word_for_true_counts(says: Callable[[Any], None], browser_of: Browser) -> None:
    says("true")
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "asha@example.com", at=AT)["location"] == "/learn/"
    with in_public():
        assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("answer", ["no", "leave"])
def test_turning_back_is_no_failure(answer: str, browser_of: Browser) -> None:
    """It calls it `user_cancelled_authorize` or `user_cancelled_login`, never `access_denied`."""
    browser = browser_of(PUBLIC)
    back = go_and_come_back(browser, "asha@example.com", at=AT, answer=answer)
    assert (back.status_code, back["location"]) == (302, "/account/linked/cancelled/")
    assert "You turned back" in browser.get(back["location"]).content.decode()
    with in_public():
        assert User.objects.count() == 0


def test_an_error_is_no_turning_back(browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    _where, asked = go(browser, at=AT)
    back = browser.get(f"{AT}back/?error=unauthorized_scope_error&state={asked['state']}")
    assert back.status_code == 401
    assert "That did not work" in back.content.decode()


def test_a_state_of_another_browser_and_one_used_before(browser_of: Browser) -> None:
    """Without a nonce the state is all that binds an answer to who asked."""
    victim, attacker = browser_of(PUBLIC), browser_of(PUBLIC)
    where, asked = go(attacker, at=AT)
    theirs = come_back(where, asked, "attacker@example.com")
    assert victim.get(theirs).status_code == 401
    assert not is_in(victim)
    go(victim, at=AT)  # a state of their own in the session changes nothing
    assert victim.get(theirs).status_code == 401
    assert not is_in(victim)
    with in_public():
        assert User.objects.count() == 0
    assert attacker.get(theirs)["location"] == "/learn/"
    assert attacker.get(theirs).status_code == 401


def test_a_state_for_another_service_is_none_here(browser_of: Browser) -> None:
    """An answer from one service is not taken where another is waited for (mix-up, RFC 9700, 4.4)."""
    browser = browser_of(PUBLIC)
    _where, elsewhere = go(browser, at="/account/with/demo-id/")
    where, asked = go(browser, at=AT)
    mixed = come_back(where, {**asked, "state": elsewhere["state"]}, "asha@example.com")
    assert browser.get(mixed).status_code == 401
    with in_public():
        assert User.objects.count() == 0


def test_its_word_counts_only_when_it_is_signed(
    browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = linkedin._id_token

    def forged(base: str, claims: dict[str, Any]) -> str:
        said = jwt.decode(right(base, claims), options={"verify_signature": False})
        return jwt.encode(said, FOREIGN_KEY, algorithm="RS256", headers={"kid": identity.KEY_ID})

    monkeypatch.setattr(linkedin, "_id_token", forged)
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "asha@example.com", at=AT).status_code == 401
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_without_an_address_one_is_asked_for(demo_id: Counterparts, browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "", at=AT)["location"] == "/account/linked/sign-up/"
    assert not is_in(browser)
    with in_public():
        assert User.objects.count() == 0

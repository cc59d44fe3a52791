"""Signing in with an account of another service: a real OpenID exchange, and linking only with proof."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from deploy.settings.social import providers
from tenants.accounts.enums import Role, SignInMethod
from tenants.accounts.models import SignInRecord, User
from tenants.accounts.selectors.role import roles_of
from tenants.kernel.models import MailMessage
from tenants.schemas import PUBLIC, TenantInfo, in_public
from tests.counterparts import Counterparts
from tests.database import company
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[..., Client]
LOGIN = "/account/with/demo-id/"


@pytest.fixture
def demo_id(committed: None, counterparts: Counterparts, settings) -> Counterparts:
    """The provider, known to the product. Outside of any transaction, as its views run."""
    told = counterparts.environment
    settings.SOCIALACCOUNT_PROVIDERS = providers(lambda name: told.get(name, ""))
    return counterparts


def go(browser: Client, *, at: str = LOGIN, process: str = "login") -> tuple[str, dict[str, str]]:
    """Press the button; return where it leads, and what the service is asked."""
    page = browser.post(f"{at}?process={process}")
    assert page.status_code == 200
    found = re.search(r'href="(http://127[^"]+)"', page.content.decode())
    assert found
    where = found[1].replace("&amp;", "&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    return where.partition("?")[0], asked


def come_back(
    where: str, asked: dict[str, str], email: str, *, verified: bool = True, **change: str
) -> str:
    """Choose an account at the service; return the address it sends the browser back to."""
    answer = requests.post(
        where,
        data={
            **asked,
            "email": email,
            "name": "Asha\u202e Menon",
            "answer": "yes",
            "email_verified": "1" if verified else "",
            **change,
        },
        allow_redirects=False,
        timeout=5,
    )
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def go_and_come_back(
    browser: Client,
    email: str,
    *,
    at: str = LOGIN,
    verified: bool = True,
    process: str = "login",
    **change: str,
):
    """Press the button, choose an account at the service, and follow it back to the product."""
    where, asked = go(browser, at=at, process=process)
    return browser.get(come_back(where, asked, email, verified=verified, **change))


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def code_for(email: str) -> str:
    with in_public():
        text = (
            MailMessage.objects.filter(to=email, template="account_login_code")
            .latest("created_at")
            .text
        )
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found
    return found[1]


def test_somebody_new_gets_an_account(demo_id: Counterparts, browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    assert "Continue with Demo ID" in browser.get("/account/login/").content.decode()
    assert go_and_come_back(browser, "Asha@Example.com")["location"] == "/learn/"
    assert is_in(browser)
    with in_public():
        user = User.objects.get()
        assert (user.name, user.email) == ("Asha Menon", "asha@example.com")
        assert not user.has_usable_password()
        assert roles_of(user) == {Role.CONSUMER}
        assert EmailAddress.objects.get().verified
        record = SignInRecord.objects.get()
        assert (record.method, record.provider) == (SignInMethod.SOCIAL, "Demo ID")
    again = browser_of(PUBLIC)
    go_and_come_back(again, "asha@example.com")
    assert is_in(again)
    with in_public():
        assert User.objects.count() == 1


def test_an_address_the_service_has_not_checked_is_confirmed_first(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", verified=False)
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert not EmailAddress.objects.get().verified


def test_an_account_with_that_address_is_linked_by_a_code_only(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    with in_public():
        user = UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com")
    assert answer["location"] == "/account/login/code/confirm/"
    assert not is_in(browser)
    with in_public():
        assert SocialAccount.objects.count() == 0
    wrong = browser.post("/account/login/code/confirm/", {"code": "000000x"})
    assert wrong.status_code == 200
    browser.post("/account/login/code/confirm/", {"code": code_for("asha@example.com")})
    assert is_in(browser)
    with in_public():
        assert SocialAccount.objects.get().user_id == user.id


def test_coming_in_otherwise_links_nothing(demo_id: Counterparts, browser_of: Browser) -> None:
    with in_public():
        UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    go_and_come_back(browser, "asha@example.com")
    with in_public():
        session = browser.session
        del session["account_login"]
        session.save()
    assert "pending_link" in session
    browser.post("/account/login/", {"login": "asha@example.com", "password": PASSWORD})
    assert is_in(browser)
    with in_public():
        assert SocialAccount.objects.count() == 0


def test_an_unchecked_address_of_somebody_here_gets_nothing(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    with in_public():
        UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", verified=False)
    assert answer["location"] == "/account/confirm-email/"
    assert not is_in(browser)
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
        assert MailMessage.objects.get().template == "account_already_exists"


def test_linking_and_unlinking_keeps_a_way_in(demo_id: Counterparts, browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    go_and_come_back(browser, "asha@example.com")
    with in_public():
        link = SocialAccount.objects.get()
    refused = browser.post("/account/linked/", {"account": link.pk})
    assert "Choose a password first" in refused.content.decode()
    with in_public():
        assert SocialAccount.objects.count() == 1
    new = {"password1": "a sentence of my own", "password2": "a sentence of my own"}
    assert browser.post("/account/password/set/", new).status_code == 302
    assert browser.post("/account/linked/", {"account": link.pk}).status_code == 302
    with in_public():
        assert SocialAccount.objects.count() == 0
    go_and_come_back(browser, "other@example.com", process="connect")
    with in_public():
        assert SocialAccount.objects.get().user.email == "asha@example.com"


def test_linking_asks_once_more_when_the_last_proof_is_old(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    """Who finds a browser open does not link an account of their own and come back by it."""
    with in_public():
        user = UserFactory(email="asha@example.com")
    browser = browser_of(PUBLIC, user)
    answer = go_and_come_back(browser, "stranger@example.com", process="connect")
    assert urlsplit(answer["location"]).path == "/account/reauthenticate/"
    with in_public():
        assert SocialAccount.objects.count() == 0
    assert browser.post("/account/reauthenticate/", {"password": "wrong"}).status_code == 200
    with in_public():
        assert SocialAccount.objects.count() == 0
    # What waited is done once they have said who they are.
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    with in_public():
        assert SocialAccount.objects.get().user_id == user.id


def test_an_account_that_is_anothers_is_not_linked_too(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    go_and_come_back(browser_of(PUBLIC), "asha@example.com")
    other = browser_of(PUBLIC)
    go_and_come_back(other, "ravi@example.com")
    answer = go_and_come_back(other, "asha@example.com", process="connect")
    assert answer["location"] == "/account/linked/"
    page = other.get("/account/linked/").content.decode()
    assert "That account is linked to somebody else here already." in page
    with in_public():
        owners = SocialAccount.objects.values_list("user__email", flat=True)
        assert sorted(owners) == ["asha@example.com", "ravi@example.com"]


def test_turning_back_and_a_forged_answer(demo_id: Counterparts, browser_of: Browser) -> None:
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com", answer="no")
    assert answer["location"] == "/account/linked/cancelled/"
    forged = browser.get("/account/with/demo-id/back/?code=made-up&state=made-up")
    assert forged.status_code == 401
    with in_public():
        assert User.objects.count() == 0


def test_a_company_has_no_such_buttons_and_addresses(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    acme: TenantInfo = company("acme")
    browser = browser_of(acme)
    assert "Demo ID" not in browser.get("/account/login/").content.decode()
    assert browser.post(LOGIN).status_code == 404


def test_without_keys_there_is_no_button(settings, db: None, browser_of: Browser) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers(lambda name: "")
    browser = browser_of(PUBLIC)
    assert "Continue with" not in browser.get("/account/login/").content.decode()
    assert browser.post(LOGIN).status_code == 404
    with_google = {"GOOGLE_CLIENT_ID": "x", "GOOGLE_CLIENT_SECRET": "y"}
    settings.SOCIALACCOUNT_PROVIDERS = providers(lambda name: with_google.get(name, ""))
    assert "Continue with Google" in browser.get("/account/login/").content.decode()


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("path", ["google/", "google/back/", "facebook/", "demo-id/"])
def test_a_service_without_keys_has_no_address(path: str, browser_of: Browser, settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers(lambda name: "")
    assert browser_of(PUBLIC).get(f"/account/with/{path}").status_code == 404

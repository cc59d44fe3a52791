"""A consumer takes a copy of their data, asks to be forgotten and thinks better of it; a company answers."""

import io
import json
import zipfile
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import open_mail, prove, sign_in
from tests.journeys.story import PASSWORD
from tests.journeys.test_applications import begin_sign_up, sign_up
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
OWN = "/account/privacy/"


def test_ones_own_data_as_an_archive(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    who = visitor(stack.origin, phone=True)
    page = who.page
    name = f"Divya {token_hex(2).upper()}"
    email = sign_up(who, name)
    who.go(OWN)
    who.look("privacy-own")
    who.enter(page.get_by_role("button", name="Make a copy"))
    # Coming in by a link in a mail is no proof that one knows the password.
    prove(who)
    who.await_words(OWN, "Download")
    file, content = who.download(page.get_by_role("link", name="Download").first)
    assert file.endswith(".zip")
    archive = zipfile.ZipFile(io.BytesIO(content))
    (user,) = json.loads(archive.read("data/accounts.user.json"))
    assert (user["name"], user["email"], "password" in user) == (name, email, False)
    assert json.loads(archive.read("data/privacy.consent.json"))
    assert name in archive.read("index.html").decode()

    _asks(who)
    expect(page.get_by_role("main")).to_contain_text("Your account will be erased on")
    who.enter(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_role("status").first).to_contain_text("Nothing was erased")
    who.is_clean("privacy")


def _asks(who: Visitor, password: str = PASSWORD) -> None:
    """Ask to be erased; without the tick nothing happens."""
    page = who.page
    who.go(OWN)
    who.enter(page.get_by_role("link", name="See what would be erased"))
    prove(who, password)
    who.look("privacy-erase")
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Have my account erased"))
    page.get_by_role("main").get_by_role("checkbox").check()
    who.enter(page.get_by_role("button", name="Have my account erased"))


def test_somebody_under_18_is_erased_at_once_and_gets_the_report(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    who = visitor(stack.origin, phone=True)
    page = who.page
    email = begin_sign_up(who, "Young Person")
    who.enter(page.get_by_role("button", name="I am under 18"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Come back when you are 18")
    report = open_mail(who, email, "Your account at")
    assert "Sign-in history" in report
    who.go("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    who.is_clean("under age")


def test_a_company_answers_for_its_people(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    learner, admin = visitor(stack.company("acme")), visitor(stack.company("acme"))
    sign_in(learner, "author@acme.example", DEMO_PASSWORD)
    _asks(learner, DEMO_PASSWORD)
    expect(learner.page.get_by_role("main")).to_contain_text("your company decides")
    sign_in(admin, "owner@acme.example", DEMO_PASSWORD)
    admin.go("/manage/privacy/")
    admin.look("privacy-requests")
    admin.page.get_by_label("Reason, told to the person").first.fill("You work here until March.")
    admin.enter(admin.page.get_by_role("button", name="Decline").first)
    learner.go(OWN)
    expect(learner.page.get_by_role("main")).to_contain_text("You work here until March.")
    admin.is_clean("privacy of the company")

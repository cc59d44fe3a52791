"""Somebody turns two-step sign-in on, comes in with the app, and with a recovery code on the day without a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.factories.second_step import app_code
from tests.journeys.stack import Stack
from tests.journeys.steps import prove, sign_in
from tests.journeys.test_applications import sign_up
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
STEP = "Code from your app, or a recovery code"


def test_an_app_and_recovery_codes(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    who = visitor(stack.origin, phone=True)
    page = who.page
    email = sign_up(who, "Farida Khan")
    who.go("/account/two-step/")
    who.enter(page.get_by_role("link", name="Set up an app"))
    # Coming in by a link in a mail is no proof that one knows the password.
    prove(who)
    page.get_by_text("Cannot scan it? Type this key").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Six digits").fill(app_code(secret))
    who.enter(page.get_by_role("button", name="Turn on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(set(codes)) == 10
    who.look("8-recovery-codes")

    _sign_out(who)
    sign_in(who, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    who.look("8-one-more-step")
    _is_refused(who, "000000")
    # The code that turned it on is used up; the app shows the next one half a minute later.
    page.get_by_label(STEP).fill(app_code(secret, steps=1))
    who.enter(page.get_by_role("button", name="Sign in"))
    expect(page).to_have_url(f"{stack.origin}/learn/")

    _sign_out(who)
    sign_in(who, email)
    page.get_by_label(STEP).fill(codes[3])
    who.enter(page.get_by_role("button", name="Sign in"))
    expect(page).to_have_url(f"{stack.origin}/learn/")
    who.go("/account/two-step/")
    expect(page.get_by_role("main")).to_contain_text("9 codes are left")
    who.go("/account/history/")
    for way in ("Code from the app", "Recovery code"):
        expect(page.get_by_role("table")).to_contain_text(way)

    _sign_out(who)
    sign_in(who, email)
    _is_refused(who, codes[3])
    who.go("/learn/")
    expect(page).not_to_have_url(f"{stack.origin}/learn/")
    who.is_clean("two-step sign-in")


def _sign_out(who: Visitor) -> None:
    who.go("/account/")
    who.enter(who.page.get_by_role("main").get_by_role("button", name="Sign out"))


def _is_refused(who: Visitor, code: str) -> None:
    who.page.get_by_label(STEP).fill(code)
    with who.expecting(400, 422):
        who.enter(who.page.get_by_role("button", name="Sign in"))
    expect(who.page.get_by_role("alert").first).to_be_visible()
    expect(who.page.get_by_role("heading", level=1)).to_have_text("One more step")

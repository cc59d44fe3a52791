"""Step 1: on the public site somebody starts a company and gets its own branded host."""

import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.stack import Stack
from tests.journeys.story import COMPANY, OWNER, PASSWORD, Story
from tests.journeys.visitor import PATIENCE, Visitor

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_company_is_started(
    stack: Stack, story: Story, visitor: Callable[..., Visitor], capsys: pytest.CaptureFixture[str]
) -> None:
    slug = f"vindhya{stack.suffix}"
    guest = visitor(stack.origin)
    page = guest.page
    guest.go("/")
    guest.look("1-home")
    guest.enter(page.get_by_role("link", name="For companies").first)
    guest.look("1-business")
    guest.enter(page.get_by_role("main").get_by_role("link", name="Set up your company").first)
    guest.look("1-start")

    kept = {"Company name": COMPANY, "Your name": OWNER[0], "Your work e-mail": OWNER[1]}
    for label, value in kept.items():
        page.get_by_label(label).fill(value)
    agrees = page.get_by_label("I agree to the terms for companies")
    agrees.check()
    address = page.get_by_label("Your address")
    for wrong, words in (
        ("admin", "reserved"),
        ("acme", "Another company has this subdomain"),
        ("_vindhya_", "hyphens"),
    ):
        address.fill(wrong)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        with guest.expecting(400, 409, 422):
            page.get_by_role("button", name="Create the company").click()
            expect(page.get_by_role("alert")).to_contain_text(words)
        for label, value in kept.items():
            expect(page.get_by_label(label)).to_have_value(value)
        expect(agrees).to_be_checked()
        expect(address).to_have_value(wrong)
        expect(address).to_have_attribute("aria-invalid", "true")
    guest.look("1-start-wrong")

    address.fill(slug)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    asked = time.monotonic()
    page.get_by_role("button", name="Create the company").click()
    enter = page.get_by_role("link", name="Open your company")
    expect(enter).to_be_visible(timeout=PATIENCE * 6)
    with capsys.disabled():
        sys.stdout.write(
            f"\nA company stood {time.monotonic() - asked:.1f} s after it was asked for.\n"
        )
    guest.look("1-ready")

    enter.click()
    expect(page).to_have_url(f"{stack.company(slug)}/account/login/?next=%2Fmanage%2F")
    expect(page.get_by_role("banner")).to_contain_text(COMPANY)
    guest.look("1-sign-in")
    with guest.expecting(400, 422):
        page.get_by_label("E-mail").fill(OWNER[1])
        page.get_by_label("Password", exact=True).fill("not-my-password")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(OWNER[1])
    guest.look("1-sign-in-wrong")

    # By keyboard alone.
    page.get_by_label("E-mail").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(COMPANY)
    guest.look("1-first-page")
    guest.go(f"{stack.company(slug)}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(OWNER[0])
    guest.look("1-first-home")
    story["company"] = stack.company(slug)

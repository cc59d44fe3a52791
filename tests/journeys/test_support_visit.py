"""Our staff looks into a company: not before it allows that, reading only, on its record, until it says so."""

import re
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import prove, sign_in
from tests.journeys.test_applications import STAFF
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
OWNER = "owner@acme.example"


def test_a_support_visit(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    wish = f"The import of {token_hex(3)} fails"
    owner, staff = visitor(stack.company("acme")), visitor(stack.origin)
    sign_in(owner, OWNER, DEMO_PASSWORD)
    sign_in(staff, STAFF, DEMO_PASSWORD)
    staff.go("/staff/companies/?q=acme")
    staff.enter(staff.page.get_by_role("link", name=re.compile("Acme Realty")).first)
    company = staff.page.url
    with staff.expecting(403):
        staff.enter(staff.page.get_by_role("button", name="Look in"))
        prove(staff, DEMO_PASSWORD)
    expect(staff.page.get_by_role("main")).to_contain_text("has not allowed us to look in")

    page = owner.page
    owner.go("/manage/support/")
    page.get_by_label("What should we look at?").fill(wish)
    page.get_by_label("For how long").select_option(label="2 hours")
    owner.enter(page.get_by_role("button", name="Allow it"))
    expect(page.get_by_role("main")).to_contain_text("Our staff may look in until")

    _looks_in(stack, staff, company)
    _cannot_write(staff)

    owner.go("/manage/audit/")
    said = page.get_by_role("main")
    for words in (wish, "/manage/people/"):
        expect(said).to_contain_text(words)
    owner.look("support-audit")
    owner.go("/manage/support/")
    expect(said).to_contain_text("Who looked in")
    owner.enter(page.get_by_role("button", name="End it now"))
    expect(page.get_by_role("button", name="End it now")).to_have_count(0)
    owner.is_clean("support access")

    staff.go(f"{stack.company('acme')}/manage/people/")
    expect(staff.page.get_by_role("main")).to_contain_text("The support visit is over")
    expect(staff.page.get_by_role("table")).to_have_count(0)
    staff.is_clean("the visit's end")


def _looks_in(stack: Stack, staff: Visitor, company: str) -> None:
    """Through a page that leads to the company's host, and a door that opens when it is asked to."""
    page = staff.page
    staff.go(company)
    page.get_by_role("button", name="Look in").click()
    page.wait_for_url(f"{stack.company('acme')}/support/enter/**")
    staff.enter(page.get_by_role("button", name="Look in"))
    expect(page).to_have_url(f"{stack.company('acme')}/manage/")
    staff.go(f"{stack.company('acme')}/manage/people/")
    expect(page.get_by_role("table")).to_be_visible()
    banner = page.locator(".support-banner")
    expect(banner).to_contain_text("reading only")
    expect(banner).to_be_in_viewport()
    staff.look("support-visit")


def _cannot_write(staff: Visitor) -> None:
    page = staff.page
    staff.go(f"{staff.page.url.partition('/manage/')[0]}/manage/people/add/")
    page.get_by_label("Name", exact=True).fill("Nobody Of Theirs")
    with staff.expecting(403):
        staff.enter(page.get_by_role("button", name="Add", exact=True))
        expect(page.get_by_role("heading", level=1)).to_have_text("Support visits only read")
    staff.go(f"{staff.page.url.partition('/manage/')[0]}/manage/people/?q=Nobody+Of+Theirs")
    expect(page.get_by_role("main")).not_to_contain_text("1 person")

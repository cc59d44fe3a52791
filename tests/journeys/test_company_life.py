"""A demo company's owner closes it, takes everything along and opens it again; our staff suspends it and takes that back."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.last, pytest.mark.slow]
COMPANY = "Acme Realty"
OWNER, LEARNER = "owner@acme.example", "learner@acme.example"
STAFF = "staff@learners.example"
WORKER = 30_000  # ms, for what a worker does
WAITING = "#waiting[hx-get]"
FORGOTTEN = 6_000  # ms, until every process has looked the company's standing up again


def _waits_for(page: Page, name: str) -> None:
    """Load the page anew until it offers this button: what was asked for is done by a worker.

    While the page says that something else is on its way, it goes to a fresh one by itself.
    """
    button, waiting = page.get_by_role("button", name=name, exact=True), page.locator(WAITING)
    for _ in range(60):
        if button.count() and not waiting.count():
            return
        page.wait_for_timeout(1_000)
        page.goto("/manage/company/")
    pytest.fail(f"The page never offered “{name}”.")


def test_an_owner_closes_the_company_and_opens_it_again(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    owner = visitor(stack.company("acme"))
    page = owner.page
    sign_in(owner, OWNER, DEMO_PASSWORD)
    owner.go("/manage/company/")
    owner.look("company-life-open")
    owner.enter(page.get_by_role("link", name="Close the company"))
    owner.look("company-life-close")
    page.get_by_label("Type the company's name").fill("Another")
    with owner.expecting(422):
        page.get_by_role("button", name="Close the company").click()
        expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Type the company's name").fill(COMPANY)
    owner.enter(page.get_by_role("button", name="Close the company"))
    _waits_for(page, "Open the company again")
    owner.look("company-life-closed")

    _waits_for(page, "Make an archive")
    link = page.get_by_role("link", name="Download").first
    expect(link).to_be_visible(timeout=WORKER)
    with page.expect_download() as caught:
        link.click()
    archive = ZipFile(BytesIO(caught.value.path().read_bytes()))
    assert "README.txt" in archive.namelist()
    assert OWNER in archive.read("data/accounts.user.csv").decode()

    page.goto("/manage/company/")
    owner.enter(page.get_by_role("button", name="Open the company again"))
    _waits_for(page, "Save")
    page.wait_for_timeout(FORGOTTEN)
    owner.is_clean("reopened")


def test_staff_suspends_the_company_and_takes_it_back(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    learner = visitor(stack.company("acme"), phone=True)
    sign_in(learner, LEARNER, DEMO_PASSWORD)
    staff = visitor(stack.origin)
    page = staff.page
    sign_in(staff, STAFF, DEMO_PASSWORD)
    staff.go("/staff/companies/?q=acme")
    staff.look("company-life-staff-list")
    staff.enter(page.get_by_role("link", name=re.compile(COMPANY)).first)
    # A page that is open may notice by itself, from here on.
    with learner.expecting(403):
        _take_step(page, "Suspended", "No answer for weeks.")
        staff.look("company-life-staff-company")
        learner.page.wait_for_timeout(FORGOTTEN)
        learner.go("/learn/")
        words = learner.page.get_by_role("main")
        expect(words).to_contain_text("is suspended for now")
        expect(words).to_contain_text(OWNER)
        learner.look("company-life-suspended")

    _take_step(page, "Active", "Settled by phone.")
    learner.page.wait_for_timeout(FORGOTTEN)
    learner.go("/learn/")
    expect(learner.page.get_by_role("main")).not_to_contain_text("suspended")
    learner.is_clean("open again")


def _take_step(page: Page, target: str, reason: str) -> None:
    page.get_by_role("radio", name=target, exact=True).check()
    page.get_by_label("Why").fill(reason)
    with page.expect_navigation():
        page.get_by_role("button", name="Record and do it").click()
    expect(page.locator(".timeline")).to_contain_text(reason)

"""On a phone: what is told covers no act, a line of tabs shows where one is, bulk acts wait for a tick."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import COMPANY
from tests.pages.targets import PHONE

Opener = Callable[[str, str], Page]


@pytest.fixture
def open_page(
    site: Site, page_browser: Browser, context_of: Callable[[str, str, str], BrowserContext]
) -> Iterator[Opener]:
    """Return `open_page(who, path)`: a page of the company in somebody's phone."""
    site.speak("en")
    opened: list[Page] = []

    def come(who: str, path: str) -> Page:
        page = context_of(COMPANY, who, "en").new_page()
        opened.append(page)
        widen(page, PHONE)
        page.goto(f"{site.origin(COMPANY)}{path}")
        return page

    yield come
    for page in opened:
        page.close()


def test_what_is_told_does_not_cover_the_pages_own_bar(site: Site, open_page: Opener) -> None:
    ids = site.worlds[COMPANY].ids
    page = open_page(
        "learner", f"/learn/{ids['course_id']}/{ids['quiz_lesson_id']}/quiz/{ids['attempt_id']}/"
    )
    page.evaluate(
        """() => {
        const toast = document.createElement('div');
        toast.className = 'toast';
        toast.textContent = 'What became of it is told here, in a sentence or two.';
        document.querySelector('.toasts').append(toast); }"""
    )
    toast, bar = page.locator(".toast").bounding_box(), page.locator(".hand-in").bounding_box()
    assert toast
    assert bar
    assert toast["y"] + toast["height"] <= bar["y"] or bar["y"] + bar["height"] <= toast["y"]


def test_the_tab_one_is_on_is_in_sight(open_page: Opener) -> None:
    page = open_page("owner", "/manage/notifications/addresses/")
    box = page.locator(".tabs [aria-current]").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE


def test_bulk_acts_on_invitations_wait_for_a_tick(open_page: Opener) -> None:
    page = open_page("owner", "/manage/people/invitations/")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    boxes = page.locator("tbody .pick input")
    boxes.first.check()
    expect(bar.get_by_text("1 selected")).to_be_visible()
    page.get_by_label("Select everybody on this page").check()
    for box in boxes.all():
        expect(box).to_be_checked()
    expect(bar.get_by_text(f"{boxes.count()} selected")).to_be_visible()

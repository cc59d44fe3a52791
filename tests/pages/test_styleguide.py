"""The style guide's parts in a browser: what needs a script there does its work, for a guest."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import GUEST, PUBLIC


@pytest.fixture
def guide(site: Site, context_of: Callable[[str, str, str], BrowserContext]) -> Iterator[Page]:
    """The guide, at the width of a desk."""
    site.speak("en")
    page = context_of(PUBLIC, GUEST, "en").new_page()
    widen(page, 1440)
    page.goto(f"{site.origin(PUBLIC)}/styleguide/")
    yield page
    page.close()


def test_the_search_box_suggests(guide: Page) -> None:
    box = guide.get_by_role("combobox", name="Search courses")
    box.press_sequentially("everything")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(guide.locator("#sg-q-options").get_by_role("option").first).to_be_visible()


def test_the_command_search_opens_by_its_key_and_its_link(guide: Page) -> None:
    field = guide.get_by_role("combobox", name="Name of a page")
    guide.keyboard.press("Control+k")
    expect(field).to_be_focused()
    guide.keyboard.type("disp")
    expect(guide.get_by_role("dialog").get_by_role("option")).to_have_text(["Display"])
    guide.keyboard.press("Escape")
    guide.get_by_role("link", name="Go to a page").click()
    expect(field).to_be_focused()


def test_a_file_is_sent_and_its_arrival_told(guide: Page) -> None:
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"name,email\n"}
    form = guide.locator("#sg-upload")
    form.locator("input[type=file]").set_input_files([file])
    expect(form.locator(".chosen")).to_contain_text("people.csv")
    form.get_by_role("button", name="Send the file").click()
    expect(guide.locator(".toast.good")).to_contain_text("people.csv arrived whole: 11 bytes.")


def test_the_player_says_what_it_cannot_play(guide: Page) -> None:
    player = guide.locator("smh-player")
    player.get_by_role("button", name="Play").first.click()
    expect(player.get_by_role("alert")).to_contain_text("The video could not be loaded.")


def test_ticked_rows_are_counted_and_handed_in(guide: Page) -> None:
    bar = guide.locator("[data-bulk-bar]")
    expect(bar).to_be_hidden()
    guide.locator("td.pick input").nth(1).check()
    expect(bar).to_contain_text("1 selected")
    guide.locator("th.pick input").check()
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Nudge").click()
    expect(guide.locator(".toast.good")).to_contain_text("Rows handed in: 3.")

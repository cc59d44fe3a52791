"""The branding page: its preview wears a colour while it is typed, and nothing else does before it is saved."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.site import Site
from tests.pages.table import COMPANY

_SAVED = "#8a2a5b"  # the world's


@pytest.fixture
def page(site: Site, context_of: Callable[[str, str, str], BrowserContext]) -> Iterator[Page]:
    """The page of an admin."""
    site.speak("en")
    page = context_of(COMPANY, "admin", "en").new_page()
    page.goto("/manage/branding/")
    yield page
    page.close()


def _brand(page: Page, where: str) -> str:
    return str(
        page.locator(where).evaluate("el => getComputedStyle(el).getPropertyValue('--brand')")
    ).strip()


def _wears(page: Page, colour: str) -> None:
    """Wait for it: the answer is put into the page a moment before it is worn."""
    preview = page.locator("[data-brand-preview]")
    expect(preview).to_have_attribute("style", f"--brand: {colour};")
    assert _brand(page, "[data-brand-preview]") == colour


def _filled(page: Page, where: str) -> str:
    return str(page.locator(where).evaluate("el => getComputedStyle(el).backgroundColor"))


def test_the_preview_wears_what_is_typed(page: Page) -> None:
    field, button = page.get_by_label("Colour", exact=True), "[data-brand-preview] .btn.primary"
    before = _filled(page, button)
    expect(field).to_have_value(_SAVED)
    assert _brand(page, "html") == _SAVED
    field.fill("#0b6e4f")
    expect(page.get_by_text("White reads on it: 6.3 : 1.")).to_be_visible()
    _wears(page, "#0b6e4f")
    assert _filled(page, button) != before
    assert _filled(page, "form .btn.primary") == before
    assert _brand(page, "html") == _SAVED
    expect(page.get_by_label("Pick the colour")).to_have_value("#0b6e4f")
    page.reload()
    expect(field).to_have_value(_SAVED)
    assert _filled(page, button) == before


def test_a_colour_without_contrast_is_shown_beside_the_one_worn(page: Page) -> None:
    page.get_by_label("Colour", exact=True).fill("#ffd400")
    told = page.locator("#brand-colour")
    expect(told).to_contain_text("Your colour is worn a little darker")
    expect(told).to_contain_text("Yours #ffd400")
    worn = str(told.get_attribute("data-worn"))
    assert worn != "#ffd400"
    expect(told).to_contain_text(f"Worn {worn}")
    fills = told.locator("rect").evaluate_all("all => all.map(el => el.getAttribute('fill'))")
    assert fills == ["#ffd400", worn]
    _wears(page, worn)


def test_a_certificate_wears_the_frame_that_is_chosen(page: Page) -> None:
    sheet = page.locator("#brand-certificate .paper")
    expect(sheet).to_have_class("paper")
    page.get_by_label("Ornaments in the corners").check()
    expect(sheet).to_have_class("paper c-centred c-corners")
    page.get_by_label("Colour", exact=True).fill("#0b6e4f")
    expect(sheet.locator(".c-ground g").first).to_have_attribute("stroke", "#0b6e4f")
    page.get_by_label("Who signs certificates").fill("Rohan Kulkarni")
    expect(sheet.locator(".c-sign-who")).to_contain_text("Rohan Kulkarni")
    # Nothing of it is kept before it is saved.
    page.reload()
    expect(sheet).to_have_class("paper")
    expect(page.get_by_label("Band at the side")).to_be_checked()

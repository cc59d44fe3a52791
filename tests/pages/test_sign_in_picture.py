"""The company's picture beside the form of signing in: half of a wide screen, and nothing at all on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from enterprise.selectors.branding import brand_of_company
from tenants.schemas import in_tenant
from tests.pages.site import Site
from tests.pages.table import COMPANY

DESK, PHONE = (1440, 900), (390, 844)  # CSS px


@pytest.fixture
def address(site: Site) -> str:
    """The path of the picture of the world's company."""

    def find() -> str:
        with in_tenant(site.worlds[COMPANY].tenant):
            return brand_of_company().picture_url

    site.speak("en")
    return site.ask(find)


@pytest.fixture
def page(site: Site, page_browser: Browser) -> Iterator[Page]:
    """A guest of the company, who keeps nothing of other visits."""
    context = page_browser.new_context(
        base_url=site.origin(COMPANY), locale="en", service_workers="block"
    )
    yield context.new_page()
    context.close()


def _open(page: Page, size: tuple[int, int]) -> list[str]:
    """Open the page of signing in; return the paths it asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/account/login/", wait_until="networkidle")
    return asked


def test_on_a_desk_it_is_the_left_half(page: Page, address: str) -> None:
    assert any(url.endswith(address) for url in _open(page, DESK))
    shown = page.locator(".auth-picture")
    box, bar = shown.bounding_box(), page.locator("header.bar").bounding_box()
    assert box
    assert bar
    assert (round(box["x"]), round(box["width"])) == (0, DESK[0] // 2)
    assert abs(box["y"] - bar["y"] - bar["height"]) <= 1
    assert round(box["y"] + box["height"]) == DESK[1]
    form = page.get_by_label("E-mail").bounding_box()
    assert form
    assert form["x"] > DESK[0] / 2
    assert shown.evaluate("el => el.naturalWidth") == 960
    # Decoration: nothing for who listens to the page.
    expect(shown).to_have_attribute("alt", "")


def test_a_phone_neither_shows_nor_fetches_it(page: Page, address: str) -> None:
    asked = _open(page, PHONE)
    assert [url for url in asked if "/brand/picture/" in url] == []
    expect(page.locator(".auth-picture")).to_be_hidden()
    button = page.get_by_role("button", name="Sign in", exact=True).bounding_box()
    assert button
    assert button["y"] + button["height"] <= PHONE[1]
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE[0]

"""Public pages in the phone of somebody who is signed in: their places under the thumb, nothing behind them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import GUEST, PUBLIC
from tests.pages.targets import PHONE

HEIGHT = 844  # CSS px
DESK = 1440
PAGES = ("/", "/courses/", "/paths/", "/help/", "/pricing/", "/business/", "/verify/")
Opener = Callable[..., Page]


@pytest.fixture
def open_page(
    site: Site, page_browser: Browser, context_of: Callable[[str, str, str], BrowserContext]
) -> Iterator[Opener]:
    """Return `open_page(who, path)`: a public page in somebody's phone."""
    site.speak("en")
    opened: list[Page] = []

    def come(who: str, path: str) -> Page:
        page = context_of(PUBLIC, who, "en").new_page()
        opened.append(page)
        page.set_viewport_size({"width": PHONE, "height": HEIGHT})
        page.goto(f"{site.origin(PUBLIC)}{path}")
        return page

    yield come
    for page in opened:
        page.close()


def _box(what: Locator) -> dict[str, float]:
    box = what.bounding_box()
    assert box
    return dict(box)


def _course(site: Site) -> str:
    return f"/courses/{site.worlds[PUBLIC].ids['course_slug']}/"


def _places(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Your places")


@pytest.mark.parametrize("path", PAGES)
def test_five_places_lie_at_the_lower_edge(open_page: Opener, path: str) -> None:
    page = open_page("consumer", path)
    bar = _places(page)
    expect(bar.get_by_role("link")).to_have_text(
        ["Home", "Courses", "My learning", "Certificates", "Profile"]
    )
    for link in bar.get_by_role("link").all():
        box = _box(link)
        assert box["height"] >= 44
        assert box["width"] >= 44
    box = _box(bar)
    assert round(box["y"] + box["height"]) == HEIGHT
    # The end of the page is not behind it.
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    end = page.locator("footer .foot-end")
    assert _box(end)["y"] + _box(end)["height"] <= _box(bar)["y"]


def test_the_bar_of_the_course_stands_on_it(site: Site, open_page: Opener) -> None:
    page = open_page("consumer", _course(site))
    enrol, places = _box(page.locator(".buybar")), _box(_places(page))
    assert abs(enrol["y"] + enrol["height"] - places["y"]) < 1
    way_in = _box(page.locator(".buybar .btn"))
    assert way_in["height"] >= 44
    assert way_in["y"] + way_in["height"] <= places["y"]
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    end = page.locator("footer .foot-end")
    assert _box(end)["y"] + _box(end)["height"] <= _box(page.locator(".buybar"))["y"]


def test_what_is_told_covers_neither_bar(site: Site, open_page: Opener) -> None:
    page = open_page("consumer", _course(site))
    page.evaluate(
        """() => {
        const toast = document.createElement('div');
        toast.className = 'toast';
        toast.textContent = 'What became of it is told here, in a sentence or two.';
        document.querySelector('.toasts').append(toast); }"""
    )
    toast, enrol = _box(page.locator(".toast")), _box(page.locator(".buybar"))
    assert toast["y"] + toast["height"] <= enrol["y"]


def test_the_place_one_is_at_is_marked(open_page: Opener) -> None:
    for path, name in (("/", "Home"), ("/courses/", "Courses")):
        page = open_page("consumer", path)
        expect(_places(page).locator("[aria-current=page]")).to_have_text(name)
    expect(_places(open_page("consumer", "/help/")).locator("[aria-current]")).to_have_count(0)


def test_a_guest_has_the_enrol_bar_alone(site: Site, open_page: Opener) -> None:
    page = open_page(GUEST, _course(site))
    expect(_places(page)).to_have_count(0)
    enrol = _box(page.locator(".buybar"))
    assert round(enrol["y"] + enrol["height"]) == HEIGHT


def test_on_a_desk_it_is_away(site: Site, open_page: Opener) -> None:
    page = open_page("consumer", _course(site))
    widen(page, DESK)
    expect(page.locator(".thumbs")).to_be_hidden()
    assert page.evaluate("() => getComputedStyle(document.body).paddingBottom") == "0px"

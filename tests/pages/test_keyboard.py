"""By keyboard alone: the way into a page, menus, dialogs, a quiz, the player, a table with bulk acts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.pages.rules import widen
from tests.pages.site import Site
from tests.pages.table import COMPANY, GUEST, PUBLIC

Opener = Callable[[str, str, str], Page]
DESK = 1440


@pytest.fixture
def open_page(
    site: Site, page_browser: Browser, context_of: Callable[[str, str, str], BrowserContext]
) -> Iterator[Opener]:
    """Return `open_page(host, who, path)`: the page in a browser of theirs, at the width of a desk."""
    site.speak("en")
    opened: list[Page] = []

    def come(host: str, who: str, path: str) -> Page:
        page = context_of(host, who, "en").new_page()
        opened.append(page)
        widen(page, DESK)
        page.goto(f"{site.origin(host)}{path}")
        return page

    yield come
    for page in opened:
        page.close()


def _focused(page: Page, what: str = "el => el.textContent.trim()") -> str:
    return str(page.evaluate(f"({what})(document.activeElement)"))


def _is_marked(page: Page) -> bool:
    """Whether one sees where the focus is: on the control, or on the label or card that holds it."""
    return bool(
        page.evaluate(
            """() => {
            const seen = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
              || s.boxShadow !== 'none';
            const now = document.activeElement, holders = [now, now.closest('label'), now.closest('.book')];
            return seen(getComputedStyle(now, '::after'))
              || holders.some(el => el && seen(getComputedStyle(el))); }"""
        )
    )


def test_the_first_tab_skips_to_the_content(open_page: Opener) -> None:
    page = open_page(COMPANY, "learner", "/")
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to content"
    assert _is_marked(page)
    page.keyboard.press("Enter")
    assert _focused(page, "el => el.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("host", "who", "path"),
    [(COMPANY, "owner", "/manage/"), (PUBLIC, GUEST, "/"), (COMPANY, GUEST, "/account/login/")],
)
def test_tab_goes_through_a_page_in_its_order(
    open_page: Opener, host: str, who: str, path: str
) -> None:
    """Every stop is seen, marked, and after the one before."""
    page = open_page(host, who, path)
    page.evaluate("() => { window.stops = [] }")
    page.keyboard.press("Tab")
    for _stop in range(25):
        if _focused(page, "el => el.tagName") == "BODY":
            break  # round once
        assert _is_marked(page), _focused(page, "el => el.outerHTML.slice(0, 200)")
        assert page.evaluate(
            """() => { const last = window.stops.at(-1), now = document.activeElement;
            window.stops.push(now);
            return !last || Boolean(last.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING); }"""
        ), _focused(page, "el => el.outerHTML.slice(0, 200)")
        page.keyboard.press("Tab")
    assert page.evaluate("() => window.stops.length") > 3


def test_a_menu_opens_and_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page(COMPANY, "owner", "/")
    menu = page.locator("details.menu.account")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    assert menu.evaluate("el => el.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert _focused(page, "el => el.tagName") == "SUMMARY"


def test_going_anywhere_by_its_name(open_page: Opener) -> None:
    page = open_page(COMPANY, "owner", "/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Name of a page")
    expect(field).to_be_focused()
    page.keyboard.type("bran")
    options = page.get_by_role("dialog").get_by_role("option")
    expect(options).to_have_text(["Branding"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(field).to_have_value("")
    page.keyboard.type("no such place")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        "No page of yours has this in its name"
    )
    field.fill("aud")
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/audit/")


def test_a_dialog_holds_the_focus_and_gives_it_back(open_page: Opener) -> None:
    page = open_page(COMPANY, "learner", "/styleguide/")
    for name in ("Open a dialog", "Open a drawer"):
        opener = page.get_by_role("link", name=name)
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.locator("dialog[open]")
        expect(dialog).to_have_count(1)
        for _step in range(4):
            assert page.evaluate(
                "() => document.activeElement === document.body"
                " || document.querySelector('dialog[open]').contains(document.activeElement)"
            )
            page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()


def test_a_quiz_is_answered(site: Site, open_page: Opener) -> None:
    ids = site.worlds[COMPANY].ids
    path = f"/learn/{ids['course_id']}/{ids['quiz_lesson_id']}/quiz/{ids['attempt_id']}/"
    page = open_page(COMPANY, "learner", path)
    first = page.get_by_role("main").get_by_role("radio").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_be_checked()
    assert _is_marked(page)


def test_the_player_is_worked(site: Site, open_page: Opener) -> None:
    ids = site.worlds[COMPANY].ids
    page = open_page(COMPANY, "learner", f"/learn/{ids['course_id']}/{ids['video_lesson_id']}/")
    controls = page.locator(".player").get_by_role("button")
    assert controls.count() > 0
    names = controls.evaluate_all(
        "all => all.filter(el => el.offsetParent)"
        ".map(el => el.getAttribute('aria-label') || el.textContent.trim())"
    )
    assert names
    assert all(names)


def test_people_are_chosen_in_bulk(open_page: Opener) -> None:
    page = open_page(COMPANY, "owner", "/manage/people/")
    everybody = page.locator("th.pick input")
    everybody.focus()
    page.keyboard.press("Space")
    expect(everybody).to_be_checked()
    picked = page.locator("td.pick input:checked")
    assert picked.count() > 1
    expect(page.locator(".bulk")).to_be_visible()
    picked.first.focus()
    page.keyboard.press("Space")
    expect(everybody).not_to_be_checked()

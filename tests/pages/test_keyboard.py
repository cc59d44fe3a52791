"""By keyboard alone: the way into a page, menus, dialogs, a quiz, the player, a search, bulk acts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.pages.beside import add_learner
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


def _tab_to(control: Locator) -> None:
    """Press Tab until the control has the focus."""
    for _stop in range(60):
        if control.evaluate("el => el === document.activeElement"):
            return
        control.page.keyboard.press("Tab")
    expect(control).to_be_focused()


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


def test_a_quiz_is_answered_and_handed_in(site: Site, open_page: Opener) -> None:
    """With a gap, about which it asks once."""
    page = open_page(COMPANY, "tab", add_learner(site, "tab"))
    first = page.get_by_role("main").get_by_role("radio").first
    _tab_to(first)
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_be_checked()
    assert _is_marked(page)
    page.keyboard.press("ArrowUp")
    expect(first).to_be_checked()
    _tab_to(page.get_by_role("button", name="Hand in"))
    page.keyboard.press("Enter")
    warning = page.get_by_role("alert").filter(has_text="1 question has no answer")
    expect(warning).to_be_focused()
    expect(first).to_be_checked()
    _tab_to(warning.get_by_role("button", name="Hand in all the same"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed yet")
    expect(page.get_by_text("1 of 3 points. The pass mark is")).to_be_visible()


def test_the_player_is_worked(site: Site, open_page: Opener) -> None:
    """No file lies behind the world's video, and its stream never answers: what is pressed counts at once."""
    add_learner(site, "viewer")
    ids = site.worlds[COMPANY].ids
    page = open_page(COMPANY, "viewer", "/learn/")
    held: list[Route] = []
    page.route("**/*.m3u8*", lambda route: held.append(route))
    page.goto(f"{site.origin(COMPANY)}/learn/{ids['course_id']}/{ids['video_lesson_id']}/")
    player = page.locator("smh-player")
    bar = player.locator(".controls")
    play, now = bar.locator("[data-act=play]"), bar.locator("[data-now]")
    video = "document.querySelector('video')"
    names = (
        player.locator(".player")
        .get_by_role("button")
        .evaluate_all(
            "all => all.filter(el => el.offsetParent)"
            ".map(el => el.getAttribute('aria-label') || el.textContent.trim())"
        )
    )
    assert names
    assert all(names)
    _tab_to(player.locator(".big-play"))
    assert _is_marked(page)

    for key, at in (("ArrowRight", "0:10"), ("ArrowRight", "0:20"), ("ArrowLeft", "0:10")):
        page.keyboard.press(key)
        expect(now).to_have_text(at)
    expect(player.get_by_label("Position")).to_have_attribute("aria-valuetext", "0:10 of 1:00")

    captions = bar.get_by_role("button", name="Captions")
    for pressed, mode in (("true", "showing"), ("false", "hidden")):  # the transcript goes on
        page.keyboard.press("c")
        expect(captions).to_have_attribute("aria-pressed", pressed)
        assert page.evaluate(f"{video}.textTracks[0].mode") == mode

    for muted, label in ((True, "Sound on"), (False, "Mute")):
        page.keyboard.press("m")
        expect(bar.locator("[data-act=mute]")).to_have_attribute("aria-label", label)
        assert page.evaluate(f"{video}.muted") is muted

    for full, label in ((True, "Leave full screen"), (False, "Full screen")):
        page.keyboard.press("f")
        expect(bar.locator("[data-act=full]")).to_have_attribute("aria-label", label)
        assert page.evaluate("() => document.fullscreenElement?.localName === 'smh-player'") is full

    expect(play).to_have_attribute("aria-label", "Play")
    page.keyboard.press("Space")
    expect(play).to_have_attribute("aria-label", "Pause")
    assert page.evaluate(f"{video}.paused") is False
    expect(player.locator(".player")).to_be_focused()  # the button that was pressed has gone
    for key, paused, label in (("k", True, "Play"), ("Space", False, "Pause"), ("k", True, "Play")):
        page.keyboard.press(key)
        expect(play).to_have_attribute("aria-label", label)
        assert page.evaluate(f"{video}.paused") is paused
    before = page.evaluate(f"{video}.currentTime")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{video}.currentTime") == before + 10
    for route in held:
        route.abort()


@pytest.mark.parametrize("path", ["/", "/courses/"])
def test_the_search_suggests(site: Site, open_page: Opener, path: str) -> None:
    page = open_page(PUBLIC, GUEST, path)
    field = page.get_by_role("combobox", name="Search courses")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    course = suggestions.get_by_role("option", name="Everything").first
    _tab_to(field)
    page.keyboard.type("everyth")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(course).to_have_attribute("aria-selected", "false")
    expect(page.get_by_text("1 suggestion", exact=True)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(course).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(course.get_attribute("id")))
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("everyth")
    page.keyboard.press("ArrowDown")
    expect(suggestions).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/courses/{site.worlds[PUBLIC].ids['course_slug']}/")


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

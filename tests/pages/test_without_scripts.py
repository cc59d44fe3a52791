"""JavaScript off: signing in, language and theme, studying and a quiz, a page by its name, the catalogue."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tenants.accounts.models import User
from tests.factories.accounts import PASSWORD
from tests.pages.beside import RIGHT, add_course, add_learner
from tests.pages.site import Site
from tests.pages.table import COMPANY, PUBLIC

HINDI = "पहली कॉल"


@pytest.fixture
def come(site: Site, page_browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Return `come(host)`: a browser without scripts, on a phone."""
    site.speak("en")
    contexts: list[BrowserContext] = []

    def begin(host: str) -> Page:
        contexts.append(
            page_browser.new_context(
                java_script_enabled=False,
                base_url=site.origin(host),
                viewport={"width": 390, "height": 844},
                locale="en",
            )
        )
        return contexts[-1].new_page()

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def page(come: Callable[[str], Page]) -> Page:
    """A browser of somebody of the company."""
    return come(COMPANY)


@pytest.fixture
def guest(site: Site, come: Callable[[str], Page]) -> Page:
    """A browser of a visitor in the public catalogue, where there is something to choose from."""
    add_course(site, HINDI)
    guest = come(PUBLIC)
    guest.goto("/courses/")
    return guest


def _sign_in(page: Page, person: User) -> None:
    page.get_by_label("E-mail").fill(str(person.email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_the_main_things_work(site: Site, page: Page) -> None:
    world = site.worlds[COMPANY]
    learner = world.people["learner"]
    page.goto("/")
    _sign_in(page, learner)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lata Learner")

    page.locator("details.menu.account > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("details.menu.account > summary").click()
    page.get_by_role("link", name="Go to").click()
    page.get_by_label("Name of a page").fill("certif")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("main").get_by_role("link", name="Certificates").click()
    expect(page).to_have_url(f"{site.origin(COMPANY)}/learn/certificates/")

    page.goto(f"/learn/{world.ids['course_id']}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Everything")


def test_a_quiz_is_answered_and_handed_in(site: Site, page: Page) -> None:
    path = add_learner(site, "plain")
    page.goto(f"/account/login/?next={path}")
    _sign_in(page, site.worlds[COMPANY].people["plain"])
    page.get_by_label(RIGHT[0]).check()
    page.get_by_role("button", name="Save and go on later").click()
    expect(page).to_have_url(re.compile(r"/quiz/$"))
    page.goto(path)
    expect(page.get_by_label(RIGHT[0])).to_be_checked()
    for answer in RIGHT[1:]:
        page.get_by_label(answer).check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passed")
    expect(page.get_by_text("3 of 3 points.")).to_be_visible()


def test_courses_are_searched(guest: Page) -> None:
    guest.get_by_label("Search courses").fill("everything")
    guest.get_by_role("button", name="Search").click()
    expect(guest).to_have_url(re.compile(r"/courses/\?q=everything$"))
    expect(guest.get_by_role("heading", level=2).first).to_have_text("1 course for “everything”")
    expect(guest.get_by_label("Search courses")).to_have_value("everything")
    guest.get_by_role("main").get_by_role("link", name="Everything", exact=True).click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Everything")


def test_courses_are_filtered(guest: Page) -> None:
    guest.get_by_role("button", name="Filters").click()
    filters = guest.get_by_role("complementary", name="Filters")
    filters.get_by_role("checkbox", name="English").check()
    filters.get_by_role("button", name="Show courses").click()
    expect(guest).to_have_url(re.compile(r"/courses/\?language=en$"))
    expect(guest.get_by_role("link", name=HINDI)).to_have_count(0)
    guest.get_by_role("link", name="Remove English").click()
    expect(guest.get_by_role("link", name=HINDI)).to_be_visible()
    expect(guest).to_have_url(re.compile(r"/courses/\??$"))


def test_courses_are_put_side_by_side(guest: Page) -> None:
    boxes = guest.get_by_role("checkbox", name="Compare")
    slugs = [str(box.get_attribute("value")) for box in boxes.all()[:2]]
    boxes.nth(0).check()
    boxes.nth(1).check()
    guest.get_by_role("button", name="Compare").click()
    expect(guest).to_have_url(re.compile(rf"/courses/compare/\?c={slugs[0]}&c={slugs[1]}$"))
    expect(guest.get_by_role("heading", level=1)).to_have_text("Courses side by side")
    expect(guest.get_by_role("columnheader")).to_have_count(2)


def test_language_and_theme_keep_the_page(guest: Page) -> None:
    guest.goto("/courses/?q=everything")
    guest.locator("header details.menu > summary").click()
    guest.get_by_role("button", name="Dark").click()
    expect(guest.locator("html")).to_have_attribute("data-theme", "dark")
    expect(guest).to_have_url(re.compile(r"/courses/\?q=everything$"))
    guest.get_by_role("contentinfo").get_by_role("button", name="हिंदी").click()
    expect(guest.locator("html")).to_have_attribute("lang", "hi")
    expect(guest.locator("html")).to_have_attribute("data-theme", "dark")
    expect(guest).to_have_url(re.compile(r"/courses/\?q=everything$"))


def test_what_was_typed_comes_back_after_signing_in_again(site: Site, page: Page) -> None:
    learner = site.worlds[COMPANY].people["learner"]
    page.goto("/account/login/")
    _sign_in(page, learner)
    page.goto("/account/")
    before = page.locator("input[name=name]").input_value()
    page.locator("input[name=name]").fill("Lata L. Learner")
    page.context.clear_cookies(name="sessionid")
    page.locator("form", has=page.locator("input[name=name]")).get_by_role("button").first.click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    _sign_in(page, learner)
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is still here")
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("input[name=name]")).to_have_value("Lata L. Learner")
    page.locator("input[name=name]").fill(before)
    page.locator("form", has=page.locator("input[name=name]")).get_by_role("button").first.click()


def test_with_scripts_the_form_itself_is_filled_again(site: Site, page_browser: Browser) -> None:
    site.speak("en")
    learner = site.worlds[COMPANY].people["learner"]
    context = page_browser.new_context(base_url=site.origin(COMPANY), locale="en")
    page = context.new_page()
    page.goto("/account/login/?next=/account/")
    for step in ("first", "again"):
        _sign_in(page, learner)
        if step == "first":
            page.wait_for_url("**/account/")
            page.locator("input[name=name]").fill("Lata of the night shift")
            context.clear_cookies(name="sessionid")
            page.locator("form", has=page.locator("input[name=name]")).get_by_role(
                "button"
            ).first.click()
    page.get_by_role("link", name="Back to the form").click()
    page.wait_for_url("**/account/")
    expect(page.locator("input[name=name]")).to_have_value("Lata of the night shift")
    context.close()

"""JavaScript off: signing in, choosing a theme, studying and answering a quiz, going somewhere by its name."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.accounts import PASSWORD
from tests.pages.site import Site
from tests.pages.table import COMPANY


@pytest.fixture
def page(site: Site, page_browser: Browser) -> Iterator[Page]:
    """A browser without scripts, on a phone."""
    site.speak("en")
    context = page_browser.new_context(
        java_script_enabled=False,
        base_url=site.origin(COMPANY),
        viewport={"width": 390, "height": 844},
        locale="en",
    )
    yield context.new_page()
    context.close()


def test_the_main_things_work(site: Site, page: Page) -> None:
    world = site.worlds[COMPANY]
    learner = world.people["learner"]
    page.goto("/")
    page.get_by_label("E-mail").fill(str(learner.email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
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
    page.goto(
        f"/learn/{world.ids['course_id']}/{world.ids['quiz_lesson_id']}/quiz/{world.ids['attempt_id']}/"
    )
    page.get_by_role("main").get_by_role("radio").first.check()
    expect(page.get_by_role("main").get_by_role("radio").first).to_be_checked()


def test_what_was_typed_comes_back_after_signing_in_again(site: Site, page: Page) -> None:
    learner = site.worlds[COMPANY].people["learner"]
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(str(learner.email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account/")
    before = page.locator("input[name=name]").input_value()
    page.locator("input[name=name]").fill("Lata L. Learner")
    page.context.clear_cookies(name="sessionid")
    page.locator("form", has=page.locator("input[name=name]")).get_by_role("button").first.click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    page.get_by_label("E-mail").fill(str(learner.email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
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
        page.get_by_label("E-mail").fill(str(learner.email))
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
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

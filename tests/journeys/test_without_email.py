"""People without e-mail: on a counter's tablet with a code from an admin, and on a phone of one's own by text."""

import re
from collections.abc import Callable
from secrets import randbelow

import pytest
from playwright.sync_api import expect

from deploy.demo.seed.counter import ASSISTANTS
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
ADMIN, DEMO_PASSWORD = "admin@acme.example", "sell-with-facts-2026"
# Of the demo: without an address, with a number of their own.
ASSISTANT = ASSISTANTS["acme"]
PIN = "271940"


@pytest.fixture
def tablet(stack: Stack, visitor: Callable[..., Visitor]) -> Visitor:
    """A browser of a company's own, registered as a shared device that signs out after 15 seconds."""
    counter = visitor(stack.company("acme"))
    page = counter.page
    sign_in(counter, ADMIN, DEMO_PASSWORD)
    counter.go("/manage/devices/")
    counter.look("phones-devices")
    page.get_by_label("Name of this device").fill("Counter 2")
    page.get_by_label("Sign out after").select_option("15")
    counter.enter(page.get_by_role("button", name="Register this device"))
    expect(page).to_have_url(f"{counter.origin}/account/employee/")
    expect(page.get_by_role("main")).to_contain_text("Shared device: Counter 2")
    return counter


def test_an_employee_without_e_mail_on_a_shared_device(
    stack: Stack, visitor: Callable[..., Visitor], tablet: Visitor
) -> None:
    employee_id = f"K-{randbelow(10**6):06d}"
    code = _new_employee_with_code(visitor(stack.company("acme")), employee_id)

    page = tablet.page
    tablet.go("/learn/")
    expect(page).to_have_url(re.compile(r"/account/employee/"))
    page.get_by_label("Employee ID").fill(employee_id)
    page.get_by_label("Code, PIN or password", exact=True).fill("ACDE-FGHJ")
    with tablet.expecting(422):
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.get_by_label("Code, PIN or password", exact=True).fill(code.lower())
    tablet.enter(page.get_by_role("button", name="Sign in", exact=True))
    expect(page).to_have_url(re.compile(r"/learn/"))
    expect(page.locator("[data-shared-left]")).to_contain_text("Signs out in 0:")
    tablet.go("/account/pin/")
    page.get_by_label("PIN of 6 digits", exact=True).fill(PIN)
    page.get_by_label("The same PIN again", exact=True).fill(PIN)
    tablet.enter(page.get_by_role("button", name="Save the PIN"))

    # Nobody does anything: it asks, and then it ends by itself.
    expect(page.get_by_role("dialog")).to_contain_text("Still there?")
    tablet.picture("phones-still-there")
    expect(page).to_have_url(f"{tablet.origin}/account/employee/?ended=1")
    expect(page.get_by_role("main")).to_contain_text("Signed out")
    expect(page.get_by_role("main")).not_to_contain_text("Lakshmi")
    tablet.look("phones-ended")
    page.go_back()
    expect(page.get_by_label("Employee ID")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Lakshmi")

    # The code is used up; the PIN is what they have now.
    tablet.go("/account/employee/")
    page.get_by_label("Employee ID").fill(employee_id)
    page.get_by_label("Code, PIN or password", exact=True).fill(PIN)
    tablet.enter(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.locator("[data-shared-device]")).to_be_visible()
    tablet.enter(page.get_by_role("button", name="I am done").first)
    expect(page).to_have_url(f"{tablet.origin}/account/employee/")
    tablet.is_clean("the shared device")


def _new_employee_with_code(admin: Visitor, employee_id: str) -> str:
    page = admin.page
    sign_in(admin, ADMIN, DEMO_PASSWORD)
    admin.go("/manage/people/add/")
    page.get_by_label("Name", exact=True).fill("Lakshmi Nair")
    page.get_by_label("Employee ID").fill(employee_id)
    admin.enter(page.get_by_role("button", name="Add", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign-in without e-mail")
    admin.enter(page.get_by_role("button", name="Make a code"))
    admin.look("phones-code")
    code = page.locator(".code-big code").inner_text()
    admin.is_clean("making a code")
    return code


def test_an_employee_without_e_mail_signs_in_by_a_text(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    """On a phone of their own: the ID alone tells nobody whose number it is, the code in the text opens."""
    who = visitor(stack.company("acme"), phone=True)
    page = who.page
    who.go("/account/employee/")
    page.get_by_label("Employee ID").fill(ASSISTANT.employee_id)
    who.enter(page.get_by_role("button", name="Text a code to my phone"))
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"a phone number of employee {ASSISTANT.employee_id}")
    expect(main).not_to_contain_text(ASSISTANT.number[-4:])
    who.look("phones-employee-code")
    texts = visitor(stack.company("acme"))
    code = read_code(texts, ASSISTANT.number.removeprefix("+91"))
    page.get_by_label("Code", exact=True).fill("000000" if code != "000000" else "111111")
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Continue"))
        expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Code", exact=True).fill(code)
    who.enter(page.get_by_role("button", name="Continue"))
    who.go("/account/")
    expect(page.get_by_role("main")).to_contain_text(ASSISTANT.name)
    who.go("/account/history/")
    expect(page.get_by_role("table")).to_contain_text("Code by phone")
    who.is_clean("signing in by a text")


def read_code(texts: Visitor, number: str) -> str:
    """Return the code in the newest text to a number, from the page where texts are simulated."""
    texts.await_words(f"/dev/texts/?to={number}", "is your code")
    expect(texts.page.get_by_role("main")).to_contain_text("Simulated")
    found = re.search(r"(\d{6}) is your code", texts.page.get_by_role("main").inner_text())
    assert found is not None
    return found[1]


def test_a_consumer_signs_up_with_a_phone_number(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    learner = visitor(stack.origin, phone=True)
    page = learner.page
    number = f"9{randbelow(10**9):09d}"
    learner.go("/account/login/")
    learner.enter(page.get_by_role("link", name="Use your mobile number"))
    page.get_by_label("Mobile number").fill("12345 67890")
    with learner.expecting(422):
        page.get_by_role("button", name="Send me a code").click()
        expect(page.get_by_role("main")).to_contain_text("begins with 6, 7, 8 or 9")
    learner.look("phones-number-wrong")
    page.get_by_label("Mobile number").fill(f"{number[:5]} {number[5:]}")
    learner.enter(page.get_by_role("button", name="Send me a code"))
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    learner.look("phones-enter-code")

    texts = visitor(stack.origin)
    code = read_code(texts, number)
    texts.look("phones-texts")

    page.get_by_label("Code", exact=True).fill(code)
    learner.enter(page.get_by_role("button", name="Continue"))
    page.get_by_label("Your name").fill("Fatima Sheikh")
    learner.look("phones-name")
    learner.enter(page.get_by_role("button", name="Create my account"))
    learner.go("/account/number/")
    expect(page.get_by_role("main")).to_contain_text("Confirmed")
    learner.look("phones-own-number")
    learner.is_clean("signing up by phone")

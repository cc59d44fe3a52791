"""An instructor is let in by a person; a consumer says where she wants to get to, and stops halfway."""

import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.factories.answers import INSTRUCTOR, pdf
from tests.journeys.stack import Stack
from tests.journeys.steps import follow, open_mail, sign_in
from tests.journeys.story import PASSWORD
from tests.journeys.test_consumer_signs_in import agree
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
STAFF = "staff@learners.example"


def begin_sign_up(who: Visitor, name: str) -> str:
    """Make an account with a confirmed address, as far as the terms; return the address."""
    email = f"{name.split()[0].lower()}-{token_hex(3)}@learners.example"
    page = who.page
    who.go("/account/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    who.enter(page.get_by_role("button", name="Create account"))
    open_mail(who, email, "Confirm your address")
    follow(who, "/account/confirm-email/")
    who.enter(page.get_by_role("button", name="Yes, confirm"))
    return email


def sign_up(who: Visitor, name: str) -> str:
    """Make an account with a confirmed address that has agreed to the terms; return the address."""
    email = begin_sign_up(who, name)
    agree(who)
    return email


def apply_to_teach(who: Visitor, papers: Path) -> None:
    """Go through the six steps: with a wrong answer, a disguised file, and a night between."""
    page = who.page
    who.go("/teach/")
    who.look("9-teach")
    who.enter(page.get_by_role("main").get_by_role("link", name="Apply"))
    who.enter(page.get_by_role("button", name="Begin"))
    page.get_by_label("Headline").fill(INSTRUCTOR["profile"]["headline"])
    page.get_by_label("About you").fill("Too short.")
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Save and go on"))
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value(INSTRUCTOR["profile"]["headline"])
    who.look("9-step-wrong")
    page.get_by_label("Language of the text below").select_option("hi")
    page.get_by_label("About you").fill(INSTRUCTOR["profile"]["bio"])
    expect(page.get_by_role("status").filter(has_text="Draft saved")).to_be_visible()
    # Another day: the draft leads back to where one was.
    who.go("/teach/")
    who.enter(page.get_by_role("link", name="Go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Subjects")
    page.get_by_label("Handling objections").check()
    page.get_by_label("हिंदी").check()
    who.enter(page.get_by_role("button", name="Save and go on"))
    for label, words in (
        ("Years of selling", "12"),
        ("What did you sell", "Generics to chemists."),
        ("Years of teaching", "3"),
        ("Links to your work", "https://example.com/talk"),
    ):
        page.get_by_label(re.compile(f"^{label}")).fill(words)
    who.enter(page.get_by_role("button", name="Save and go on"))

    disguised, degree = papers / "disguised.pdf", papers / "degree.pdf"
    disguised.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    degree.write_bytes(pdf(2))
    page.get_by_label("What does it show?").select_option("degree")
    page.get_by_label("Document", exact=True).set_input_files(disguised)
    with who.expecting(422):
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("alert")).to_contain_text("This is not a PDF, PNG or JPEG")
    who.look("9-papers-wrong")
    page.get_by_label("What does it show?").select_option("degree")
    page.get_by_label("Document", exact=True).set_input_files(degree)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name="degree.pdf")).to_be_visible()
    who.enter(page.get_by_role("button", name="Go on"))
    page.get_by_label("Title of the lesson").fill("The ₹400 question")
    page.get_by_label("The lesson, if it is a text").fill(INSTRUCTOR["sample"]["sample_body"])
    who.enter(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("I have read these terms").check()
    who.look("9-send")
    who.enter(page.get_by_role("button", name="Send the application"))
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"(47 h 59 min|48 h) left"))
    who.look("9-waiting")


def ask(staff: Visitor, title: str) -> None:
    """Find the application in the queue, take it, and ask one thing."""
    page = staff.page
    staff.go("/staff/")
    staff.look("9-staff")
    staff.go("/staff/reviews/")
    page.get_by_label("Search").fill(title)
    staff.enter(page.get_by_role("button", name="Show"))
    staff.look("9-queue")
    staff.enter(page.get_by_role("link", name=re.compile(title)))
    staff.enter(page.get_by_role("button", name="Take it", exact=True))
    page.get_by_text("Ask for more").click()
    page.get_by_label("Question 1").fill("Whom did you teach in Raipur?")
    staff.look("9-desk")
    staff.enter(page.get_by_role("button", name="Send the questions"))
    expect(page.get_by_role("main")).to_contain_text("The clock stands still")


def answer(who: Visitor) -> None:
    """Answer on the status page; an empty answer comes back."""
    page = who.page
    who.go("/teach/application/")
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Send the answers"))
        expect(page.get_by_role("alert")).to_contain_text("Answer this question.")
    page.get_by_label("Whom did you teach in Raipur?").fill("Four trainees of my region.")
    who.look("9-asked")
    who.enter(page.get_by_role("button", name="Send the answers"))
    expect(page.get_by_role("main")).to_contain_text("A person is reading it")


def decline_and_take_back(staff: Visitor, who: Visitor) -> None:
    """Say no with a reason, think better of it within the day; the applicant is told both times."""
    page = staff.page
    page.get_by_text("Decline", exact=True).click()
    with staff.expecting(422):
        staff.enter(page.get_by_role("button", name="Decline the application"))
        expect(page.get_by_role("alert").first).to_contain_text("Choose at least one reason")
    page.get_by_role("group", name="Reasons").get_by_role("checkbox").nth(1).check()
    why = "The lesson ends before the buyer has said why."
    page.get_by_label("Explanation to the applicant").fill(why)
    staff.enter(page.get_by_role("button", name="Decline the application"))
    who.go("/teach/application/")
    expect(who.page.get_by_role("main")).to_contain_text("We cannot approve it now")
    expect(who.page.get_by_role("main")).to_contain_text(why)
    who.look("9-declined")

    page.get_by_text(re.compile("^Take it back, until")).click()
    page.get_by_label("Why is it taken back?").fill("I had overlooked the second half.")
    staff.enter(page.get_by_role("button", name="Take the decision back"))
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    who.page.reload()
    expect(who.page.get_by_role("main")).to_contain_text("A person is reading it")
    expect(who.page.get_by_role("main")).to_contain_text("I had overlooked the second half.")


def test_an_instructor_is_let_in(
    stack: Stack, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    who, staff = visitor(stack.origin, phone=True), visitor(stack.origin)
    name = f"Sowmya {token_hex(2).upper()}"
    email = sign_up(who, name)
    apply_to_teach(who, tmp_path)
    sign_in(staff, STAFF, DEMO_PASSWORD)
    ask(staff, name)
    answer(who)
    staff.page.reload()
    expect(staff.page.get_by_role("main")).to_contain_text("Four trainees of my region.")
    decline_and_take_back(staff, who)
    staff.page.get_by_label("A word to the applicant").fill("A fine lesson.")
    staff.enter(staff.page.get_by_role("button", name="Approve"))
    open_mail(who, email, "Welcome: you can teach now")
    who.go("/teach/")
    who.look("9-first-steps")
    who.enter(who.page.get_by_role("link", name="Open the studio"))
    expect(who.page.get_by_role("heading", level=1)).to_be_visible()
    who.is_clean("studio")
    staff.is_clean("staff")


def test_a_consumer_says_where_she_wants_to_get_to(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    who = visitor(stack.origin, phone=True)
    sign_up(who, "Meera Joshi")
    find_out(who)


def find_out(who: Visitor) -> None:
    """Answer some, skip some, stop in the middle of the check, go on, and see the result."""
    page = who.page
    who.go("/learn/")
    who.look("9-invited")
    who.enter(page.get_by_role("link", name="Begin"))
    who.enter(page.get_by_role("link", name="Begin"))
    page.get_by_label("A new job or role").check()
    who.look("9-goal")
    who.enter(page.get_by_role("button", name="Next"))
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Next"))
        expect(page.get_by_role("alert")).to_contain_text("Choose one, or skip the question.")
    who.enter(page.get_by_role("button", name="Skip this question"))
    # Stopping here: the home leads back to the third question.
    who.go("/learn/")
    who.enter(page.get_by_role("link", name="Go on"))
    page.get_by_label("B2B").check()
    who.enter(page.get_by_role("button", name="Next"))
    page.get_by_label("English").check()
    who.enter(page.get_by_role("button", name="Next"))
    who.enter(page.get_by_role("button", name="Skip this question"))
    who.enter(page.get_by_role("button", name="Begin the check"))
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Next question"))
        expect(page.get_by_role("alert")).to_contain_text("Choose an answer")
    who.look("9-question")
    for number in range(1, 13):
        expect(page.get_by_role("main")).to_contain_text(f"Question {number} of 12")
        if number == 5:
            asked = page.locator("legend").inner_text()
            who.enter(page.get_by_role("link", name="Stop here, go on later"))
            who.enter(page.get_by_role("link", name="Go on with question 5"))
            expect(page.locator("legend")).to_have_text(asked)
        page.get_by_role("radio").nth(number % 4).check()
        who.enter(page.get_by_role("button", name="Finish" if number == 12 else "Next question"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your skills")
    expect(page.get_by_role("main")).to_contain_text("where the check puts you at")
    page.get_by_text("The same as a table, with ranges").click()
    who.look("9-skills")
    who.is_clean("skills")

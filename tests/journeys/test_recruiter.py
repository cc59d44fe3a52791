"""A recruiter has a company verified: numbers, proof of the website by mail, documents, a reviewer, the page."""

import re
from collections.abc import Callable
from pathlib import Path
from random import choices
from string import ascii_lowercase, ascii_uppercase

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.factories.answers import pdf
from tests.factories.reviews import company_answers, gstin
from tests.journeys.stack import Stack
from tests.journeys.steps import open_mail, sign_in
from tests.journeys.test_applications import STAFF, sign_up
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
_LABELS = {
    "company_name": "Company name, as registered",
    "gstin": "GSTIN",
    "domain": "Website",
    "city": "City",
    "about": "What the company does",
}


def test_a_recruiter_is_let_in(
    stack: Stack, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    mark = "".join(choices(ascii_lowercase, k=6))  # no digits, which a code is looked for by
    domain, name = f"vindhya-{mark}.example", f"Vindhya {mark.upper()} Pvt Ltd"
    who = visitor(stack.origin, phone=True)
    sign_up(who, f"Kaveri {mark.upper()}")
    _company(who, name, domain)
    _prove(who, f"hiring@{domain}")
    _send(who, tmp_path)
    _approve(visitor(stack.origin), name)

    page = who.page
    who.go("/recruit/")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("main")).to_contain_text("Verified employer")
    who.look("r-verified")
    who.enter(page.get_by_role("link", name="Edit the page"))
    page.get_by_label("City").fill("Nagpur")
    who.enter(page.get_by_role("button", name="Save"))
    who.go("/recruit/")
    guest = visitor(stack.origin)
    link = page.get_by_role("link", name="See it as others do").get_attribute("href")
    guest.go(str(link))
    expect(guest.page.get_by_role("main")).to_contain_text("Nagpur")
    guest.look("r-employer")
    who.is_clean("recruiter")


def _company(who: Visitor, name: str, domain: str) -> None:
    """The first two steps: a GSTIN with a wrong last character is told at its field."""
    page = who.page
    # Each run has a company of its own: letters of the PAN inside the number, whose fourth says what it is.
    before, after = "".join(choices(ascii_uppercase, k=3)), choices(ascii_uppercase)[0]
    number = gstin(f"27{before}C{after}1234F1Z")
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    company = company_answers(company_name=name, domain=domain, gstin=wrong)["company"]
    who.go("/recruit/apply/")
    who.enter(page.get_by_role("button", name="Begin"))
    for field, label in _LABELS.items():
        page.get_by_label(re.compile(f"^{label}")).fill(company[field])
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Save and go on"))
        expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label(re.compile("^GSTIN")).fill(number)
    who.look("r-company")
    who.enter(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("Contact person").fill("Kaveri Rao")
    page.get_by_label("Their position").fill("Head of sales")
    who.enter(page.get_by_role("button", name="Save and go on"))


def _prove(who: Visitor, address: str) -> None:
    """A code to an address of the company's own domain; another's is refused."""
    page = who.page
    field = page.get_by_role("textbox", name=re.compile("address", re.IGNORECASE))
    field.fill("kaveri@elsewhere.example")
    with who.expecting(422):
        who.enter(page.get_by_role("button", name="Send a code"))
        expect(page.get_by_role("alert").first).to_be_visible()
    field.fill(address)
    who.enter(page.get_by_role("button", name="Send a code"))
    asked = page.url
    words = open_mail(who, address, "code")
    code = re.search(r"\b\d{6}\b", words)
    assert code
    who.go(asked)
    page.get_by_label(re.compile("^Code")).fill(code[0])
    who.enter(page.get_by_role("button", name="Confirm"))
    expect(page.get_by_role("main")).to_contain_text("is proven")
    who.look("r-proven")
    who.enter(page.get_by_role("button", name="Go on"))


def _send(who: Visitor, papers: Path) -> None:
    page = who.page
    for number, kind in enumerate(("gst_certificate", "authority")):
        file = papers / f"{kind}.pdf"
        file.write_bytes(pdf(number + 1))
        page.get_by_label("What does it show?").select_option(index=number)
        page.get_by_label("Document", exact=True).set_input_files(file)
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("link", name=file.name)).to_be_visible()
    who.enter(page.get_by_role("button", name="Go on"))
    page.get_by_label("I have read these terms").check()
    who.enter(page.get_by_role("button", name="Send the application"))
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"(47 h 59 min|48 h) left"))


def _approve(staff: Visitor, title: str) -> None:
    page = staff.page
    sign_in(staff, STAFF, DEMO_PASSWORD)
    staff.go("/staff/reviews/")
    page.get_by_label("Search").fill(title)
    staff.enter(page.get_by_role("button", name="Show"))
    staff.enter(page.get_by_role("link", name=re.compile(title)))
    staff.enter(page.get_by_role("button", name="Take it", exact=True))
    staff.look("r-desk")
    staff.enter(page.get_by_role("button", name="Approve"))
    staff.is_clean("approving")

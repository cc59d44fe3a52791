"""An owner of two companies under one contract: a domain of one's own, proven by DNS, and from one to the other."""

import re
from collections.abc import Callable
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import follow, open_mail, prove, sign_in
from tests.journeys.story import PASSWORD
from tests.journeys.test_applications import STAFF
from tests.journeys.visitor import PATIENCE, Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
COMPANY = "/manage/company/"


def test_own_domain_and_the_companies_of_one_contract(
    stack: Stack, visitor: Callable[..., Visitor]
) -> None:
    mark = token_hex(3)
    email, first, second = f"devika@{mark}.example", f"konkan-{mark}", f"malabar-{mark}"
    founder, owner = visitor(stack.origin), visitor(stack.company(first))
    _found(founder, "Konkan Estates", first, email)
    sign_in(owner, email)
    # Everything else waits for the proof that the address is the founder's own.
    open_mail(owner, email, "Confirm your address")
    follow(owner, "/account/confirm-email/")
    owner.enter(owner.page.get_by_role("button", name="Yes, confirm"))
    domain = f"learn.{mark}.example"
    _prove_domain(stack, visitor(stack.origin), owner, domain)
    _is_reached_there(stack, visitor, owner, domain, email)

    _found(founder, "Malabar Estates", second, email)
    sister = visitor(stack.company(second))
    sign_in(sister, email)
    open_mail(sister, email, "Confirm your address", leading_to=f"{second}.localhost")
    follow(sister, f"{second}.localhost")
    sister.enter(sister.page.get_by_role("button", name="Yes, confirm"))
    _put_under_one_contract(visitor(stack.origin), f"Estates {mark}", first, second)
    _goes_over(stack, owner, second, email)


def _found(founder: Visitor, name: str, slug: str, email: str) -> None:
    page = founder.page
    founder.go("/business/start/")
    for label, value in (
        ("Company name", name),
        ("Your name", "Devika Nair"),
        ("Your work e-mail", email),
        ("Your address", slug),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("I agree to the terms for companies").check()
    page.get_by_role("button", name="Create the company").click()
    ready = page.get_by_role("link", name="Open your company")
    expect(ready).to_be_visible(timeout=PATIENCE * 6)


def _prove_domain(stack: Stack, desk: Visitor, owner: Visitor, domain: str) -> None:
    """The records that the page names are set where one manages the domain; the company looks for them."""
    page = owner.page
    owner.go(COMPANY)
    page.get_by_label("Domain", exact=True).fill(domain)
    owner.enter(page.get_by_role("button", name="Add your own domain"))
    card = page.get_by_role("listitem").filter(has_text=domain).first
    for _ in range(60):  # what was asked for is written by a worker
        if card.count():
            break
        page.wait_for_timeout(500)
        owner.go(COMPANY)
    expect(card).to_contain_text("Waiting for proof")
    owner.look("domain-records")
    name, proof, alias, target = card.locator("td code").all_inner_texts()
    assert (name, alias) == (f"_smh-challenge.{domain}", domain)

    desk.go("/dev/dns/")
    records = desk.page.get_by_label("Records, one a line")
    lines = [records.input_value().strip(), f"{name} TXT {proof}", f"{alias} CNAME {target}"]
    records.fill("\n".join(lines).strip())
    desk.enter(desk.page.get_by_role("button", name="Save"))
    for _ in range(30):
        owner.enter(card.get_by_role("button", name="Check now"))
        if "Proven" in card.inner_text():
            break
        page.wait_for_timeout(1_000)  # between two looks the product waits five seconds
    expect(card).to_contain_text("Proven")


def _is_reached_there(
    stack: Stack, visitor: Callable[..., Visitor], owner: Visitor, domain: str, email: str
) -> None:
    """As the main address, to which the old one leads: by a link, and after signing in there."""
    here = f"http://{domain}:{urlsplit(stack.origin).port}"
    card = owner.page.get_by_role("listitem").filter(has_text=domain).first
    owner.enter(card.get_by_role("button", name="Make it the main address"))
    for _ in range(60):  # what was asked for is done by a worker
        if "Main address" in card.inner_text():
            break
        owner.page.wait_for_timeout(500)
        owner.go(COMPANY)
    expect(card).to_contain_text("Main address")
    there = visitor(here)
    there.go(f"{owner.origin}/")
    expect(there.page).to_have_url(re.compile(f"^{re.escape(here)}/account/login/"))
    expect(there.page.get_by_role("banner")).to_contain_text("Konkan Estates")
    sign_in(there, email)
    expect(there.page).to_have_url(f"{here}/")
    there.go(COMPANY)
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Konkan Estates")
    there.is_clean("the company's own domain")
    late = visitor(owner.origin)
    sign_in(late, email)
    expect(late.page).to_have_url(re.compile(f"^{re.escape(here)}/"))
    late.is_clean("the company's old address")


def _put_under_one_contract(staff: Visitor, group: str, *slugs: str) -> None:
    page = staff.page
    sign_in(staff, STAFF, DEMO_PASSWORD)
    staff.go("/staff/groups/")
    page.get_by_label("Name").fill(group)
    staff.enter(page.get_by_role("button", name="Make the group"))
    prove(staff, DEMO_PASSWORD)
    for slug in slugs:
        page.get_by_label("Address of the company").fill(slug)
        staff.enter(page.get_by_role("button", name="Put it under this contract"))
        expect(page.get_by_role("main")).to_contain_text(slug)


def _goes_over(stack: Stack, owner: Visitor, slug: str, email: str) -> None:
    """The link is a door and no key: who goes through it signs in there."""
    page = owner.page
    owner.go(COMPANY)
    link = page.get_by_role("link", name=re.compile("^Go there"))
    owner.look("sisters")
    assert link.get_attribute("href") == f"{stack.company(slug)}/account/login/?next=/"
    owner.enter(link)
    expect(page.get_by_role("banner")).to_contain_text("Malabar Estates")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.enter(page.get_by_role("button", name="Sign in"))
    expect(page).to_have_url(f"{stack.company(slug)}/")
    owner.go(f"{stack.company(slug)}{COMPANY}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Malabar Estates")
    back = page.get_by_role("link", name=re.compile("^Go there"))
    expect(back).to_contain_text("Konkan Estates")
    owner.is_clean("from one company to the other")

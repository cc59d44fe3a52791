"""An admin makes a role and gives it for one team; its holder acts there and is refused everywhere else."""

import re
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
ADMIN, LEARNER = "admin@acme.example", "learner@acme.example"
ACTS = ("See people", "Invite people")


def test_a_role_for_one_team(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    name = f"Team recruiter {token_hex(3)}"
    admin, holder = visitor(stack.company("acme")), visitor(stack.company("acme"), phone=True)
    sign_in(admin, ADMIN, DEMO_PASSWORD)
    team = _make_and_give(admin, name)

    page = holder.page
    sign_in(holder, LEARNER, DEMO_PASSWORD)
    holder.go("/manage/people/")
    holder.look("roles-people")
    inside = page.get_by_role("row")
    assert inside.count() > 1
    _invites_inside(holder, team)
    _is_refused_outside(holder, admin)

    admin.go("/manage/roles/")
    admin.enter(admin.page.get_by_role("link", name=name))
    admin.enter(admin.page.get_by_role("button", name=re.compile("^Take back from")))
    with holder.expecting(403):
        holder.go("/manage/people/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    holder.is_clean("role taken back")
    admin.enter(admin.page.get_by_role("button", name="Archive the role"))
    admin.is_clean("roles")


def _make_and_give(admin: Visitor, name: str) -> str:
    """Make the role, give it for the first team that is offered, and return that team's name."""
    page = admin.page
    admin.go("/manage/roles/")
    admin.look("roles-list")
    admin.enter(page.get_by_role("link", name="Make a role").first)
    page.get_by_label("Name", exact=True).fill(name)
    for act in ACTS:
        page.get_by_role("checkbox", name=re.compile(f"^{act}")).check()
    admin.look("roles-new")
    admin.enter(page.get_by_role("button", name="Make the role"))
    page.get_by_label("E-mail address or employee ID").fill(LEARNER)
    where = page.get_by_label(re.compile("^For"))
    where.select_option(index=1)
    team = where.locator("option:checked").inner_text().strip()
    admin.enter(page.get_by_role("button", name="Give the role"))
    expect(page.get_by_role("main")).to_contain_text(team)
    admin.look("roles-role")
    return team


def _invites_inside(holder: Visitor, team: str) -> None:
    page = holder.page
    address = f"new-{token_hex(3)}@acme.example"
    holder.go("/manage/people/invite/")
    offered = page.get_by_label("Team").locator("option").all_inner_texts()
    assert any(team in one for one in offered)
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Team").select_option(index=len(offered) - 1)
    holder.enter(page.get_by_role("button", name=re.compile("^Send")))
    expect(page.get_by_role("main")).to_contain_text(address)


def _is_refused_outside(holder: Visitor, admin: Visitor) -> None:
    """Somebody of another team does not exist; acts that were not handed on are refused."""
    admin.go("/manage/people/?q=owner")
    link = admin.page.get_by_role("table").get_by_role("link").first.get_attribute("href")
    with holder.expecting(403, 404):
        holder.go(str(link))
        expect(holder.page.get_by_role("heading", level=1)).not_to_contain_text("@")
        for path in ("/manage/roles/new/", "/manage/audit/", "/manage/company/tokens/"):
            answer = holder.page.goto(path)
            assert answer is not None
            assert answer.status == 403, path

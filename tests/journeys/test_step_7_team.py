"""Step 7: a manager sees who is done, late and at risk, and takes the list along."""

import csv
import io
from collections import Counter
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.story import COURSE, HINDI, OWNER, TEAM, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
FIGURES = ("Completed", "On track", "At risk", "Overdue")


def test_the_new_team_shows_who_is_done(story: Story, visitor: Callable[..., Visitor]) -> None:
    story["tamil"]
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.look("7-owner-home")
    owner.go("/team/")
    page.get_by_label("Team", exact=True).select_option(label=TEAM)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEAM)
    done = page.get_by_role("row").filter(has_text=HINDI[0])
    expect(done).to_contain_text("Completed")
    owner.look("7-new-team")
    _, body = owner.download(_export(owner, "CSV"))
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert {row["Course"] for row in rows} == {COURSE}
    assert Counter(row["Status"] for row in rows)["Completed"] == 2
    assert len(rows) == 12


def test_a_manager_sees_late_and_at_risk(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    manager = visitor(stack.company("acme"))
    page = manager.page
    sign_in(manager, "manager@acme.example", DEMO_PASSWORD)
    manager.look("7-manager-home")
    manager.enter(page.get_by_role("link", name="Team", exact=True).first)
    manager.look("7-team")
    name, body = manager.download(_export(manager, "CSV"))
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert name.endswith(".csv")
    counted = Counter(row[rows[0].index("Status")] for row in rows[1:])
    assert all(counted[status] for status in FIGURES), counted

    name, body = manager.download(_export(manager, "XLSX"))
    sheet = load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert name.endswith(".xlsx")
    assert (len(table), table[0]) == (len(rows), rows[0])
    assert [row[0] for row in table] == [row[0] for row in rows]
    for status in FIGURES:
        expect(page.get_by_role("main")).to_contain_text(status)

    manager.enter(page.get_by_role("link", name="Overdue").first)
    expect(page.get_by_role("table").get_by_text("Overdue").first).to_be_visible()
    manager.look("7-overdue")
    worst = page.get_by_role("table").get_by_role("row").nth(1)
    manager.enter(worst.get_by_role("rowheader").get_by_role("link"))
    manager.look("7-person")


def _export(who: Visitor, kind: str) -> object:
    link = who.page.get_by_role("link", name=kind)
    if not link.first.is_visible():
        who.page.get_by_text("Export").first.click()
    return link.first

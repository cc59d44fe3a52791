"""Step 4: the owner assigns the course to a team, due in 14 days, and its people get mail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import open_mail, sign_in
from tests.journeys.story import COURSE, HINDI, OWNER, TAMIL, TEAM, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_team_gets_the_course(story: Story, visitor: Callable[..., Visitor]) -> None:
    story["course published"]
    due = datetime.now(ZoneInfo("Asia/Kolkata")).date() + timedelta(days=14)
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.go("/manage/assignments/")
    owner.look("4-assignments-none")
    page.get_by_role("link", name="Assign a course").first.click()
    page.get_by_label("Course").select_option(label=COURSE)
    page.get_by_label("Due date").fill("2020-01-01")
    page.get_by_label("Note to the learners").fill("The Baner launch is on the 20th.")
    with owner.expecting(400, 422):
        page.get_by_role("button", name="Assign and send the mails").click()
        expect(page.get_by_role("alert")).to_contain_text("team")
    expect(page.get_by_label("Note to the learners")).to_have_value(
        "The Baner launch is on the 20th."
    )
    owner.look("4-assign-wrong")
    page.get_by_role("checkbox", name=TEAM).check()
    page.get_by_label("Due date").fill(due.isoformat())
    owner.enter(page.get_by_role("button", name="Assign and send the mails"))
    expect(page.get_by_role("main")).to_contain_text(COURSE)
    owner.go("/manage/assignments/")
    row = page.get_by_role("row").filter(has_text=TEAM)
    expect(row).to_contain_text(f"{due.day} {due:%b}")
    owner.look("4-assignments")
    owner.enter(row.get_by_role("link", name=COURSE))
    owner.look("4-assignment")

    for person in (HINDI, TAMIL):
        words = open_mail(owner, person[1], COURSE)
        assert COURSE in words
        assert "The Baner launch is on the 20th." in words
    owner.look("4-assignment-mail")
    owner.enter(page.get_by_role("link", name="As a mail program shows it"))
    owner.picture("4-assignment-mail-html-1440")
    story["assigned"] = due

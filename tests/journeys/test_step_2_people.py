"""Step 2: the owner gives the company its face and its people."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import papers
from tests.journeys.steps import sign_in
from tests.journeys.story import AUTHOR, OWNER, TEAM, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
GREEN, GREEN_WORN = "#1f5c48", (31, 92, 72)
# The colour of a control as the screen shows it, whatever notation the sheet uses.
PAINTED = """control => {
    const ink = document.createElement('canvas').getContext('2d');
    ink.fillStyle = getComputedStyle(control).backgroundColor;
    ink.fillRect(0, 0, 1, 1);
    return [...ink.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def test_the_company_wears_its_colour_and_logo(
    story: Story, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.enter(page.get_by_role("link", name="Manage").first)
    owner.look("2-manage")
    owner.enter(page.get_by_role("main").get_by_role("link", name="Branding"))
    owner.look("2-branding-before")

    page.get_by_label("Colour", exact=True).fill("a nice green")
    with owner.expecting(400, 422):
        page.get_by_role("button", name="Save the brand").click()
        expect(page.get_by_role("alert")).to_contain_text("Colour")
    expect(page.get_by_label("Colour", exact=True)).to_have_value("a nice green")

    logo = tmp_path / "vindhya.png"
    logo.write_bytes(papers.logo_png())
    page.get_by_label("Colour", exact=True).fill(GREEN)
    page.locator("#id_logo").set_input_files(logo)
    page.get_by_label("Who signs certificates").fill(OWNER[0])
    page.get_by_label("Their position").fill("Managing director")
    page.get_by_role("button", name="Save the brand").click()
    expect(page.get_by_role("img", name="Logo of")).to_be_visible()
    worn = page.get_by_role("button", name="Save the brand").evaluate(PAINTED)
    assert all(abs(one - other) <= 2 for one, other in zip(worn, GREEN_WORN, strict=True)), worn
    owner.look("2-branding")
    owner.go("/")
    expect(page.locator(".brandmark img").first).to_be_attached()
    owner.look("2-home")
    story["branded"] = True


def test_one_person_is_invited(story: Story, visitor: Callable[..., Visitor]) -> None:
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.go("/manage/people/")
    owner.look("2-people-before")
    page.get_by_role("link", name="Invite", exact=True).click()
    page.get_by_label("E-mail").fill("imran.sheikh")
    with owner.expecting(400, 422):
        page.get_by_role("button", name="Send the invitation").click()
        expect(page.get_by_role("alert")).to_be_visible()
    owner.look("2-invite-wrong")
    page.get_by_label("E-mail").fill(AUTHOR[1])
    page.get_by_label("Name").fill(AUTHOR[0])
    page.get_by_label("Author: writes courses").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").first).to_contain_text(AUTHOR[1])
    owner.go("/manage/people/invitations/")
    expect(page.get_by_role("main")).to_contain_text(AUTHOR[1])
    owner.look("2-invitations")
    owner.is_clean("inviting")
    story["author invited"] = True


def test_25_people_are_imported(
    story: Story, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(papers.people_csv())
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.go("/manage/people/import/")
    owner.look("2-import")
    page.get_by_label("List of people").set_input_files(file)
    page.get_by_role("button", name="Look at the rows").click()

    expect(page.get_by_role("main")).to_contain_text("25 rows")
    make = page.get_by_role("button", name="Make them with the import")
    if make.is_visible():
        make.click()
    expect(page.get_by_role("main")).to_contain_text("2 to correct")
    bad = page.locator(".bad-rows > li")
    expect(bad).to_have_count(2)
    half, again = bad.nth(0), bad.nth(1)
    expect(half).to_contain_text(f"Line {papers.NO_ADDRESS}")
    expect(half.locator(".reason")).to_contain_text("sneha.joshi@")
    expect(again).to_contain_text(f"Line {papers.REPEATED}")
    expect(again.locator(".reason")).to_contain_text("line 2")
    owner.look("2-import-two-bad-rows")

    half.get_by_label("E-mail").fill(papers.right_address(papers.NO_ADDRESS))
    again.get_by_label("E-mail").fill(papers.right_address(papers.REPEATED))
    page.get_by_role("button", name="Save and look again").click()
    go = page.get_by_role("button", name="Import 25 people")
    expect(go).to_be_visible()
    owner.look("2-import-ready")
    page.get_by_label("Send an invitation to the 25").check()
    go.click()
    expect(page.get_by_role("main")).to_contain_text("25 imported")
    owner.look("2-imported")
    owner.go("/manage/people/")
    owner.look("2-people")
    owner.go("/manage/teams/")
    expect(page.get_by_role("row").filter(has_text=TEAM)).to_contain_text("12")
    owner.look("2-teams")
    story["imported"] = True

"""An admin of the demo company: a file with strange headings, a move of many, one person twice, a manager who leaves."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
ADMIN, PASSWORD = "admin@acme.example", "sell-with-facts-2026"
PEOPLE = "/manage/people/"
# Somebody of the demo who has joined: only such people are named managers.
LEAVER = "Aarti Mishra"


def people_csv(mark: str) -> str:
    """Twelve people under headings nobody knows, two of them wrong, two of them one person."""
    lines = [f"Kollege,Postfach,Nummer {mark},Gruppe,Aufgabe"]
    lines += [
        f"Riya Sen {mark}{n},riya{n}.{mark}@acme.example,J{mark}{n},Journey {mark},Field sales"
        for n in range(8)
    ]
    lines += [
        f"Boss {mark},boss.{mark}@acme.example,J{mark}90,Journey {mark},Team lead",
        f"Kulkarni Asha {mark},asha.kulkarni.{mark}@acme.example,J{mark}91,Journey {mark},Rep",
        f"Half an address,asha.{mark}@,J{mark}92,Journey {mark},Rep",
        f"Twice,riya0.{mark}@acme.example,J{mark}93,Journey {mark},Rep",
    ]
    return "\n".join(lines) + "\n"


def test_a_file_with_strange_headings_is_mapped_corrected_and_imported(
    stack: Stack, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    mark = token_hex(3)
    admin = visitor(stack.company("acme"))
    page = admin.page
    sign_in(admin, ADMIN, PASSWORD)
    file = tmp_path / "kollegen.csv"
    file.write_text(people_csv(mark))

    admin.go(f"{PEOPLE}import/")
    page.get_by_label("List of people").set_input_files(file)
    with page.expect_navigation(url="**/columns/"):
        page.get_by_role("button", name="Look at the rows").click()
    admin.look("p-columns")
    page.get_by_label("What Kollege holds").select_option(label="E-mail")
    with admin.expecting(422):
        admin.enter(page.get_by_role("button", name="Look at the rows"))
    expect(page.get_by_role("alert")).to_contain_text("same")
    _say_columns(admin, mark)

    main = page.get_by_role("main")
    expect(main).to_contain_text("2 to correct")
    bad = page.locator(".bad-rows > li")
    expect(bad).to_have_count(2)
    admin.look("p-import-bad")
    bad.nth(0).get_by_label("E-mail").fill(f"asha.k.{mark}@acme.example")
    bad.nth(0).get_by_label("Name", exact=True).fill(f"Asha Kulkarni {mark}")
    bad.nth(1).get_by_label("E-mail").fill(f"third.{mark}@acme.example")
    admin.enter(page.get_by_role("button", name="Save and look again"))
    box = page.get_by_label("Send an invitation to the 12")
    box.uncheck()
    admin.enter(page.get_by_role("button", name="Import 12 people"))
    expect(main).to_contain_text("12 imported")
    admin.is_clean("import")

    _remembers(admin, file)
    _moves_many(admin, mark)
    _merges(admin, mark)
    _leaves(admin, mark)


def _say_columns(admin: Visitor, mark: str) -> None:
    page = admin.page
    for heading, field in (
        ("Kollege", "Name"),
        ("Postfach", "E-mail"),
        (f"Nummer {mark}", "Employee ID"),
        ("Gruppe", "Team"),
        ("Aufgabe", "Job title"),
    ):
        page.get_by_label(f"What {heading} holds").select_option(label=field)
    admin.enter(page.get_by_role("button", name="Look at the rows"))


def _remembers(admin: Visitor, file: Path) -> None:
    """The same file again: its columns are known, and everybody is here already."""
    page = admin.page
    admin.go(f"{PEOPLE}import/")
    page.get_by_label("List of people").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_role("main")).to_contain_text("here already, just as the file says")
    admin.look("p-import-again")


def _moves_many(admin: Visitor, mark: str) -> None:
    page = admin.page
    admin.go(f"{PEOPLE}?q=riya+{mark}&more=1")
    admin.look("p-list-more")
    page.get_by_label("Select everybody on this page").check()
    admin.enter(page.get_by_role("button", name="Change…"))
    page.get_by_label("Page language").select_option(label="Hindi")
    page.get_by_label("Team").select_option(label="No team")
    admin.enter(page.get_by_role("button", name="See what it would do"))
    expect(page.get_by_role("main")).to_contain_text("8 people")
    admin.look("p-change")
    admin.enter(page.get_by_role("button", name="Change 8 people"))
    expect(page.get_by_role("main")).to_contain_text("8 people are changed")
    admin.look("p-changed")
    admin.enter(page.get_by_role("button", name="Undo").first)
    expect(page.get_by_role("status").first).to_contain_text("8 people are as before")


def _merges(admin: Visitor, mark: str) -> None:
    page = admin.page
    admin.go(f"{PEOPLE}duplicates/")
    admin.look("p-duplicates")
    admin.enter(
        page.get_by_role("row").filter(has_text=mark).get_by_role("link", name="Merge").first
    )
    admin.look("p-merge")
    admin.enter(page.get_by_role("button", name="Merge", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("Two accounts are one")
    admin.is_clean("merging")


def _leaves(admin: Visitor, mark: str) -> None:
    """A manager goes: their team is handed over first. Afterwards they are back, as the demo had them."""
    page = admin.page
    admin.go("/manage/teams/")
    admin.enter(page.get_by_role("link", name=f"Journey {mark}").first)
    page.get_by_role("checkbox", name=LEAVER).check()
    admin.enter(page.get_by_role("button", name="Save the managers"))
    admin.go(f"{PEOPLE}?q={LEAVER.replace(' ', '+')}")
    admin.enter(page.get_by_role("link", name=LEAVER))
    admin.enter(page.get_by_role("button", name="Deactivate"))
    expect(page.get_by_role("main")).to_contain_text("Nobody else manages")
    admin.look("p-leave")
    page.get_by_label("Who manages their teams from now on").select_option(index=1)
    admin.enter(page.get_by_role("button", name="Hand over and deactivate"))
    expect(page.get_by_role("main")).to_contain_text("They cannot sign in")
    admin.look("p-left")
    admin.enter(page.get_by_role("button", name="Reactivate"))
    expect(page.get_by_role("status").first).to_contain_text("active again")

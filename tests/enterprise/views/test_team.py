"""The team page: who sees whom, what it counts, what it exports."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from enterprise.enums import Status
from enterprise.models import Nudge
from enterprise.selectors.team import PAGE_SIZE, TeamFilter, team_page
from enterprise.services.learner_standing import keep_standings
from enterprise.status import RANK
from tenants.accounts.api import Role, deactivate_person
from tenants.kernel.clock import frozen
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    status_row,
    study,
)
from tests.factories.guidance import take_check

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
BEGAN = datetime(2026, 11, 2, 6, tzinfo=UTC)
# Twelve reads, and the two ends of the request's transaction.
QUERIES = 12 + 2
LOOKED = BEGAN + timedelta(days=10)


@pytest.fixture
def team(acme: TenantInfo) -> dict[str, Any]:
    """A team of four: one late, one at risk, one on track, one done; and another team of one."""
    with in_tenant(acme), frozen(BEGAN):
        north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
        late, risky, fine, done = (
            make_member(north, name=name, email=f"{name.lower()}@acme.example")
            for name in ("Late", "Risky", "Fine", "Done")
        )
        elsewhere = make_member(south, name="Elsewhere")
        first = make_assignment(north, course=make_published_course(modules=1, lessons=4), days=20)
        short = make_assignment(south, days=5)
        manager, admin = make_manager(north), make_admin()
    with in_tenant(acme), frozen(LOOKED - timedelta(days=1)):
        study(fine, first.course_id, 2)
        study(done, first.course_id, 4)
        row = status_row(late, first.course_id)
        row.due_at = LOOKED - timedelta(days=2)
        row.save(update_fields=["due_at"])
        keep_standings([late.id])
    return {
        "north": north, "south": south, "late": late, "risky": risky, "fine": fine, "done": done,
        "elsewhere": elsewhere, "manager": manager, "admin": admin, "first": first, "short": short,
    }  # fmt: skip


def names(page: str) -> list[str]:
    return [
        name for name in ("Late", "Risky", "Fine", "Done", "Elsewhere") if f"Select {name}" in page
    ]


def test_figures_chips_and_rows_agree(acme: TenantInfo, team: dict[str, Any]) -> None:
    with in_tenant(acme):
        page = team_page(
            TeamFilter(department_ids=[team["north"].id, team["south"].id]), now=LOOKED
        )
    assert [row.name for row in page.rows] == ["Elsewhere", "Late", "Risky", "Fine", "Done"]
    assert [row.status for row in page.rows] == [
        Status.OVERDUE,
        Status.OVERDUE,
        Status.AT_RISK,
        Status.ON_TRACK,
        Status.COMPLETED,
    ]
    figures, chips = page.figures, page.chips
    assert (figures.completed, figures.on_track, figures.at_risk, figures.overdue) == (1, 1, 1, 2)
    assert (chips.everyone, chips.overdue, chips.at_risk, chips.on_track, chips.completed) == (
        5, 2, 1, 1, 1,
    )  # fmt: skip
    assert (figures.people_overdue, figures.completed_lately) == (2, 1)
    assert figures.overdue_since == min(team["short"].due_at, LOOKED - timedelta(days=2))
    for row in page.rows:
        assert RANK[Status(row.status)] == min(RANK[part.status] for part in row.assigned)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("overdue", ["Late"]),
        ("at_risk", ["Risky"]),
        ("on_track", ["Fine"]),
        ("completed", ["Done"]),
        ("none", []),
        ("nonsense", ["Late", "Risky", "Fine", "Done"]),
    ],
)
def test_a_filter_is_an_address(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any], status: str, expected: list[str]
) -> None:
    with frozen(LOOKED):
        page = browser_of(acme, team["manager"]).get(f"/team/?status={status}").content.decode()
    assert names(page) == expected


def test_search_and_sort(acme: TenantInfo, browser_of: Browser, team: dict[str, Any]) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        assert names(client.get("/team/?q=RISKY@acme").content.decode()) == ["Risky"]
        nobody = client.get("/team/?q=nobody").content.decode()
        assert "Nobody matches" in nobody
        page = client.get("/team/?sort=-name").content.decode()
    assert page.index("Select Risky") < page.index("Select Late") < page.index("Select Done")
    assert client.get("/team/?page=99999&sort=x&department=").status_code == 200


def test_a_manager_sees_only_their_departments_and_what_is_beneath(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with in_tenant(acme):
        beneath = DepartmentFactory(name="North-East", parent=team["north"])
        make_member(beneath, name="Deep")
    client = browser_of(acme, team["manager"])
    page = client.get("/team/").content.decode()
    assert "Select Deep" in page
    assert "Elsewhere" not in page
    assert "South" not in page
    assert client.get(f"/team/?department={beneath.id}").status_code == 200
    for path in (
        f"/team/?department={team['south'].id}",
        f"/team/?department={uuid4()}",
        "/team/?department=x",
        f"/team/export.csv?department={team['south'].id}",
        f"/team/export.xlsx?department={team['south'].id}",
        f"/team/{team['elsewhere'].id}/",
        f"/team/{uuid4()}/",
    ):
        assert client.get(path).status_code == 404, path


def test_admins_see_everybody(acme: TenantInfo, browser_of: Browser, team: dict[str, Any]) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["admin"])
        assert names(client.get("/team/").content.decode()) == [
            "Late", "Risky", "Fine", "Done", "Elsewhere",
        ]  # fmt: skip
        assert client.get(f"/team/{team['elsewhere'].id}/").status_code == 200


@pytest.mark.parametrize("path", ["/team/", "/team/export.csv", "/team/export.xlsx"])
def test_others_are_kept_out(acme: TenantInfo, browser_of: Browser, path: str) -> None:
    with in_tenant(acme):
        learner, author = UserFactory(), UserFactory(roles=[Role.AUTHOR])
    assert browser_of(acme).get(path).status_code == 302
    assert browser_of(acme, learner).get(path).status_code == 403
    assert browser_of(acme, author).get(path).status_code == 403


def test_deactivated_people_are_gone_from_page_and_counts(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with in_tenant(acme):
        deactivate_person(person_id=team["late"].id, actor=team["admin"])
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        page = client.get("/team/").content.decode()
    assert names(page) == ["Risky", "Fine", "Done"]
    assert client.get(f"/team/{team['late'].id}/").status_code == 404


def test_a_manager_without_a_team_is_told_what_to_do(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        manager = make_manager()
    page = browser_of(acme, manager).get("/team/")
    assert "You manage no team yet" in page.content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_costs_the_same_for_any_number_of_people(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        manager = make_manager(north)
        members = [make_member(north) for _person in range(people)]
        for member in members:
            take_check(member.id, right=False)
        make_assignment(north)
        make_assignment(north)
    client = browser_of(acme, manager)
    client.get("/team/")
    with in_tenant(acme):
        keep_standings([members[0].id])  # so that the team's skills are counted again
    with django_assert_num_queries(QUERIES):
        page = client.get("/team/")
    assert page.content.decode().count("Select Person") == min(people, PAGE_SIZE)


def csv_of(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_export_holds_what_the_filter_shows(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        rows = csv_of(b"".join(client.get("/team/export.csv").streaming_content))  # type: ignore[attr-defined]
        late = csv_of(
            b"".join(client.get("/team/export.csv?status=overdue").streaming_content)  # type: ignore[attr-defined]
        )
        answer = client.get("/team/export.xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert [(row["Name"], row["Status"]) for row in rows] == [
        ("Done", "Completed"),
        ("Fine", "On track"),
        ("Late", "Overdue"),
        ("Risky", "At risk"),
    ]
    assert [row["Name"] for row in late] == ["Late"]
    fine = rows[1]
    assert (fine["E-mail"], fine["Team"], fine["Lessons done"], fine["Lessons"]) == (
        "fine@acme.example", "North", "2", "4",
    )  # fmt: skip
    assert fine["Assigned on"] == "2026-11-02"
    sheet = [[str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert sheet[0] == list(rows[0])
    assert [row[0] for row in sheet[1:]] == ["Done", "Fine", "Late", "Risky"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_speaks_the_language_of_the_page(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any], kind: str
) -> None:
    with in_tenant(acme):
        team["manager"].language = "hi"
        team["manager"].save(update_fields=["language"])
    with frozen(LOOKED):
        answer = browser_of(acme, team["manager"]).get(f"/team/export.{kind}?status=overdue")
        with translation.override("en"):  # the answer is produced when the page's own is gone
            body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            assert translation.get_language() == "en"
    if kind == "csv":
        (row,) = csv_of(body)
    else:
        header, line = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        row = dict(zip(header, line, strict=True))
    assert (row["नाम"], row["स्टेटस"]) == ("Late", "ओवरड्यू")


def test_names_that_are_formulas_are_harmless_in_the_file(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        north = DepartmentFactory(name="=North")
        manager = make_manager(north)
        make_member(north, name="=1+1", job_title="@cmd")
        make_assignment(north)
    (row,) = csv_of(
        b"".join(browser_of(acme, manager).get("/team/export.csv").streaming_content)  # type: ignore[attr-defined]
    )
    assert (row["Name"], row["Team"], row["Job title"]) == ("'=1+1", "'=North", "'@cmd")


def test_nudge_from_row_and_undo(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        answer = client.post(
            "/team/act/",
            {
                "do": "nudge",
                "selected": [str(team["late"].id), str(team["risky"].id)],
                "next": "/team/?q=a",
            },
        )
        assert answer.headers["Location"] == "/team/?q=a"
        page = client.get("/team/").content.decode()
        assert "2 people nudged." in page
        with in_tenant(acme):
            ids = list(Nudge.objects.values_list("id", flat=True))
        assert f"/team/nudges/{ids[0]}/undo/" in page
        client.post(f"/team/nudges/{ids[0]}/undo/", {"only": "1"})
        with in_tenant(acme):
            assert Nudge.objects.filter(cancelled_at__isnull=True).count() == 1
        client.post(f"/team/nudges/{ids[0]}/undo/")
        with in_tenant(acme):
            assert Nudge.objects.filter(cancelled_at__isnull=True).count() == 0


def test_elsewhere_is_nobody_to_nudge_or_to_move(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        both = [str(team["late"].id), str(team["elsewhere"].id)]
        assert client.post("/team/act/", {"do": "nudge", "selected": both}).status_code == 404
        due = {"do": "due", "selected": both, "due_on": "2026-12-24"}
        assert client.post("/team/act/", due).status_code == 404
    with in_tenant(acme):
        assert Nudge.objects.count() == 0
        row = status_row(team["elsewhere"], team["short"].course_id)
        assert row.due_at == team["short"].due_at


def test_due_date_moves_and_bad_dates_do_not(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with frozen(LOOKED):
        client = browser_of(acme, team["manager"])
        for due_on in ("", "yesterday", "2026-11-01"):
            client.post(
                "/team/act/", {"do": "due", "selected": [str(team["late"].id)], "due_on": due_on}
            )
        with in_tenant(acme):
            assert status_row(team["late"], team["first"].course_id).due_at == LOOKED - timedelta(
                days=2
            )
        client.post(
            "/team/act/", {"do": "due", "selected": [str(team["late"].id)], "due_on": "2026-12-24"}
        )
    with in_tenant(acme):
        moved = status_row(team["late"], team["first"].course_id).due_at
    assert moved == datetime(2026, 12, 24, 18, 29, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("selected", "told"),
    [([], "Tick at least one person first."), (["x"], "Choose people from the list.")],
)
def test_nobody_ticked(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any], selected: list[str], told: str
) -> None:
    client = browser_of(acme, team["manager"])
    answer = client.post("/team/act/", {"do": "nudge", "selected": selected}, follow=True)
    assert told in answer.content.decode()


def test_the_way_back_stays_on_this_host(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    client = browser_of(acme, team["manager"])
    for where in ("https://evil.example/", "//evil.example", ""):
        answer = client.post("/team/act/", {"do": "nudge", "selected": [], "next": where})
        assert answer.headers["Location"] == "/team/"


def test_learner_may_not_act(acme: TenantInfo, browser_of: Browser, team: dict[str, Any]) -> None:
    client = browser_of(acme, team["fine"])
    answer = client.post("/team/act/", {"do": "nudge", "selected": [str(team["late"].id)]})
    assert answer.status_code == 403
    with in_tenant(acme):
        assert Nudge.objects.count() == 0


def test_member_page_tells_the_reason(
    acme: TenantInfo, browser_of: Browser, team: dict[str, Any]
) -> None:
    with frozen(LOOKED):
        page = browser_of(acme, team["manager"]).get(f"/team/{team['risky'].id}/").content.decode()
    assert "Not opened yet" in page
    assert "At risk" in page

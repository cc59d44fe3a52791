"""Pages of assignments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.models import Assignment
from enterprise.services import assignment as service
from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.notify.models import Notification
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def client(acme: TenantInfo, browser_of: Browser) -> Client:
    with in_tenant(acme):
        return browser_of(acme, make_admin(name="Boss"))


def test_assign_move_cancel_and_take_up_again(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme), frozen(NOW):
        north = DepartmentFactory(name="North")
        make_member(north)
        course = make_published_course(title="Discovery")
    with frozen(NOW):
        offered = client.get(f"/manage/assignments/new/?department={north.id}").content.decode()
        assert 'value="2026-12-06"' in offered
        client.post(
            "/manage/assignments/new/",
            {"course": str(course.id), "departments": [str(north.id)], "due_on": "2026-12-06"},
        )
        with in_tenant(acme):
            row = Assignment.objects.get()
            assert Notification.objects.filter(kind="learning.assignment_given").count() == 1
        url = f"/manage/assignments/{row.id}/"
        assert "Assigned by Boss" in client.get(url).content.decode()
        client.post(url, {"due_on": "2026-12-24"})
        with in_tenant(acme):
            row.refresh_from_db()
            assert row.due_at == datetime(2026, 12, 24, 18, 29, 59, tzinfo=UTC)
        page = client.post(f"{url}cancel/", follow=True).content.decode()
        assert f"{url}restore/" in page
        assert "Discovery" not in page
        assert "Discovery" in client.get("/manage/assignments/?status=cancelled").content.decode()
        client.post(f"{url}restore/")
        assert "Discovery" in client.get("/manage/assignments/").content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"course": ""}, "Choose a course."),
        ({"course": str(uuid4())}, "This course is not published, or does not exist."),
        ({"departments": []}, "Choose at least one team."),
        ({"departments": [str(uuid4())]}, "One of these teams does not exist."),
        ({"due_on": ""}, "Choose the due date."),
        ({"due_on": "soon"}, "Write the date as year-month-day"),
        ({"due_on": "2026-11-01"}, "The due date has passed."),
        ({"due_on": "2099-01-01"}, "within two years"),
    ],
)
def test_bad_input_is_told_at_the_field(
    acme: TenantInfo, client: Client, change: dict[str, object], told: str
) -> None:
    with in_tenant(acme):
        north, course = DepartmentFactory(), make_published_course()
    usual = {"course": str(course.id), "departments": [str(north.id)], "due_on": "2026-12-06"}
    with frozen(NOW):
        answer = client.post(
            "/manage/assignments/new/", {**usual, "note": "Typed by hand", **change}
        )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Typed by hand" in page
    with in_tenant(acme):
        assert Assignment.objects.count() == 0


def test_a_past_date_is_told_beside_a_missing_team(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        course, _team = make_published_course(), DepartmentFactory()
    with frozen(NOW):
        sent = {"course": str(course.id), "departments": [], "due_on": "2026-11-01"}
        page = client.post("/manage/assignments/new/", sent).content.decode()
    assert "The due date has passed." in page
    assert "Choose at least one team." in page


def test_twice_is_told_at_the_teams(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme), frozen(NOW):
        north = DepartmentFactory(name="North")
        row = make_assignment(north)
    with frozen(NOW):
        answer = client.post(
            "/manage/assignments/new/",
            {"course": str(row.course_id), "departments": [str(north.id)], "due_on": "2026-12-06"},
        )
    assert answer.status_code == 422
    assert "North: this course is assigned already." in answer.content.decode()


def test_filters(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme), frozen(NOW):
        north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
        make_member(north)
        make_assignment(north, course=make_published_course(title="Early"), days=2)
        make_assignment(south, course=make_published_course(title="Later"), days=20)

    def shown(query: str) -> set[str]:
        page = client.get(f"/manage/assignments/{query}").content.decode()
        return {title for title in ("Early", "Later") if f">{title}<" in page}

    with frozen(NOW + timedelta(days=5)):
        assert shown("") == {"Early", "Later"}
        assert shown("?status=late") == {"Early"}
        assert shown("?status=past") == {"Early"}
        assert shown("?q=later") == {"Later"}
        assert shown("?q=NORTH") == {"Early"}
        assert shown(f"?department={south.id}") == {"Later"}
        assert shown(f"?department={uuid4()}") == set()
        assert shown("?status=nonsense&sort=nonsense&page=0") == {"Early", "Later"}


def test_progress_of_a_large_team_is_shown_while_the_job_runs(
    acme: TenantInfo, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 1)
    with in_tenant(acme):
        north = DepartmentFactory()
        for _person in range(3):
            make_member(north)
        row = make_assignment(north)
    url = f"/manage/assignments/{row.id}/"
    polled = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "0 of 3 people" in polled
    assert "<html" not in polled
    assert "Enrolling 0 of 3" in client.get("/manage/assignments/").content.decode()
    with in_tenant(acme):
        run_due()
    done = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in done
    assert "0 completed, 3 on track, 0 at risk, 0 overdue" in done


def test_others_change_nothing(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        row = make_assignment(north)
        people = [UserFactory(), make_manager(north)]
        other = make_published_course()
    for person in people:
        client = browser_of(acme, person)
        for path in ("", "new/", f"{row.id}/"):
            assert client.get(f"/manage/assignments/{path}").status_code == 403
        sent = {"course": str(other.id), "departments": [str(north.id)], "due_on": "2026-12-06"}
        assert client.post("/manage/assignments/new/", sent).status_code == 403
        for path in (f"{row.id}/", f"{row.id}/cancel/", f"{row.id}/restore/"):
            assert client.post(f"/manage/assignments/{path}", sent).status_code == 403
    with in_tenant(acme):
        kept = Assignment.objects.get()
        assert (kept.id, kept.due_at, kept.cancelled_at) == (row.id, row.due_at, None)


def test_what_is_not_there_is_404(client: Client) -> None:
    nowhere = f"/manage/assignments/{uuid4()}/"
    assert client.get(nowhere).status_code == 404
    for path in (nowhere, f"{nowhere}cancel/", f"{nowhere}restore/"):
        assert client.post(path, {"due_on": "2026-12-06"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number(
    acme: TenantInfo, client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    with in_tenant(acme):
        course = make_published_course()
        for _row in range(rows):
            make_assignment(DepartmentFactory(), course=course)
    client.get("/manage/assignments/")
    with django_assert_num_queries(9):
        client.get("/manage/assignments/")

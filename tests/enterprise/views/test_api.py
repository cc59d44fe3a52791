"""The API of departments and assignments."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from enterprise.models import Assignment, Department
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
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
JSON = "application/json"


@pytest.fixture
def client(acme: TenantInfo, browser_of: Browser) -> Client:
    with in_tenant(acme):
        return browser_of(acme, make_admin())


def test_departments(acme: TenantInfo, client: Client) -> None:
    made = client.post("/api/v1/departments/", {"name": "North"}, content_type=JSON)
    assert made.status_code == 201
    north = made.json()
    assert north == {
        "id": north["id"], "name": "North", "parent_id": None, "members": 0, "open_assignments": 0,
    }  # fmt: skip
    assert client.get(f"/api/v1/departments/{north['id']}/").json() == north
    again = client.post("/api/v1/departments/", {"name": "NORTH"}, content_type=JSON)
    assert (again.status_code, again.json()["errors"]) == (
        409, {"name": ["There is a team called North already."]},
    )  # fmt: skip
    assert client.get("/api/v1/departments/").json() == [north]
    assert client.get(f"/api/v1/departments/{uuid4()}/").status_code == 404


def test_assignments(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme), frozen(NOW):
        north = DepartmentFactory(name="North")
        make_member(north)
        course = make_published_course(title="Discovery")
    sent = {"course_id": str(course.id), "department_ids": [str(north.id)], "due_on": "2026-12-06"}
    with frozen(NOW):
        made = client.post("/api/v1/assignments/", sent, content_type=JSON)
        assert made.status_code == 201
        (one,) = made.json()
        assert (one["course_title"], one["people"], one["enrolled"], one["on_track"]) == (
            "Discovery", 1, 1, 1,
        )  # fmt: skip
        assert client.post("/api/v1/assignments/", sent, content_type=JSON).status_code == 409
        url = f"/api/v1/assignments/{one['id']}/"
        moved = client.patch(url, {"due_on": "2026-12-24"}, content_type=JSON).json()
        assert moved["due_at"].startswith("2026-12-24T23:59:59")
        assert client.post(f"{url}cancel/").json()["cancelled_at"] is not None
        listed = client.get("/api/v1/assignments/").json()
        assert (listed["count"], listed["results"]) == (0, [])
        assert client.post(f"{url}restore/").json()["cancelled_at"] is None
        assert client.get("/api/v1/assignments/?search=disc").json()["count"] == 1


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"due_on": "2026-11-01"}, 422, "due_on"),
        ({"due_on": "soon"}, 400, "due_on"),
        ({"department_ids": []}, 400, "department_ids"),
        ({"course_id": str(uuid4())}, 404, "course"),
    ],
)
def test_bad_input(
    acme: TenantInfo, client: Client, change: dict[str, object], status: int, field: str
) -> None:
    with in_tenant(acme):
        north, course = DepartmentFactory(), make_published_course()
    sent = {"course_id": str(course.id), "department_ids": [str(north.id)], "due_on": "2026-12-06"}
    with frozen(NOW):
        answer = client.post("/api/v1/assignments/", {**sent, **change}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (status, [field])
    with in_tenant(acme):
        assert Assignment.objects.count() == 0


def test_for_admins_only(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        row = make_assignment(north)
        people = [UserFactory(), make_manager(north)]
    assert browser_of(acme).get("/api/v1/assignments/").status_code == 401
    for person in people:
        client = browser_of(acme, person)
        for path in (
            "assignments/",
            f"assignments/{row.id}/",
            "departments/",
            f"departments/{north.id}/",
        ):
            assert client.get(f"/api/v1/{path}").status_code == 403
        new = client.post("/api/v1/departments/", {"name": "South"}, content_type=JSON)
        assert new.status_code == 403
        assert client.post(f"/api/v1/assignments/{row.id}/cancel/").status_code == 403
    with in_tenant(acme):
        assert Assignment.objects.get().cancelled_at is None
        assert Department.objects.count() == 1

"""Pages of teams."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.models import Department, Membership
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory, make_admin, make_manager, make_member

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def client(acme: TenantInfo, browser_of: Browser) -> Client:
    with in_tenant(acme):
        return browser_of(acme, make_admin(name="Boss"))


def test_make_rename_manage_and_fill_a_team(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        asha = UserFactory(name="Asha Rao", email="asha@acme.example")
        parent = DepartmentFactory(name="India")
    made = client.post("/manage/teams/new/", {"name": "North", "parent": str(parent.id)})
    with in_tenant(acme):
        north = Department.objects.get(name="North")
    url = f"/manage/teams/{north.id}/"
    assert made.headers["Location"] == url
    client.post(url, {"form": "name", "name": "North zone"})
    client.post(url, {"form": "managers", "managers": [str(asha.id)]})
    client.post(url, {"form": "place", "email": "ASHA@acme.example"})
    page = client.get(url).content.decode()
    assert "Take out Asha Rao" in page
    listed = client.get("/manage/teams/").content.decode()
    assert "North zone" in listed
    assert "Asha Rao" in listed
    with in_tenant(acme):
        assert Membership.objects.get(user=asha).department_id == north.id


@pytest.mark.parametrize(
    ("form", "data", "told"),
    [
        ("name", {"name": ""}, "Give the team a name."),
        ("name", {"name": "taken"}, "There is a team called Taken already."),
        ("managers", {"managers": ["x"]}, "One of these people does not exist here."),
        ("place", {"email": "nobody@acme.example"}, "Nobody here has this address."),
        ("place", {"email": "nobody"}, "This is not an e-mail address."),
    ],
)
def test_bad_input_stands_at_its_form(
    acme: TenantInfo, client: Client, form: str, data: dict[str, object], told: str
) -> None:
    with in_tenant(acme):
        DepartmentFactory(name="Taken")
        north = DepartmentFactory(name="North")
    answer = client.post(f"/manage/teams/{north.id}/", {"form": form, **data})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    with in_tenant(acme):
        north.refresh_from_db()
        assert (north.name, north.managers.count(), north.memberships.count()) == ("North", 0, 0)


def test_a_taken_name_keeps_what_was_typed(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        DepartmentFactory(name="North")
    answer = client.post("/manage/teams/new/", {"name": "NORTH"})
    assert answer.status_code == 422
    assert 'value="NORTH"' in answer.content.decode()
    with in_tenant(acme):
        assert Department.objects.count() == 1


def test_take_out_undo_archive_restore(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        north = DepartmentFactory(name="North")
        asha = make_member(north)
    base = f"/manage/teams/{north.id}/"
    refused = client.post(f"{base}archive/", follow=True).content.decode()
    assert "1 person is still in North" in refused
    out = client.post(f"{base}people/{asha.id}/remove/", follow=True).content.decode()
    assert f"{base}people/{asha.id}/place/" in out
    client.post(f"{base}people/{asha.id}/place/")
    with in_tenant(acme):
        assert Membership.objects.get(user=asha).department_id == north.id
    client.post(f"{base}people/{asha.id}/remove/")
    gone = client.post(f"{base}archive/", follow=True).content.decode()
    assert f"{base}restore/" in gone
    assert client.get(base).status_code == 404
    client.post(f"{base}restore/")
    assert client.get(base).status_code == 200


def test_what_is_not_there_is_404(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        north, asha = DepartmentFactory(), UserFactory()
    for path in (
        f"{uuid4()}/archive/",
        f"{uuid4()}/restore/",
        f"{uuid4()}/people/{asha.id}/place/",
        f"{north.id}/people/{uuid4()}/place/",
        f"{north.id}/people/{asha.id}/remove/",
    ):
        assert client.post(f"/manage/teams/{path}").status_code == 404, path
    assert client.get(f"/manage/teams/{uuid4()}/").status_code == 404


def test_others_change_nothing(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory(name="North")
        people = [UserFactory(), make_manager(north)]
    for person in people:
        client = browser_of(acme, person)
        assert client.get("/manage/teams/").status_code == 403
        for path, data in (
            ("new/", {"name": "South"}),
            (f"{north.id}/", {"form": "name", "name": "South"}),
            (f"{north.id}/archive/", {}),
            (f"{north.id}/restore/", {}),
            (f"{north.id}/people/{person.id}/place/", {}),
            (f"{north.id}/people/{person.id}/remove/", {}),
        ):
            assert client.post(f"/manage/teams/{path}", data).status_code == 403, path
    with in_tenant(acme):
        assert list(Department.objects.values_list("name", "archived_at")) == [("North", None)]
        assert Membership.objects.count() == 0


@pytest.mark.parametrize("teams", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_teams(
    acme: TenantInfo, client: Client, django_assert_num_queries: DjangoAssertNumQueries, teams: int
) -> None:
    with in_tenant(acme):
        for _team in range(teams):
            make_manager(DepartmentFactory())
    client.get("/manage/teams/")
    with django_assert_num_queries(12):
        client.get("/manage/teams/")

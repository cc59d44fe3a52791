"""The API of people and of one's own account."""

from collections.abc import Callable

import pytest
from django.test import Client

from enterprise.models import Department, DepartmentManager, Membership
from tenants.accounts.api import Role, User
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
LIST = "/api/v1/people/"


def member(team: Department, **fields) -> User:
    person = UserFactory(**fields)
    Membership.objects.create(user=person, department=team, since=now())
    return person


@pytest.fixture
def staff(acme: TenantInfo) -> dict[str, User]:
    with in_tenant(acme):
        mine = Department.objects.create(name="Mine", created_at=now())
        below = Department.objects.create(name="Below", parent=mine, created_at=now())
        other = Department.objects.create(name="Other", created_at=now())
        manager = UserFactory(name="Manager", roles=[Role.MANAGER])
        DepartmentManager.objects.create(user=manager, department=mine)
        return {
            "manager": manager,
            "admin": UserFactory(name="Admin", roles=[Role.ADMIN]),
            "learner": member(mine, name="Learner"),
            "below": member(below, name="Below"),
            "other": member(other, name="Other"),
        }


def listed(browser: Client, query: str = "") -> set[str]:
    answer = browser.get(f"{LIST}{query}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["count"] == len(body["results"])
    return {row["name"] for row in body["results"]}


def test_admins_see_all_and_managers_their_teams(
    acme: TenantInfo, staff: dict[str, User], browser_of: Browser
) -> None:
    everybody = {"Manager", "Admin", "Learner", "Below", "Other"}
    assert listed(browser_of(acme, staff["admin"])) == everybody
    assert listed(browser_of(acme, staff["manager"])) == {"Learner", "Below"}
    assert browser_of(acme, staff["learner"]).get(LIST).status_code == 403
    assert browser_of(acme).get(LIST).status_code in (401, 403)


def test_a_manager_cannot_filter_beyond_their_teams(
    acme: TenantInfo, staff: dict[str, User], browser_of: Browser
) -> None:
    with in_tenant(acme):
        other, below = (Department.objects.get(name=name).id for name in ("Other", "Below"))
    browser = browser_of(acme, staff["manager"])
    assert listed(browser, f"?department_id={below}") == {"Below"}
    assert listed(browser, f"?department_id={other}") == set()
    assert listed(browser, "?search=other") == set()
    assert browser.get(f"{LIST}{staff['below'].id}/").status_code == 200
    assert browser.get(f"{LIST}{staff['other'].id}/").status_code == 404


def test_one_person(acme: TenantInfo, staff: dict[str, User], browser_of: Browser) -> None:
    body = browser_of(acme, staff["admin"]).get(f"{LIST}{staff['manager'].id}/").json()
    assert (body["name"], body["roles"], body["status"], body["department"]) == (
        "Manager",
        ["manager"],
        "active",
        "",
    )


def test_admins_change_name_and_title_and_managers_nothing(
    acme: TenantInfo, staff: dict[str, User], browser_of: Browser
) -> None:
    path, data = f"{LIST}{staff['learner'].id}/", {"name": "New Name", "job_title": "Lead"}

    def patch(who: str, data: dict) -> int:
        browser = browser_of(acme, staff[who])
        return browser.patch(path, data, content_type="application/json").status_code

    assert patch("manager", data) == 403
    assert _read(acme, staff["learner"]).name == "Learner"
    assert patch("admin", {"name": ""}) == 400
    assert patch("admin", {"email": "mine@example.com", "is_active": False}) == 200
    assert patch("admin", data) == 200
    person = _read(acme, staff["learner"])
    assert (person.name, person.job_title, person.is_active) == ("New Name", "Lead", True)
    assert person.email != "mine@example.com"


def _read(tenant: TenantInfo, person: User) -> User:
    with in_tenant(tenant):
        return User.objects.get(id=person.id)


def test_bad_queries_are_said(
    acme: TenantInfo, staff: dict[str, User], browser_of: Browser
) -> None:
    answer = browser_of(acme, staff["admin"]).get(f"{LIST}?status=purple&page=0")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"status", "page"}


def test_people_of_another_company_are_missing(
    acme: TenantInfo, zenith: TenantInfo, staff: dict[str, User], browser_of: Browser
) -> None:
    with in_tenant(zenith):
        foreign = UserFactory(name="Before")
    browser = browser_of(acme, staff["admin"])
    path = f"{LIST}{foreign.id}/"
    data = {"name": "After"}
    assert browser.get(path).status_code == 404
    assert browser.patch(path, data, content_type="application/json").status_code == 404
    assert _read(zenith, foreign).name == "Before"


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(
    acme: TenantInfo, browser_of: Browser, count: int, django_assert_num_queries
) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        team = Department.objects.create(name="Field", created_at=now())
        for _ in range(count):
            member(team, roles=[Role.AUTHOR])
    browser = browser_of(acme, admin)
    browser.get(LIST)
    with in_tenant(acme), django_assert_num_queries(10):
        browser.get(LIST)


def test_me_on_both_kinds_of_host(
    acme: TenantInfo, public: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        author = UserFactory(name="Author", roles=[Role.AUTHOR])
    with in_public():
        consumer = UserFactory(name="Asha", roles=[Role.CONSUMER])
    for tenant, person, roles in (
        (acme, author, ["author", "learner"]),
        (public, consumer, ["consumer"]),
    ):
        body = browser_of(tenant, person).get("/api/v1/me/").json()
        assert (body["id"], body["name"], body["roles"]) == (str(person.id), person.name, roles)
    assert browser_of(acme).get("/api/v1/me/").status_code in (401, 403)

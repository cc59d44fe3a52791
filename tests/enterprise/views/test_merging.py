"""The page on which two accounts become one: it says which roles come along before anything happens."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.policies.holding import Holding, hold, holdings
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.enterprise import DepartmentFactory, make_admin
from tests.factories.roles import make_role

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
QUERIES = 15


def test_the_roles_that_come_along_are_named_first(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        north = DepartmentFactory(name="North")
        coach = make_role(Action.SEE_PEOPLE, name="Field coach")
        clerk = make_role(Action.EDIT_PEOPLE, name="Desk clerk")
        hold(coach, kept, north)
        hold(coach, gone, north)
        hold(clerk, gone, None)
    browser = browser_of(acme, admin)
    page = f"/manage/people/{kept.id}/merge/"
    shown = browser.get(page, {"other": gone.id}).content.decode()
    assert "These roles come along" in shown
    assert "Desk clerk" in shown
    assert "The whole company" in shown
    assert "Field coach" not in shown
    answer = browser.post(page, {"other": gone.id}, follow=True)
    assert "Two accounts are one" in answer.content.decode()
    with in_tenant(acme):
        assert set(holdings()) == {
            Holding(kept.id, coach.id, north.id),
            Holding(kept.id, clerk.id, None),
        }


def test_many_roles_cost_no_more_queries_than_one(
    acme: TenantInfo, browser_of: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        hold(make_role(Action.SEE_PEOPLE), gone, None)
    browser = browser_of(acme, admin)
    page = f"/manage/people/{kept.id}/merge/"
    browser.get(page, {"other": gone.id})
    with django_assert_num_queries(QUERIES):
        browser.get(page, {"other": gone.id})
    with in_tenant(acme):
        for _number in range(4):
            hold(make_role(Action.SEE_PEOPLE), gone, DepartmentFactory())
    with django_assert_num_queries(QUERIES):
        assert browser.get(page, {"other": gone.id}).content.decode().count("Team ") >= 4


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_a_merge_that_makes_somebody_powerful_asks_who_one_is(
    acme: TenantInfo, browser_of: Browser, role: Role
) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        kept, gone = UserFactory(), UserFactory(roles=[role])
    browser, page = browser_of(acme, owner), f"/manage/people/{kept.id}/merge/"
    answer = browser.post(page, {"other": gone.id})
    assert (answer.status_code, "reauthenticate" in answer["location"]) == (302, True)
    with in_tenant(acme):
        gone.refresh_from_db()
        assert (gone.is_active, kept.role_grants.count()) == (True, 0)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.post(page, {"other": gone.id})["location"] == f"/manage/people/{kept.id}/"
    with in_tenant(acme):
        gone.refresh_from_db()
        assert (gone.is_active, [one.role for one in kept.role_grants.all()]) == (False, [role])

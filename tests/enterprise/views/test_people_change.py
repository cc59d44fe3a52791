"""Changes of many by the pages: counted first, carried out, taken back; nobody else's business."""

from collections.abc import Callable

import pytest
from django.test import Client

from enterprise.models import Department, Membership, PeopleChange
from tenants.accounts.api import Role, User
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
LIST = "/manage/people/"


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return UserFactory(roles=[Role.ADMIN], name="Anita Rao")


def text(answer) -> str:
    return answer.content.decode()


def test_all_that_match_are_counted_first_then_changed_and_taken_back(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        team = Department.objects.create(name="Field", created_at=now())
        User.objects.bulk_create(User(name=f"Riya Sen {n:03d}", password="!") for n in range(60))
        other = UserFactory(name="Somebody else")
    browser = browser_of(acme, admin)
    answer = browser.post(
        f"{LIST}bulk/",
        {"do": "move", "all": "1", "query": "q=riya+sen", "department_id": str(team.id)},
        follow=True,
    )
    path = answer.redirect_chain[-1][0]
    assert "Into the team Field: 60 people" in text(answer)
    with in_tenant(acme):
        assert Membership.objects.count() == 0
    assert "60 people are changed" in text(browser.post(f"{path}apply/", follow=True))
    with in_tenant(acme):
        assert Membership.objects.filter(department=team).count() == 60
        assert not Membership.objects.filter(user=other).exists()
    browser.post(f"{path}undo/")
    with in_tenant(acme):
        assert Membership.objects.count() == 0


def test_a_change_is_said_looked_at_and_carried_out(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        one, two = UserFactory(), UserFactory(roles=[Role.AUTHOR])
    browser = browser_of(acme, admin)
    answer = browser.post(f"{LIST}bulk/", {"do": "edit", "selected": [one.id, two.id]}, follow=True)
    path = answer.redirect_chain[-1][0]
    nothing = browser.post(path, {})
    assert (nothing.status_code, "Choose at least one" in text(nothing)) == (422, True)
    shown = text(browser.post(path, {"add_role": "author", "language": "hi"}, follow=True))
    assert "Becomes Author: 1 person" in shown
    assert "1 is so already" in shown
    browser.post(f"{path}apply/")
    with in_tenant(acme):
        assert User.objects.filter(role_grants__role="author", language="hi").count() == 2


def test_anothers_change_is_none_of_mine(
    acme: TenantInfo, admin: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        other, person = UserFactory(roles=[Role.ADMIN]), UserFactory()
    browser_of(acme, admin).post(f"{LIST}bulk/", {"do": "edit", "selected": [person.id]})
    with in_tenant(acme):
        change = PeopleChange.objects.get()
    browser = browser_of(acme, other)
    path = f"{LIST}changes/{change.id}/"
    answers = [browser.get(path), browser.post(f"{path}apply/"), browser.post(f"{path}undo/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]

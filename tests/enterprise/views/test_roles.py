"""The pages of roles, and what somebody with a role for one team sees of the company."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.policies.holding import Holding, hold, holdings
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.models import CustomRole, Invitation, User
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_member,
)
from tests.factories.roles import make_delegate, make_role

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAGE = "/manage/roles/"
QUERIES = 13


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_list_shows_built_in_and_own_roles(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
        make_role(Action.SEE_PEOPLE, name="Front desk")
    page = text(browser_of(acme, admin).get(PAGE))
    for word in ("Front desk", "L&amp;D admin", "in the teams they manage", "Read the audit log"):
        assert word in page


def test_a_role_is_made_given_taken_back_and_given_again(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory(name="North")
        person = make_member(north, name="Asha Rao", email="asha@example.com")
    browser = browser_of(acme, admin)
    answer = browser.post(
        f"{PAGE}new/",
        {"name": "Coach", "about": "", "actions": ["people.see", "progress.nudge"]},
        follow=True,
    )
    assert "Coach is ready" in text(answer)
    with in_tenant(acme):
        role = CustomRole.objects.get()
    page = f"{PAGE}{role.id}/"
    answer = browser.post(
        page, {"form": "grant", "email": "ASHA@example.com", "department_id": north.id}, follow=True
    )
    assert "Asha Rao has this role now." in text(answer)
    held = [Holding(person.id, role.id, north.id)]
    with in_tenant(acme):
        assert holdings() == held
    assert page in text(browser.get(f"/manage/people/{person.id}/"))
    answer = browser.post(f"{page}people/{person.id}/teams/{north.id}/revoke/", follow=True)
    undo = f"{page}people/{person.id}/teams/{north.id}/grant/"
    assert undo in text(answer)
    with in_tenant(acme):
        assert holdings() == []
    browser.post(undo)
    with in_tenant(acme):
        assert holdings() == held
    answer = browser.post(f"{page}archive/", follow=True)
    assert f"{page}restore/" in text(answer)
    browser.post(f"{page}restore/")
    answer = browser.get(page)
    assert 'value="people.see" checked' in text(answer)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"form": "role", "name": "", "actions": ["people.see"]}, "Give the role a name."),
        ({"form": "role", "name": "X"}, "Tick at least one thing"),
        ({"form": "role", "name": "X", "actions": ["company.own"]}, "cannot be handed on"),
        ({"form": "grant", "email": ""}, "Write whose it shall be."),
        ({"form": "grant", "email": "nobody@example.com"}, "Nobody here has this address or ID."),
        (
            {"form": "grant", "email": "x@y.in", "department_id": "nonsense"},
            "There is no such team.",
        ),
    ],
)
def test_bad_input_is_told_at_the_field(
    acme: TenantInfo, browser_of: Browser, data: dict[str, Any], says: str
) -> None:
    with in_tenant(acme):
        admin, role = make_admin(), make_role(Action.SEE_PEOPLE)
    answer = browser_of(acme, admin).post(f"{PAGE}{role.id}/", data)
    assert answer.status_code == 422
    assert says in text(answer)
    with in_tenant(acme):
        assert holdings() == []


@pytest.mark.parametrize("people", [1, 30])
def test_queries_do_not_grow(
    acme: TenantInfo,
    browser_of: Browser,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory()
        role = make_role(Action.SEE_PEOPLE)
        for _ in range(people):
            hold(role, make_member(north, name="Held"), north)
    browser = browser_of(acme, admin)
    browser.get(PAGE)
    with django_assert_num_queries(QUERIES):
        page = browser.get(f"{PAGE}{role.id}/")
    assert text(page).count("Take back from Held") == people


@pytest.fixture
def north_desk(acme: TenantInfo) -> dict[str, Any]:
    """Somebody who looks after the people of one team, and people in and out of it."""
    with in_tenant(acme):
        north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
        beneath = DepartmentFactory(name="North shore", parent=north)
        everything = [
            Action.SEE_PEOPLE, Action.EDIT_PEOPLE, Action.INVITE_PEOPLE, Action.MOVE_PEOPLE,
            Action.DEACTIVATE_PEOPLE, Action.EXPORT_PEOPLE, Action.SEE_ASSIGNMENTS,
            Action.ASSIGN_COURSES, Action.SEE_PROGRESS, Action.NUDGE,
        ]  # fmt: skip
        return {
            "desk": make_delegate(everything, north, name="Desk"),
            "mine": make_member(north, name="Mina Mine"),
            "beneath": make_member(beneath, name="Bela Beneath"),
            "other": make_member(south, name="Otto Other"),
            "nowhere": UserFactory(name="Nina Nowhere"),
            "north": north,
            "south": south,
            "given": make_assignment(south),
            "own": make_assignment(north),
            "sent": InvitationFactory(
                email="south@example.com", placement={"department_id": str(south.id)}
            ),
        }


def test_lists_hold_only_people_of_the_team(
    acme: TenantInfo, browser_of: Browser, north_desk: dict[str, Any]
) -> None:
    browser = browser_of(acme, north_desk["desk"])
    for path in ("/manage/people/", "/team/"):
        page = text(browser.get(path))
        assert "Mina Mine" in page, path
        assert "Bela Beneath" in page, path
        for name in ("Otto Other", "Nina Nowhere", ">South<"):
            assert name not in page, (path, name)
    export = b"".join(browser.get("/manage/people/export.csv").streaming_content).decode()
    assert ("Mina Mine" in export, "Otto Other" in export) == (True, False)
    asked = browser.get(f"/manage/people/?department={north_desk['south'].id}")
    assert "Otto Other" not in text(asked)
    assert "south@example.com" not in text(browser.get("/manage/people/invitations/"))
    assert str(north_desk["given"].id) not in text(browser.get("/manage/assignments/"))
    assert str(north_desk["own"].id) in text(browser.get("/manage/assignments/"))


def test_what_belongs_to_other_teams_is_missing(
    acme: TenantInfo, browser_of: Browser, north_desk: dict[str, Any]
) -> None:
    browser = browser_of(acme, north_desk["desk"])
    other, south = north_desk["other"], north_desk["south"]
    given, sent = north_desk["given"], north_desk["sent"]
    assert browser.get(f"/manage/people/{north_desk['mine'].id}/").status_code == 200
    for method, path, data in (
        ("get", f"/manage/people/{other.id}/", {}),
        ("post", f"/manage/people/{other.id}/", {"name": "X", "email": "x@example.com"}),
        ("post", f"/manage/people/{other.id}/deactivate/", {}),
        ("post", f"/manage/people/{other.id}/reactivate/", {}),
        ("post", f"/manage/people/{other.id}/invite/", {}),
        ("post", "/manage/people/bulk/", {"do": "deactivate", "selected": [other.id]}),
        ("post", f"/manage/people/invitations/{sent.id}/revoke/", {}),
        ("get", f"/manage/assignments/{given.id}/", {}),
        ("post", f"/manage/assignments/{given.id}/cancel/", {}),
        ("get", f"/team/{other.id}/", {}),
        ("post", "/team/act/", {"do": "nudge", "selected": [other.id]}),
        ("get", f"/team/?department={south.id}", {}),
    ):
        assert getattr(browser, method)(path, data).status_code == 404, (method, path)
    # Teams, roles, brand and log are none of theirs at all.
    for path in ("/manage/teams/", "/manage/roles/", "/manage/branding/", "/manage/audit/"):
        assert browser.get(path).status_code == 403, path
    with in_tenant(acme):
        after = User.objects.get(id=other.id)
        assert (after.is_active, after.name) == (True, "Otto Other")


def test_no_way_to_a_built_in_role(
    acme: TenantInfo, browser_of: Browser, north_desk: dict[str, Any]
) -> None:
    """The form does not offer roles to a delegate, and what is sent anyhow is not read."""
    mine, north = north_desk["mine"], north_desk["north"]
    browser = browser_of(acme, north_desk["desk"])
    page = f"/manage/people/{mine.id}/"
    assert 'name="roles"' not in text(browser.get(page))
    answer = browser.post(
        page,
        {
            "name": "Mina More",
            "email": mine.email,
            "department_id": north.id,
            "roles": ["owner", "admin"],
        },
    )
    assert answer.status_code == 302
    browser.post(
        "/manage/people/invite/",
        {"email": "in@example.com", "department_id": north.id, "roles": ["owner"]},
    )
    with in_tenant(acme):
        assert User.objects.get(id=mine.id).name == "Mina More"
        assert not mine.role_grants.exists()
        assert Invitation.objects.get(email="in@example.com").roles == []


def test_the_frame_shows_what_a_role_opens(
    acme: TenantInfo, browser_of: Browser, north_desk: dict[str, Any]
) -> None:
    page = text(browser_of(acme, north_desk["desk"]).get("/manage/"))
    assert 'href="/manage/people/"' in page
    for path in ("/manage/branding/", "/manage/audit/", "/manage/roles/", "seats taken"):
        assert path not in page
    with in_tenant(acme):
        learner = UserFactory(roles=[Role.AUTHOR])
    assert browser_of(acme, learner).get("/manage/").status_code == 403

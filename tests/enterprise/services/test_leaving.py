"""Leaving: nobody is left without a manager, no course without an owner, unless an admin says so."""

import pytest

from enterprise.models import DepartmentManager
from enterprise.selectors.leaving import responsibilities_of
from enterprise.services.leaving import deactivate_member, leave_company
from learning.catalogue.models import Course
from tenants.accounts.api import Role, User, roles_of
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory
from tests.factories.enterprise import DepartmentFactory, make_admin, make_manager


def test_who_leads_alone_does_not_just_go(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north, south = make_admin(), DepartmentFactory(name="North"), DepartmentFactory()
        boss = make_manager(north, south)
        make_manager(south)
        with pytest.raises(Conflict) as caught:
            deactivate_member(person_id=boss.id, actor=admin)
        assert caught.value.code == "orphans"
        assert "North" in caught.value.message
        assert User.objects.get(id=boss.id).is_active
        make_manager(north)
        assert deactivate_member(person_id=boss.id, actor=admin)


def test_teams_and_courses_are_handed_over(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory(name="North")
        boss = make_manager(north)
        course = CourseFactory(owner=boss)
        duties = responsibilities_of(boss.id)
        assert [one.name for one in duties.alone] == ["North"]
        assert [one.id for one in duties.courses] == [course.id]
        heir = UserFactory(name="Heir")
        assert leave_company(person_id=boss.id, teams_to=heir.id, courses_to=heir.id, actor=admin)
        assert not User.objects.get(id=boss.id).is_active
        assert list(DepartmentManager.objects.values_list("user_id", flat=True)) == [heir.id]
        assert Course.objects.get(id=course.id).owner_id == heir.id
        heir = User.objects.get(id=heir.id)
        assert {Role.MANAGER, Role.AUTHOR} <= roles_of(heir)
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"people.teams_handed_over", "people.courses_handed_over"} <= actions


def test_left_to_the_admins_on_purpose(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory()
        boss = make_manager(north)
        leave_company(person_id=boss.id, teams_to=None, courses_to=None, actor=admin)
        assert not User.objects.get(id=boss.id).is_active
        # Should they come back, they find their team.
        assert DepartmentManager.objects.filter(user=boss, department=north).exists()


@pytest.mark.parametrize("heir", ["self", "off", "nobody"])
def test_a_successor_has_to_stay(acme: TenantInfo, heir: str) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory()
        boss, off = make_manager(north), UserFactory(is_active=False)
        chosen = {"self": boss.id, "off": off.id, "nobody": north.id}[heir]
        with pytest.raises((Invalid, Missing)):
            leave_company(person_id=boss.id, teams_to=chosen, courses_to=None, actor=admin)
        assert User.objects.get(id=boss.id).is_active
        assert DepartmentManager.objects.get().user_id == boss.id


def test_an_admin_sends_no_owner_away(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, owner, north = make_admin(), UserFactory(roles=[Role.OWNER]), DepartmentFactory()
        DepartmentManager.objects.create(user=owner, department=north)
        with pytest.raises(Refused):
            leave_company(person_id=owner.id, teams_to=admin.id, courses_to=None, actor=admin)
        assert DepartmentManager.objects.get().user_id == owner.id

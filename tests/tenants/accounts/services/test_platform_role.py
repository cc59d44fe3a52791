"""Roles that a review gives and takes back."""

from typing import Any

import pytest

from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant
from tenants.accounts.services.platform_role import grant_platform_role, withdraw_platform_role
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def inside(public: TenantInfo, db: None) -> Any:
    with in_public():
        yield


def test_given_once_and_taken_back_with_a_line_in_the_log() -> None:
    staff, person = UserFactory(roles=[Role.STAFF]), UserFactory(roles=[Role.CONSUMER])
    arguments = {"person_id": person.id, "role": Role.INSTRUCTOR, "actor": staff}
    assert [grant_platform_role(**arguments), grant_platform_role(**arguments)] == [True, False]
    assert RoleGrant.objects.get(user=person, role="instructor").granted_by == staff
    assert [withdraw_platform_role(**arguments), withdraw_platform_role(**arguments)] == [
        True,
        False,
    ]
    actions = AuditEntry.objects.order_by("at").values_list("action", flat=True)
    assert list(actions) == ["people.role_granted", "people.role_withdrawn"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.CONSUMER, Role.OWNER, Role.ADMIN])
def test_other_roles_are_not_given_this_way(role: Role) -> None:
    staff, person = UserFactory(roles=[Role.STAFF]), UserFactory()
    with pytest.raises(Refused):
        grant_platform_role(person_id=person.id, role=role, actor=staff)
    assert not RoleGrant.objects.filter(user=person).exists()


@pytest.mark.parametrize("roles", [[], [Role.CONSUMER], [Role.INSTRUCTOR], [Role.RECRUITER]])
def test_only_staff_give_them(roles: list[Role]) -> None:
    actor, person = UserFactory(roles=roles), UserFactory(roles=[Role.RECRUITER])
    with pytest.raises(Refused):
        grant_platform_role(person_id=person.id, role=Role.INSTRUCTOR, actor=actor)
    with pytest.raises(Refused):
        withdraw_platform_role(person_id=person.id, role=Role.RECRUITER, actor=actor)
    assert list(RoleGrant.objects.filter(user=person).values_list("role", flat=True)) == [
        "recruiter"
    ]


def test_nobody_gives_one_to_themselves_or_to_somebody_switched_off() -> None:
    staff = UserFactory(roles=[Role.STAFF])
    with pytest.raises(Refused):
        grant_platform_role(person_id=staff.id, role=Role.RECRUITER, actor=staff)
    gone = UserFactory(is_active=False)
    with pytest.raises(Missing):
        grant_platform_role(person_id=gone.id, role=Role.RECRUITER, actor=staff)
    assert RoleGrant.objects.exclude(role=Role.STAFF).count() == 0


def test_a_company_has_no_such_roles(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner, person = UserFactory(roles=[Role.OWNER]), UserFactory()
        with pytest.raises(Refused):
            grant_platform_role(person_id=person.id, role=Role.INSTRUCTOR, actor=owner)

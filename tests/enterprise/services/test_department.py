"""Departments: names, managers, archive."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from enterprise.models import Department
from enterprise.services.department import (
    archive_department,
    create_department,
    rename_department,
    restore_department,
    set_managers,
)
from enterprise.services.placement import place_person
from tenants.accounts.api import Role, deactivate_person, person
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory, make_admin, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def test_create_tidies_the_name_and_writes_the_log() -> None:
    admin, parent = make_admin(), DepartmentFactory()
    row = create_department(name="  North   zone ", parent_id=parent.id, actor=admin)
    assert (row.name, row.parent_id) == ("North zone", parent.id)
    assert AuditEntry.objects.get().target == "North zone"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_bad_names(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_department(name=name, actor=None)
    assert refused.value.field == "name"
    assert Department.objects.count() == 0


def test_a_name_is_taken_whatever_its_case_and_whether_archived() -> None:
    north, admin = DepartmentFactory(name="North"), make_admin()
    with pytest.raises(Conflict) as taken:
        create_department(name="NORTH", actor=admin)
    assert (taken.value.field, taken.value.code) == ("name", "conflict")
    archive_department(department_id=north.id, actor=admin)
    with pytest.raises(Conflict) as archived:
        create_department(name="north", actor=admin)
    assert archived.value.code == "archived_name"
    assert Department.objects.count() == 1


def test_rename_keeps_its_own_name_free() -> None:
    north = DepartmentFactory(name="North")
    rename_department(department_id=north.id, name="NORTH", actor=None)
    north.refresh_from_db()
    assert north.name == "NORTH"


def test_managers_get_the_role_and_may_be_taken_back() -> None:
    north, admin, asha, ravi = DepartmentFactory(), make_admin(), UserFactory(), UserFactory()
    set_managers(department_id=north.id, person_ids=[asha.id, ravi.id], actor=admin)
    found = person(asha.id)
    assert found is not None
    assert Role.MANAGER in found.granted
    set_managers(department_id=north.id, person_ids=[ravi.id], actor=admin)
    assert list(north.managers.values_list("user_id", flat=True)) == [ravi.id]
    entries = AuditEntry.objects.filter(action="department.managers_changed")
    assert entries.count() == 2


def test_unknown_and_deactivated_managers_change_nothing() -> None:
    north, admin, asha = DepartmentFactory(), make_admin(), UserFactory()
    set_managers(department_id=north.id, person_ids=[asha.id], actor=admin)
    gone = UserFactory()
    deactivate_person(person_id=gone.id, actor=admin)
    for wanted in ([asha.id, uuid4()], [asha.id, gone.id]):
        with pytest.raises(DomainError):
            set_managers(department_id=north.id, person_ids=wanted, actor=admin)
    assert list(north.managers.values_list("user_id", flat=True)) == [asha.id]


def test_archive_only_when_empty_and_restore() -> None:
    north = DepartmentFactory()
    someone = make_member(north)
    with pytest.raises(Conflict, match="1 person"):
        archive_department(department_id=north.id, actor=None)
    place_person(user_id=someone.id, department_id=None)
    south = DepartmentFactory(parent=north)
    with pytest.raises(Conflict):
        archive_department(department_id=north.id, actor=None)
    archive_department(department_id=south.id, actor=None)
    archive_department(department_id=north.id, actor=None)
    with pytest.raises(Missing):
        place_person(user_id=someone.id, department_id=north.id)
    restore_department(department_id=north.id, actor=None)
    assert place_person(user_id=someone.id, department_id=north.id) is True
    assert place_person(user_id=someone.id, department_id=north.id) is False


def test_what_does_not_exist_is_missing() -> None:
    nowhere = uuid4()
    someone = UserFactory()
    with pytest.raises(Missing):
        rename_department(department_id=nowhere, name="North", actor=None)
    with pytest.raises(Missing):
        place_person(user_id=someone.id, department_id=nowhere)
    with pytest.raises(Missing):
        place_person(user_id=nowhere, department_id=DepartmentFactory().id)

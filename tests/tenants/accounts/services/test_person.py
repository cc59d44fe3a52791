"""Making and changing people: one address, one person, whatever its case; all or nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from tenants.accounts import api
from tenants.accounts.enums import PersonStatus, Role
from tenants.accounts.models import User
from tenants.kernel.errors import Conflict, Invalid, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory


def test_a_person_is_written_with_all_that_is_known(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person_id = api.create_person(
            name="  Meena   Iyer ",
            email="Meena@Example.com",
            roles=[Role.LEARNER, Role.AUTHOR],
            native_name="மீனா ஐயர்",
            native_language="ta",
            job_title="Area sales manager",
            employee_id="E-17",
        )
        info = api.person(person_id)
        assert info is not None
        assert (info.name, info.email, info.native_name, info.job_title, info.employee_id) == (
            "Meena Iyer",
            "meena@example.com",
            "மீனா ஐயர்",
            "Area sales manager",
            "E-17",
        )
        assert (info.granted, info.status, info.initials) == (
            {Role.AUTHOR},
            PersonStatus.INVITED,
            "MI",
        )
        assert AuditEntry.objects.get().action == "people.added"


@pytest.mark.parametrize("field", ["email", "employee_id"])
def test_what_belongs_to_somebody_is_refused_by_name(acme: TenantInfo, field: str) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com", employee_id="E-17")
        new = {"email": "MEENA@example.com"} if field == "email" else {"employee_id": "E-17"}
        with pytest.raises(Conflict) as caught:
            api.create_person(name="Another", **new)
        assert (caught.value.field, caught.value.code) == (field, f"{field}_taken")
        assert (User.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_many_are_written_or_none(acme: TenantInfo) -> None:
    with in_tenant(acme):
        people = [
            api.NewPerson(name="One", email="one@example.com"),
            api.NewPerson(name="Two", email="ONE@example.com"),
        ]
        with pytest.raises(Conflict):
            api.create_people(people=people)
        assert (User.objects.count(), EmailAddress.objects.count()) == (0, 0)
        assert len(api.create_people(people=people[:1])) == 1


def test_the_database_itself_refuses_a_second_case(acme: TenantInfo) -> None:
    with in_tenant(acme):
        UserFactory(email="meena@example.com")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(name="Sly", email="Meena@example.com")


def test_people_without_an_address_are_many(acme: TenantInfo) -> None:
    with in_tenant(acme):
        api.create_person(name="One")
        api.create_person(name="Two")
        assert User.objects.filter(email=None).count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": "Meena", "email": "not-an-address"}, "email"),
        ({"name": "Meena", "native_language": "xx"}, "native_language"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(acme: TenantInfo, values: dict, field: str) -> None:
    with in_tenant(acme):
        with pytest.raises(Invalid) as caught:
            api.create_person(**values)
        assert caught.value.field == field
        assert User.objects.count() == 0


def test_a_new_address_has_to_be_confirmed(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory(email="old@example.com")
        api.change_person(person_id=person.id, actor=admin, email="New@Example.com", name="New")
        person.refresh_from_db()
        assert (person.email, person.name) == ("new@example.com", "New")
        address = EmailAddress.objects.get(user=person)
        assert (address.email, address.verified) == ("new@example.com", False)
        assert AuditEntry.objects.get().changes["email"] == ["old@example.com", "new@example.com"]


def test_an_admin_may_not_move_an_owners_address(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        for active in (True, False):
            owner = UserFactory(roles=[Role.OWNER], is_active=active)
            with pytest.raises(Refused):
                api.change_person(person_id=owner.id, actor=admin, email="mine@example.com")
            before, _ = owner.email, owner.refresh_from_db()
            assert owner.email == before

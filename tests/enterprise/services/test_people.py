"""Acts on people from the list: each that may be, and a name for each that may not."""

import pytest

from enterprise.models import Department, Membership
from enterprise.services.people import (
    deactivate_people,
    invite_people,
    move_people,
    reactivate_people,
    save_person,
)
from tenants.accounts.api import Role, User, set_seats
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import NotYetJoinedFactory, UserFactory


def test_who_may_not_be_deactivated_is_named_and_the_rest_is_done(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, owner = UserFactory(roles=[Role.ADMIN]), UserFactory(name="Olga", roles=[Role.OWNER])
        people = [UserFactory() for _ in range(3)]
        ids = [admin.id, owner.id, *(p.id for p in people)]
        result = deactivate_people(person_ids=ids, actor=admin)
        assert set(result.done) == {p.id for p in people}
        assert len(result.refused) == 2
        assert any(reason.startswith("Olga: ") for reason in result.refused)
        assert set(User.objects.filter(is_active=True)) == {admin, owner}


def test_reactivating_stops_at_the_last_seat(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        people = [UserFactory(is_active=False) for _ in range(3)]
        set_seats(seats=3)
        result = reactivate_people(person_ids=[p.id for p in people], actor=admin)
        assert (len(result.done), len(result.refused)) == (2, 1)
        assert User.objects.filter(is_active=True).count() == 3


def test_moving_and_moving_out(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, people = UserFactory(roles=[Role.ADMIN]), [UserFactory() for _ in range(2)]
        team = Department.objects.create(name="Field", created_at=now())
        ids = [p.id for p in people]
        assert len(move_people(person_ids=ids, department_id=team.id, actor=admin).done) == 2
        assert Membership.objects.filter(department=team).count() == 2
        assert move_people(person_ids=ids, department_id=team.id, actor=admin).done == ()
        assert len(move_people(person_ids=ids, department_id=None, actor=admin).done) == 2
        assert Membership.objects.count() == 0


def test_only_those_who_have_not_joined_are_invited(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        new, joined = NotYetJoinedFactory(), UserFactory(name="Joined")
        addressless = NotYetJoinedFactory(name="Nomail", email=None)
        result = invite_people(person_ids=[new.id, joined.id, addressless.id], actor=admin)
        assert result.done == (new.id,)
        assert {reason.split(":")[0] for reason in result.refused} == {"Joined", "Nomail"}
        assert [m.to for m in MailMessage.objects.all()] == [new.email]


def test_somebody_of_another_company_stops_everything(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = UserFactory()
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory()
        with pytest.raises(Missing):
            deactivate_people(person_ids=[person.id, foreign.id], actor=admin)
        person.refresh_from_db()
        assert person.is_active


def test_saving_a_person_is_all_or_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory(name="Before")
        team = Department.objects.create(name="Field", created_at=now())
        data = {
            "name": "After",
            "email": person.email,
            "native_name": "",
            "native_language": "",
            "job_title": "Lead",
            "employee_id": "E1",
            "roles": [Role.AUTHOR],
        }
        with pytest.raises(Missing):
            save_person(person_id=person.id, actor=admin, department_id=admin.id, **data)
        person.refresh_from_db()
        assert (person.name, person.role_grants.count()) == ("Before", 0)
        save_person(person_id=person.id, actor=admin, department_id=team.id, **data)
        person.refresh_from_db()
        assert (person.name, person.job_title, person.membership.department) == (
            "After",
            "Lead",
            team,
        )
        UserFactory(email="taken@example.com")
        with pytest.raises(Conflict):
            save_person(
                person_id=person.id,
                actor=admin,
                department_id=None,
                **(data | {"email": "TAKEN@example.com"}),
            )
        assert Membership.objects.filter(user=person).count() == 1

"""Custom roles: nobody hands on what they do not have, a change holds at once, everything is written down."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from enterprise.policies.holding import Holding, hold, holdings
from enterprise.services.custom_role import (
    archive_role,
    change_role,
    create_role,
    grant_role,
    restore_role,
    revoke_role,
)
from tenants.accounts import api
from tenants.accounts.actions import DELEGABLE, Action
from tenants.accounts.enums import Role
from tenants.accounts.models import CustomRole, User
from tenants.accounts.policies import may, powers_of
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory, make_member
from tests.factories.roles import fresh, make_delegate, make_role

SEE, EDIT, GRANT = Action.SEE_PEOPLE, Action.EDIT_PEOPLE, Action.GRANT_ROLES


def test_a_role_is_made_changed_and_holds_at_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory()
        role = create_role(name=" Desk  help ", about="", actions=[SEE], actor=admin)
        assert role.name == "Desk help"
        assert grant_role(role_id=role.id, person_id=person.id, department_id=None, actor=admin)
        assert may(fresh(person.id), SEE)
        assert not may(fresh(person.id), EDIT)
        change_role(role_id=role.id, name="Desk help", about="", actions=[EDIT], actor=admin)
        assert not may(fresh(person.id), SEE)
        assert may(fresh(person.id), EDIT)
        archive_role(role_id=role.id, actor=admin)
        assert powers_of(fresh(person.id)).everywhere == frozenset()
        restore_role(role_id=role.id, actor=admin)
        assert may(fresh(person.id), EDIT)
        assert revoke_role(role_id=role.id, person_id=person.id, department_id=None, actor=admin)
        assert not may(fresh(person.id), EDIT)
        assert list(AuditEntry.objects.order_by("at").values_list("action", flat=True)) == [
            "roles.created", "roles.granted", "roles.changed", "roles.archived", "roles.restored",
            "roles.revoked",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"about": "x" * 201}, "about"),
        ({"actions": []}, "actions"),
        ({"actions": [Action.OWN_COMPANY]}, "actions"),
        ({"actions": [Action.DEFINE_ROLES]}, "actions"),
    ],
)
def test_what_a_role_cannot_be(acme: TenantInfo, fields: dict, field: str) -> None:
    with in_tenant(acme):
        owner = UserFactory(roles=[Role.OWNER])
        with pytest.raises(Invalid) as caught:
            create_role(**{"name": "R", "about": "", "actions": [SEE], "actor": owner} | fields)
        assert caught.value.field == field
        assert CustomRole.objects.count() == 0


def test_two_roles_of_one_name(acme: TenantInfo) -> None:
    with in_tenant(acme):
        first = make_role(SEE, name="Coach")
        owner = UserFactory(roles=[Role.OWNER])
        with pytest.raises(Conflict):
            create_role(name="coach", about="", actions=[SEE], actor=owner)
        archive_role(role_id=first.id, actor=owner)
        create_role(name="coach", about="", actions=[SEE], actor=owner)
        with pytest.raises(Conflict):
            restore_role(role_id=first.id, actor=owner)


@pytest.mark.parametrize("roles", [[], [Role.MANAGER], [Role.AUTHOR]])
def test_only_admins_make_roles(acme: TenantInfo, roles: list[Role]) -> None:
    with in_tenant(acme):
        with pytest.raises(Refused):
            create_role(name="R", about="", actions=[SEE], actor=UserFactory(roles=roles))
        delegate = make_delegate(DELEGABLE)
        before = CustomRole.objects.count()
        with pytest.raises(Refused):
            create_role(name="R", about="", actions=[SEE], actor=delegate)
        assert CustomRole.objects.count() == before


def test_nobody_grants_an_action_they_do_not_have(acme: TenantInfo) -> None:
    with in_tenant(acme):
        delegate, person = make_delegate([GRANT, SEE]), UserFactory()
        mine, more = make_role(SEE), make_role(SEE, EDIT)
        assert grant_role(role_id=mine.id, person_id=person.id, department_id=None, actor=delegate)
        before = set(holdings())
        for target in (person, delegate):
            with pytest.raises(Refused):
                grant_role(role_id=more.id, person_id=target.id, department_id=None, actor=delegate)
        assert set(holdings()) == before


def test_nobody_grants_further_than_they_reach(acme: TenantInfo) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        beneath = DepartmentFactory(parent=north)
        role = make_role(SEE)
        delegate = make_delegate([GRANT, SEE], north)
        mine, theirs = make_member(beneath), make_member(south)
        nobodys = UserFactory()
        for department_id, error in ((None, Refused), (south.id, Missing)):
            with pytest.raises(error):
                grant_role(
                    role_id=role.id, person_id=mine.id, department_id=department_id, actor=delegate
                )
        for person in (theirs, nobodys):
            with pytest.raises(Missing):
                grant_role(
                    role_id=role.id, person_id=person.id, department_id=north.id, actor=delegate
                )
        assert not holdings(user_id=mine.id)
        assert grant_role(
            role_id=role.id, person_id=mine.id, department_id=beneath.id, actor=delegate
        )
        assert holdings(user_id=mine.id) == [Holding(mine.id, role.id, beneath.id)]


def test_the_right_to_give_is_not_the_right_itself(acme: TenantInfo) -> None:
    """Who may give roles in two teams, and sees people in one, gives seeing in that one only."""
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        delegate = make_delegate([GRANT, SEE], north)
        hold(make_role(GRANT), delegate, south)
        delegate = fresh(delegate.id)
        role, person = make_role(SEE), make_member(south)
        with pytest.raises(Refused):
            grant_role(role_id=role.id, person_id=person.id, department_id=south.id, actor=delegate)
        assert holdings(user_id=person.id) == []


def test_nobody_takes_back_what_they_could_not_give(acme: TenantInfo) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        role, person = make_role(SEE, EDIT), make_member(north)
        owner = UserFactory(roles=[Role.OWNER])
        grant_role(role_id=role.id, person_id=person.id, department_id=None, actor=owner)
        for delegate in (make_delegate([GRANT, SEE, EDIT], north), make_delegate([GRANT, SEE])):
            with pytest.raises(Refused):
                revoke_role(
                    role_id=role.id, person_id=person.id, department_id=None, actor=delegate
                )
        assert holdings(user_id=person.id) == [Holding(person.id, role.id, None)]


@pytest.mark.parametrize("rank", [Role.OWNER, Role.ADMIN])
def test_a_delegate_never_touches_owners_and_admins(acme: TenantInfo, rank: Role) -> None:
    """Also when the role holds everything that can be handed on, for the whole company."""
    with in_tenant(acme):
        north = DepartmentFactory()
        role = make_role(SEE)
        top = make_member(north, roles=[rank])
        UserFactory(roles=[Role.OWNER])
        for delegate in (make_delegate(DELEGABLE), make_delegate([GRANT, SEE, EDIT,
                         Action.DEACTIVATE_PEOPLE, Action.MOVE_PEOPLE], north)):  # fmt: skip
            acts = (
                lambda who: grant_role(
                    role_id=role.id, person_id=top.id, department_id=north.id, actor=who
                ),
                lambda who: api.change_person(person_id=top.id, actor=who, name="Changed"),
                lambda who: api.deactivate_person(person_id=top.id, actor=who),
                lambda who: api.set_roles(person_id=top.id, roles=[], actor=who),
            )
            for act in acts:
                with pytest.raises(Refused):
                    act(delegate)
        top.refresh_from_db()
        assert (top.is_active, top.name == "Changed") == (True, False)
        assert {grant.role for grant in top.role_grants.all()} == {rank}
        assert holdings(user_id=top.id) == []


def test_a_delegate_cannot_become_somebody_with_more(acme: TenantInfo) -> None:
    """Changing an address is taking over an account: it needs all that the account may do."""
    with in_tenant(acme):
        plain, manager, author = (
            UserFactory(), UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.AUTHOR]),
        )  # fmt: skip
        other = make_delegate([EDIT, Action.DEACTIVATE_PEOPLE])
        delegate = make_delegate([EDIT, SEE])
        api.change_person(person_id=plain.id, actor=delegate, email="plain@new.example")
        for person in (author, other, manager):
            # A manager of no team reaches nobody, so there is nothing to gain.
            if person is manager:
                api.change_person(person_id=person.id, actor=delegate, email="m@new.example")
                continue
            api.change_person(person_id=person.id, actor=delegate, job_title="Rep")
            before = fresh(person.id).email
            with pytest.raises(Refused):
                api.change_person(person_id=person.id, actor=delegate, email="x@new.example")
            assert fresh(person.id).email == before


def test_people_of_other_teams_do_not_exist(acme: TenantInfo) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        everything = [EDIT, Action.DEACTIVATE_PEOPLE, Action.MOVE_PEOPLE, Action.INVITE_PEOPLE]
        delegate, other = make_delegate(everything, north), make_member(south)
        gone = make_member(south, is_active=False)
        for act in (
            lambda: api.change_person(person_id=other.id, actor=delegate, name="X"),
            lambda: api.deactivate_person(person_id=other.id, actor=delegate),
            lambda: api.reactivate_person(person_id=gone.id, actor=delegate),
            lambda: api.reactivate_person(person_id=other.id, actor=delegate),
            lambda: api.invite_person(
                email="new@example.com",
                placement={"department_id": str(south.id)},
                invited_by=delegate,
            ),
        ):
            with pytest.raises(Missing):
                act()
        with pytest.raises(Refused):
            api.invite_person(email="new@example.com", invited_by=delegate)
        with pytest.raises(Conflict):
            # Somebody of another team who has not joined is not drawn into one's own.
            other.set_unusable_password()
            other.save()
            api.invite_person(
                email=other.email,
                placement={"department_id": str(north.id)},
                invited_by=delegate,
            )
        assert fresh(other.id).is_active
        assert not fresh(gone.id).is_active
        sent = api.invite_person(
            email="new@example.com",
            placement={"department_id": str(north.id)},
            invited_by=delegate,
        )
        assert sent.roles == ()


def test_a_role_for_the_whole_company_is_not_held_for_a_team(acme: TenantInfo) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        owner, person = UserFactory(roles=[Role.OWNER]), make_member(north)
        role = make_role(Action.READ_AUDIT_LOG)
        with pytest.raises(Invalid):
            grant_role(role_id=role.id, person_id=person.id, department_id=north.id, actor=owner)
        by_team = make_role(SEE)
        grant_role(role_id=by_team.id, person_id=person.id, department_id=north.id, actor=owner)
        with pytest.raises(Invalid):
            change_role(
                role_id=by_team.id,
                name="X",
                about="",
                actions=[SEE, Action.READ_AUDIT_LOG],
                actor=owner,
            )
        # Should such a row ever be there, it gives nothing.
        CustomRole.objects.filter(id=by_team.id).update(actions=["company.audit", "unknown.word"])
        assert powers_of(fresh(person.id)).tops == {}


def test_roles_are_read_in_one_query_whatever_is_held(
    acme: TenantInfo, django_assert_num_queries
) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        person = make_delegate([SEE, EDIT], north, roles=[Role.MANAGER])
        people = [make_member(north) for _ in range(30)]
        with django_assert_num_queries(1):
            assert may(person, SEE)
            assert may(person, EDIT)
            assert not may(person, Action.IMPORT_PEOPLE)
        with django_assert_num_queries(1):
            reach = powers_of(person).reach(SEE)
            assert all(reach.covers(north.id) for _ in people)


def test_another_companys_role_is_missing(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = make_role(SEE)
    with in_tenant(acme):
        owner, person = UserFactory(roles=[Role.OWNER]), UserFactory()
        with pytest.raises(Missing):
            grant_role(role_id=foreign.id, person_id=person.id, department_id=None, actor=owner)
        with pytest.raises(Missing):
            archive_role(role_id=foreign.id, actor=owner)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("rank", [Role.OWNER, Role.ADMIN])
@pytest.mark.parametrize("how", ["demote", "deactivate"])
def test_two_who_remove_each_other_at_once(rank: Role, how: str) -> None:
    """One of them is first; the other has no longer the role to do it with."""
    acme = company("acme")
    with in_tenant(acme):
        if rank == Role.ADMIN:
            UserFactory(roles=[Role.OWNER])
        pair = [UserFactory(roles=[rank]) for _ in range(2)]
    for one in pair:
        with in_tenant(acme):
            # As in a request: what each may do was read before the other acted.
            assert api.is_admin(one)
    start = Barrier(2)

    def remove(actor: User, target: User) -> str:
        try:
            with in_tenant(acme):
                assert User.objects.exists()
                start.wait(timeout=30)
                if how == "demote":
                    api.set_roles(person_id=target.id, roles=[], actor=actor)
                else:
                    api.deactivate_person(person_id=target.id, actor=actor)
        except DomainError as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(remove, pair, reversed(pair)))
    assert told == ["Refused", "done"]
    with in_tenant(acme):
        left = User.objects.filter(
            id__in=[one.id for one in pair], is_active=True, role_grants__role=rank
        )
        assert left.count() == 1


@pytest.mark.usefixtures("committed")
def test_a_grantor_who_loses_the_role_meanwhile_grants_nothing() -> None:
    acme = company("acme")
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory()
        role = make_role(SEE)
        assert api.is_admin(admin)
        api.set_roles(person_id=admin.id, roles=[], actor=None)
    with in_tenant(acme), pytest.raises(Refused):
        grant_role(role_id=role.id, person_id=person.id, department_id=None, actor=admin)
    with in_tenant(acme):
        assert holdings() == []

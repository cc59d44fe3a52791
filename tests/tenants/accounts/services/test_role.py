"""Roles: what each implies, who hands them out, and that an owner is always left."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from tenants.accounts import api, policies
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.errors import Invalid, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    ("granted", "effective"),
    [
        ([], {Role.LEARNER}),
        ([Role.MANAGER], {Role.LEARNER, Role.MANAGER}),
        ([Role.AUTHOR], {Role.LEARNER, Role.AUTHOR}),
        ([Role.ADMIN], {Role.LEARNER, Role.MANAGER, Role.AUTHOR, Role.ADMIN}),
        ([Role.OWNER], {Role.LEARNER, Role.MANAGER, Role.AUTHOR, Role.ADMIN, Role.OWNER}),
        # A role of the public site means nothing in a company.
        ([Role.STAFF], {Role.LEARNER}),
    ],
)
def test_roles_in_a_company(acme: TenantInfo, granted: list[Role], effective: set[Role]) -> None:
    with in_tenant(acme):
        assert api.roles_of(UserFactory(roles=granted)) == effective


@pytest.mark.parametrize(
    ("granted", "effective"),
    [
        ([], set()),
        ([Role.CONSUMER], {Role.CONSUMER}),
        ([Role.INSTRUCTOR], {Role.CONSUMER, Role.INSTRUCTOR}),
        ([Role.STAFF], {Role.CONSUMER, Role.INSTRUCTOR, Role.STAFF}),
        # A role of a company means nothing on the public site.
        ([Role.OWNER], set()),
    ],
)
def test_roles_on_the_public_site(db: None, granted: list[Role], effective: set[Role]) -> None:
    with in_public():
        assert api.roles_of(UserFactory(roles=granted)) == effective


def test_a_deactivated_person_has_no_role(acme: TenantInfo) -> None:
    with in_tenant(acme):
        assert api.roles_of(UserFactory(roles=[Role.OWNER], is_active=False)) == frozenset()


def test_roles_are_asked_once_per_instance(acme: TenantInfo, django_assert_num_queries) -> None:
    with in_tenant(acme):
        user = User.objects.get(id=UserFactory(roles=[Role.ADMIN]).id)
        with django_assert_num_queries(1):
            assert policies.is_admin(user)
            assert policies.is_manager(user)


def test_an_admin_sets_roles_and_it_is_written_down(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, person = UserFactory(roles=[Role.ADMIN]), UserFactory(roles=[Role.AUTHOR])
        assert api.set_roles(person_id=person.id, roles=[Role.MANAGER], actor=admin)
        assert {g.role for g in RoleGrant.objects.filter(user=person)} == {"manager"}
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.changes) == (
            "people.roles_changed",
            {"roles": [["author"], ["manager"]]},
        )
        assert api.set_roles(person_id=person.id, roles=[Role.MANAGER], actor=admin) is False
        assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("case", ["make", "unmake", "last"])
def test_the_owners_role_is_guarded(acme: TenantInfo, case: str) -> None:
    with in_tenant(acme):
        owner, admin, person = (
            UserFactory(roles=[Role.OWNER]),
            UserFactory(roles=[Role.ADMIN]),
            UserFactory(),
        )
        target, roles, actor = {
            "make": (person, [Role.OWNER], admin),
            "unmake": (owner, [], admin),
            "last": (owner, [Role.ADMIN], owner),
        }[case]
        before = set(RoleGrant.objects.values_list("user_id", "role"))
        with pytest.raises(Refused):
            api.set_roles(person_id=target.id, roles=roles, actor=actor)
        assert set(RoleGrant.objects.values_list("user_id", "role")) == before
        assert AuditEntry.objects.count() == 0


def test_an_owner_steps_down_when_another_stays(acme: TenantInfo) -> None:
    with in_tenant(acme):
        one = UserFactory(roles=[Role.OWNER])
        UserFactory(roles=[Role.OWNER], is_active=False)
        # The deactivated owner does not count.
        with pytest.raises(Refused):
            api.set_roles(person_id=one.id, roles=[], actor=one)
        two = UserFactory(roles=[Role.OWNER])
        assert api.set_roles(person_id=one.id, roles=[Role.ADMIN], actor=two)


def test_roles_of_the_other_kind_of_schema_are_refused(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory()
        with pytest.raises(Invalid):
            api.set_roles(person_id=person.id, roles=[Role.STAFF], actor=None)
        assert RoleGrant.objects.count() == 0


def test_require_says_no(acme: TenantInfo) -> None:
    with in_tenant(acme):
        policies.require(UserFactory(roles=[Role.ADMIN]), policies.may_manage_people)
        with pytest.raises(Refused) as caught:
            policies.require(UserFactory(roles=[Role.MANAGER]), policies.may_manage_people)
        assert caught.value.status == 403


@pytest.mark.usefixtures("committed")
def test_two_admins_cannot_demote_each_other() -> None:
    acme = company("acme")
    with in_tenant(acme):
        admins = [UserFactory(roles=[Role.ADMIN]) for _ in range(8)]
    start = Barrier(len(admins))

    def demote(pair: tuple[User, User]) -> bool:
        actor, target = pair
        try:
            with in_tenant(acme):
                # Connected, and with powers read before the start, as a request has them.
                assert policies.is_admin(actor)
                start.wait(timeout=60)
                return api.set_roles(person_id=target.id, roles=[], actor=actor)
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(admins)) as pool:
        done = list(pool.map(demote, zip(admins, admins[1:] + admins[:1], strict=True)))
    with in_tenant(acme):
        left = RoleGrant.objects.filter(role=Role.ADMIN).count()
        actors = set(AuditEntry.objects.values_list("actor_id", flat=True))
        # Whoever was demoted first demoted nobody afterwards.
        assert left == len(admins) - sum(done) == len(admins) - len(actors) >= 1

"""Merging two accounts: the company's own roles of both are held by the one kept, and nobody gains by it."""

import pytest

from enterprise.policies.holding import Holding, hold, holdings
from enterprise.selectors.custom_role import roles_held_by
from enterprise.services.custom_role import archive_role, grant_role, restore_role
from enterprise.services.merging import merge_members
from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.policies import may, powers_of
from tenants.kernel.clock import now
from tenants.kernel.errors import DomainError, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import DepartmentFactory, make_admin, make_member
from tests.factories.roles import fresh, make_delegate, make_role

SEE, EDIT, GRANT = Action.SEE_PEOPLE, Action.EDIT_PEOPLE, Action.GRANT_ROLES
OFF = Action.DEACTIVATE_PEOPLE


def merge(kept: User, gone: User, actor: User) -> None:
    merge_members(kept_id=kept.id, gone_id=gone.id, actor=actor)


def test_roles_of_both_are_held_as_far_as_they_were_each_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone = make_admin(), UserFactory(), UserFactory()
        north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
        coach, clerk = make_role(SEE, name="Coach"), make_role(EDIT, name="Clerk")
        hold(coach, kept, north)
        for role, department in ((coach, north), (coach, south), (clerk, None)):
            hold(role, gone, department)
        merge(kept, gone, admin)
        assert set(holdings()) == {
            Holding(kept.id, coach.id, north.id),
            Holding(kept.id, coach.id, south.id),
            Holding(kept.id, clerk.id, None),
        }
        assert len(holdings()) == 3
        powers = powers_of(fresh(kept.id))
        assert powers.reach(SEE).departments == {north.id, south.id}
        assert powers.reach(EDIT).everywhere
        told = {
            (entry.action, entry.target_id, entry.changes["role"], entry.changes["for"])
            for entry in AuditEntry.objects.filter(action__in=["roles.granted", "roles.revoked"])
        }
        assert told == {
            ("roles.granted", kept.id, "Clerk", "*"),
            ("roles.granted", kept.id, "Coach", "South"),
            ("roles.revoked", gone.id, "Clerk", "*"),
            ("roles.revoked", gone.id, "Coach", "North"),
            ("roles.revoked", gone.id, "Coach", "South"),
        }
        entry = AuditEntry.objects.get(action="roles.granted", changes__role="Clerk")
        assert (entry.actor_id, entry.changes["merged_from"]) == (admin.id, str(gone.id))
        assert entry.changes["merged_from_name"] == gone.name


def test_what_is_put_away_gives_again_what_it_gave(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, kept, gone, north = make_admin(), UserFactory(), UserFactory(), DepartmentFactory()
        role, other = make_role(SEE), make_role(EDIT)
        hold(role, gone, None)
        hold(other, gone, north)
        archive_role(role_id=role.id, actor=admin)
        north.archived_at = now()
        north.save()
        merge(kept, gone, admin)
        assert powers_of(fresh(kept.id)).everywhere == frozenset()
        assert not powers_of(fresh(kept.id)).reach(EDIT)
        restore_role(role_id=role.id, actor=admin)
        assert may(fresh(kept.id), SEE)
        north.archived_at = None
        north.save()
        assert powers_of(fresh(kept.id)).reach(EDIT).departments == {north.id}


def test_the_preview_names_what_comes_along(acme: TenantInfo) -> None:
    with in_tenant(acme):
        kept, gone, north = UserFactory(), UserFactory(), DepartmentFactory(name="North")
        coach, clerk = make_role(SEE, name="Coach"), make_role(EDIT, name="Clerk")
        hold(coach, kept, north)
        for role, department in ((coach, north), (coach, None), (clerk, north)):
            hold(role, gone, department)

        def shown() -> set[tuple[str, str]]:
            return {(role.name, team) for role, team in roles_held_by(gone.id, without=kept.id)}

        assert shown() == {("Coach", ""), ("Clerk", "North")}
        north.archived_at = now()
        north.save()
        # A team put away is named all the same: without a name it would read "the whole company".
        assert shown() == {("Coach", ""), ("Clerk", "North")}


@pytest.mark.parametrize("whose", ["another", "their own"])
def test_nobody_gets_a_role_by_merging_that_the_actor_could_not_give(
    acme: TenantInfo, whose: str
) -> None:
    """Somebody who may edit and switch off people, and so merge them, but give no roles."""
    with in_tenant(acme):
        north = DepartmentFactory()
        delegate = make_delegate([SEE, EDIT, OFF])
        kept = delegate if whose == "their own" else UserFactory()
        gone, role = make_member(north), make_role(SEE)
        hold(role, gone, north)
        before = set(holdings())
        with pytest.raises(Refused):
            grant_role(role_id=role.id, person_id=kept.id, department_id=north.id, actor=delegate)
        with pytest.raises(Refused) as caught:
            merge(kept, gone, fresh(delegate.id))
        assert "may not hand on" in caught.value.message
        assert set(holdings()) == before
        assert fresh(gone.id).merged_into_id is None
        assert not AuditEntry.objects.filter(action__in=["roles.granted", "people.merged"]).exists()


def test_what_the_kept_account_holds_already_is_no_gain(acme: TenantInfo) -> None:
    with in_tenant(acme):
        delegate, kept, gone = make_delegate([SEE, EDIT, OFF]), UserFactory(), UserFactory()
        role = make_role(SEE)
        hold(role, kept, None)
        hold(role, gone, None)
        merge(kept, gone, fresh(delegate.id))
        assert Holding(kept.id, role.id, None) in holdings()
        assert holdings(user_id=gone.id) == []


def test_an_archived_role_is_no_way_around(acme: TenantInfo) -> None:
    """It gives nothing today, so that the rule about the two accounts does not see it; restored it would."""
    with in_tenant(acme):
        admin, gone = make_admin(), UserFactory()
        delegate = make_delegate([SEE, EDIT, OFF, GRANT])
        role = make_role(Action.REVOKE_CERTIFICATES)
        hold(role, gone, None)
        archive_role(role_id=role.id, actor=admin)
        with pytest.raises(Refused):
            merge(delegate, gone, fresh(delegate.id))
        restore_role(role_id=role.id, actor=admin)
        assert not may(fresh(delegate.id), Action.REVOKE_CERTIFICATES)


def test_an_owner_stays_out_of_an_admins_reach(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, owner, kept = make_admin(), UserFactory(roles=[Role.OWNER]), UserFactory()
        hold(make_role(SEE), owner, None)
        with pytest.raises(DomainError):
            merge(kept, owner, admin)
        assert holdings(user_id=kept.id) == []

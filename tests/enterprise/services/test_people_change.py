"""Changes of many: what was done is known person by person, so that it can be taken back."""

from typing import Any

import pytest

from enterprise.models import ChangeState, DepartmentManager, Membership, PeopleChange
from enterprise.services import people_change as service
from enterprise.services.people_change import (
    draft_change,
    say_change,
    start_change,
    undo_change,
)
from tenants.accounts.api import Role, User, set_seats
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import run_due
from tenants.kernel.models import AuditEntry, MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import NotYetJoinedFactory, UserFactory
from tests.factories.enterprise import DepartmentFactory, make_admin, make_manager, make_member


def carry_out(people: list[User], actor: User, **wanted: Any) -> PeopleChange:
    row = draft_change(person_ids=[one.id for one in people], actor=actor)
    say_change(change_id=row.id, wanted=wanted, actor=actor)
    return start_change(change_id=row.id, actor=actor)


def test_everything_at_once_and_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, north, south = make_admin(), DepartmentFactory(), DepartmentFactory()
        here, there = make_member(north, language="ta"), make_member(south, roles=[Role.AUTHOR])
        row = carry_out(
            [here, there], admin, department_id=str(south.id), add_role="author", language="hi"
        )
        assert (row.state, row.done_count, row.refused) == (ChangeState.DONE, 2, [])
        assert Membership.objects.filter(department=south).count() == 2
        assert User.objects.filter(language="hi", role_grants__role="author").count() == 2
        entry = AuditEntry.objects.get(action="people.changed_together")
        # The name the team had then stands beside its id, since teams get renamed.
        assert entry.changes["wanted"]["department"] == south.name
        assert entry.changes["wanted"]["department_id"] == str(south.id)
        assert undo_change(change_id=row.id, actor=admin) == 2
        assert Membership.objects.get(user=here).department == north
        assert Membership.objects.get(user=there).department == south
        assert [User.objects.get(id=one.id).language for one in (here, there)] == ["ta", ""]
        assert list(User.objects.filter(role_grants__role="author")) == [there]
        with pytest.raises(Conflict):
            undo_change(change_id=row.id, actor=admin)


def test_what_somebody_changed_since_is_not_taken_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, person = make_admin(), UserFactory()
        row = carry_out([person], admin, language="hi")
        User.objects.filter(id=person.id).update(language="ta")
        undo_change(change_id=row.id, actor=admin)
        assert User.objects.get(id=person.id).language == "ta"


def test_the_deactivated_are_back_while_there_are_seats(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, people = make_admin(), [UserFactory() for _ in range(3)]
        row = carry_out(people, admin, active=False)
        assert User.objects.filter(is_active=True).count() == 1
        set_seats(seats=3)
        assert undo_change(change_id=row.id, actor=admin) == 2
        assert User.objects.filter(is_active=True).count() == 3


def test_who_may_not_is_named_with_the_reason(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, team = make_admin(name="Anita"), DepartmentFactory(name="North")
        owner, boss = UserFactory(name="Olga", roles=[Role.OWNER]), make_manager(team, name="Mani")
        row = carry_out([admin, owner, boss], admin, active=False)
        assert (row.done_count, row.refused_count) == (0, 3)
        told = dict(row.refused)
        assert "North" in told["Mani"]
        assert set(told) == {"Anita", "Olga", "Mani"}
        assert User.objects.filter(is_active=True).count() == 3
        assert DepartmentManager.objects.filter(user=boss).exists()


def test_invitations_go_to_who_has_not_joined(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin, new, nomail = make_admin(), NotYetJoinedFactory(), NotYetJoinedFactory(email=None)
        row = carry_out([new, nomail, UserFactory()], admin, invite=True)
        assert (row.done_count, row.refused_count) == (1, 2)
        assert [mail.to for mail in MailMessage.objects.all()] == [new.email]


def test_many_are_changed_by_a_job_that_goes_on_where_it_stopped(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 2)
    monkeypatch.setattr(service, "_BATCH", 2)
    with in_tenant(acme):
        admin, people = make_admin(), [UserFactory() for _ in range(5)]
        row = carry_out(people, admin, language="hi")
        assert (row.state, row.done_count) == (ChangeState.RUNNING, 0)
        # As if a worker had died after the first batch.
        PeopleChange.objects.update(position=2)
        run_due()
        row.refresh_from_db()
        assert (row.state, row.position, row.done_count) == (ChangeState.DONE, 5, 3)
        assert User.objects.filter(language="hi").count() == 3


def test_a_job_that_dies_is_told(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = make_admin()
        row = draft_change(person_ids=[admin.id], actor=admin)
        PeopleChange.objects.update(state=ChangeState.RUNNING)
        service.change_failed(change_id=row.id)
        row.refresh_from_db()
        assert (row.state, "broke off" in row.error) == (ChangeState.DONE, True)


def test_drafts_for_nobody_and_for_strangers(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        foreign = UserFactory()
    with in_tenant(acme):
        admin, north, south = make_admin(), DepartmentFactory(), DepartmentFactory()
        mine, other = make_member(north), make_member(south)
        with pytest.raises(Invalid):
            draft_change(person_ids=[], actor=admin)
        with pytest.raises(Missing):
            draft_change(person_ids=[mine.id, foreign.id], actor=admin)
        with pytest.raises(Missing):
            draft_change(person_ids=[mine.id, other.id], actor=admin, within=[north.id])
        assert PeopleChange.objects.count() == 0
        row = draft_change(person_ids=[mine.id], actor=admin, within=[north.id])
        with pytest.raises(Invalid):
            start_change(change_id=row.id, actor=admin)
        with pytest.raises(Missing):
            start_change(change_id=row.id, actor=mine)

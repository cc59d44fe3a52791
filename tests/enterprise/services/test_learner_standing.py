"""One narrow row for each person: kept by whatever changes its sources, equal to one made from nothing."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from enterprise.models import Department, LearnerSkill, LearnerStanding
from enterprise.services.assignment import cancel_assignment, change_due_date, restore_assignment
from enterprise.services.extension import move_due_dates
from enterprise.services.learner_standing import keep_standings
from enterprise.services.learner_status import copy_enrolment
from enterprise.services.merging import merge_members
from enterprise.services.placement import place_people, place_person
from learning.delivery.api import enrolment_of
from tenants.accounts.api import User, deactivate_person, reactivate_person
from tenants.kernel.clock import frozen
from tenants.privacy.models import ErasureRequest
from tenants.privacy.services.erasure import erase
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    study,
)
from tests.factories.guidance import take_check

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
_OWN = {"skill_stamp"}


@pytest.fixture
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW - timedelta(days=20)):
        yield


def facts() -> dict[Any, dict[str, Any]]:
    names = [field.attname for field in LearnerStanding._meta.fields if field.name not in _OWN]
    return {
        row.learner_id: {name: getattr(row, name) for name in names}
        for row in LearnerStanding.objects.all()
    }


class Team:
    """Two in the north, one in the south, and a course that the north was given."""

    def __init__(self) -> None:
        self.north: Department = DepartmentFactory()
        self.south: Department = DepartmentFactory()
        self.manager, self.admin = make_manager(self.north), make_admin()
        self.one, self.two = make_member(self.north), make_member(self.north)
        self.three = make_member(self.south)
        self.given = make_assignment(self.north, days=40)
        self.other = make_assignment(self.north, days=30)
        study(self.one, self.given.course_id, 1)


def _due(team: Team) -> None:
    move_due_dates(learner_ids=[team.one.id], due_on=date(2026, 12, 30), actor=team.manager)


def _merged(team: Team) -> None:
    merge_members(kept_id=team.three.id, gone_id=team.one.id, actor=team.admin)


ACTS: dict[str, Callable[[Team], Any]] = {
    "a lesson": lambda team: study(team.one, team.given.course_id, 1),
    "a whole course": lambda team: study(team.one, team.given.course_id, 3),
    "another course": lambda team: make_assignment(team.north, team.south, days=10),
    "another date": lambda team: change_due_date(
        assignment_id=team.given.id, due_on=date(2026, 12, 1), actor=None
    ),
    "taken back": lambda team: cancel_assignment(assignment_id=team.given.id, actor=None),
    "moved for one": _due,
    "moved": lambda team: place_person(user_id=team.one.id, department_id=team.south.id),
    "many moved": lambda team: place_people(
        places={team.one.id: team.south.id, team.two.id: None, team.three.id: team.north.id}
    ),
    "put into no team": lambda team: place_person(user_id=team.one.id, department_id=None),
    "switched off": lambda team: deactivate_person(person_id=team.one.id, actor=None),
    "merged": _merged,
    "newcomer": lambda team: make_member(team.north),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_is_in_the_row_at_once(act: str) -> None:
    team = Team()
    before = facts()
    with frozen(NOW):
        ACTS[act](team)
    after = facts()
    assert after != before
    keep_standings(list(after))
    assert facts() == after


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
def test_who_is_switched_on_again_and_what_is_given_again_count_again() -> None:
    team = Team()
    before = facts()
    deactivate_person(person_id=team.one.id, actor=None)
    assert not LearnerStanding.objects.get(learner=team.one).is_active
    reactivate_person(person_id=team.one.id, actor=None)
    cancel_assignment(assignment_id=team.given.id, actor=None)
    assert LearnerStanding.objects.get(learner=team.one).given == 1
    restore_assignment(assignment_id=team.given.id, actor=None)
    assert facts() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
def test_rows_made_from_nothing_are_the_same() -> None:
    team = Team()
    with frozen(NOW):
        study(team.two, team.given.course_id, 4)
        _due(team)
    kept = facts()
    assert kept[team.two.id]["done_at"] == [NOW]
    assert kept[team.one.id]["late_from"][-1] > kept[team.one.id]["next_due"]
    LearnerStanding.objects.all().delete()
    call_command("rebuild_learner_status", "acme", stdout=StringIO())
    made = facts()
    assert {one: made[one] for one in kept} == kept


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
def test_the_stamp_changes_with_skills_and_team_and_account_alone() -> None:
    team = Team()

    def stamp() -> int:
        return LearnerStanding.objects.get(learner=team.one).skill_stamp

    seen = [stamp()]
    study(team.one, team.given.course_id, 1)
    assert stamp() == seen[0]
    for act in (
        lambda: take_check(team.one.id, right=True),
        lambda: place_person(user_id=team.one.id, department_id=team.south.id),
        lambda: deactivate_person(person_id=team.one.id, actor=None),
    ):
        act()
        seen.append(stamp())
    assert LearnerSkill.objects.filter(learner=team.one).exists()
    assert len(set(seen)) == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
def test_an_erased_person_leaves_no_row() -> None:
    team = Team()
    asked = ErasureRequest.objects.create(user=team.one, state="waiting", due_at=NOW)
    with frozen(NOW):
        erase(request_id=asked.id)
    assert not LearnerStanding.objects.filter(learner=team.one).exists()
    assert LearnerStanding.objects.filter(learner=team.two).exists()


def _await_waiting() -> None:
    """Return when some transaction waits for another one's end."""
    for _try in range(400):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND locktype IN ('transactionid', 'tuple'))"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.usefixtures("committed")
def test_two_courses_done_at_once_both_count() -> None:
    """What delivery tells of them; its own locks are not what holds them apart."""
    acme = database.company("acme")
    with in_tenant(acme):
        north = DepartmentFactory()
        person: User = make_member(north)
        ids = [make_assignment(north).course_id for _course in range(2)]
        first, second = (
            replace(info, lessons_done=info.lessons_total, completed_at=NOW)
            for course_id in ids
            if (info := enrolment_of(person.id, course_id))
        )
    begun = Event()

    def tell_first() -> None:
        with in_tenant(acme), transaction.atomic():
            copy_enrolment(first)
            begun.set()
            _await_waiting()
        connections.close_all()

    def tell_second() -> None:
        begun.wait(timeout=20)
        with in_tenant(acme):
            copy_enrolment(second)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for told in [pool.submit(tell_first), pool.submit(tell_second)]:
            told.result()
    with in_tenant(acme):
        row = LearnerStanding.objects.get(learner=person)
        assert (row.given, row.done, row.share) == (2, 2, 1000)
        assert row.done_at == [NOW, NOW]


@pytest.mark.django_db
@pytest.mark.usefixtures("_inside")
def test_people_without_a_team_have_one_too() -> None:
    person = UserFactory()
    keep_standings([person.id])
    row = LearnerStanding.objects.get(learner=person)
    assert (row.department_id, row.is_active, row.given, row.late_from) == (None, True, 0, [])

"""Two at the same moment: one assignment, one nudge, no lost progress, nobody forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from enterprise.models import Assignment, LearnerCourseStatus, LearnerStanding, Nudge
from enterprise.selectors.learner_status import standing_of
from enterprise.services.assignment import assign_course, default_due_on
from enterprise.services.department import lock_departments
from enterprise.services.extension import move_due_dates
from enterprise.services.learner_skill import keep_skills
from enterprise.services.nudge import nudge_people
from enterprise.services.placement import place_person
from enterprise.status import risk_from
from learning.catalogue.services.course import locked as lock_course
from learning.delivery.api import enrolments_of
from tenants.accounts.services.activation import _locked as lock_person
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_assignment,
    make_manager,
    make_member,
    status_row,
    study,
)

pytestmark = pytest.mark.usefixtures("committed")


def together(tenant: TenantInfo, *acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same moment, each on a connection of its own; return results or errors."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with in_tenant(tenant):
                gate.wait(timeout=20)
                return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_course_assigned_twice_at_once_is_assigned_once() -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        north, course = DepartmentFactory(), make_published_course()
        person = make_member(north)

    def act() -> Any:
        return assign_course(
            course_id=course.id, department_ids=[north.id], due_on=default_due_on()
        )

    results = together(acme, act, act, act)
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Conflict", "list"]
    assert isinstance(next(one for one in results if not isinstance(one, list)), Conflict)
    with in_tenant(acme):
        assert Assignment.objects.count() == 1
        assert len(enrolments_of(person.id)) == 1


def test_two_managers_nudging_at_once_make_one_nudge() -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        north = DepartmentFactory()
        one, two = make_manager(north), make_manager(north)
        person = make_member(north)
        make_assignment(north)
    results = together(
        acme,
        *(
            (lambda actor=actor: nudge_people(learner_ids=[person.id], actor=actor))
            for actor in (one, two)
        ),
    )
    assert sorted(len(result.nudge_ids) for result in results) == [0, 1]
    with in_tenant(acme):
        assert Nudge.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_who_joins_while_a_course_is_assigned_gets_it(attempt: int) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        north, course, person = DepartmentFactory(), make_published_course(), UserFactory()
    together(
        acme,
        lambda: assign_course(
            course_id=course.id, department_ids=[north.id], due_on=default_due_on()
        ),
        lambda: place_person(user_id=person.id, department_id=north.id),
    )
    with in_tenant(acme):
        assert [one.course_id for one in enrolments_of(person.id)] == [course.id]
        assert status_row(person, course.id).assignment is not None


@pytest.mark.parametrize("attempt", range(3))
def test_progress_and_a_moved_date_at_once_are_both_kept(attempt: int) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        north = DepartmentFactory()
        manager, person = make_manager(north), make_member(north)
        row = make_assignment(north)
        later = default_due_on() + timedelta(days=30)
    results = together(
        acme,
        lambda: study(person, row.course_id, 2),
        lambda: move_due_dates(learner_ids=[person.id], due_on=later, actor=manager),
    )
    assert results == [None, 1]
    with in_tenant(acme):
        mine = LearnerCourseStatus.objects.get(learner=person, course_id=row.course_id)
        assert mine.lessons_done == 2
        assert mine.due_at is not None
        assert mine.due_at > row.due_at
        assert mine.risk_at == risk_from(standing_of(mine))


@pytest.mark.parametrize("is_known", [True, False])
def test_a_lesson_done_waits_for_nobody_who_holds_the_team_the_person_or_the_course(
    *, is_known: bool
) -> None:
    """Whoever holds one of these may want the person's standing next, which the lesson holds already."""
    acme = database.company("acme")
    with in_tenant(acme):
        north = DepartmentFactory()
        person = make_member(north)
        row = make_assignment(north)
        if not is_known:
            LearnerStanding.objects.filter(learner=person).delete()
    held, is_done = Event(), Event()

    def hold() -> None:
        with in_tenant(acme), transaction.atomic():
            lock_departments([north.id])
            lock_person(person.id)
            lock_course(row.course_id)
            held.set()
            assert is_done.wait(timeout=20)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        try:
            assert held.wait(timeout=20)
            with in_tenant(acme), transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '3s'")
                study(person, row.course_id, 1)
                # Once more in the same transaction, in which the rows are of its own making.
                keep_skills(learner_id=person.id, percents={"closing": 50}, measured_at=now())
        finally:
            is_done.set()
        holding.result()
    with in_tenant(acme):
        assert LearnerStanding.objects.get(learner=person).share == 250

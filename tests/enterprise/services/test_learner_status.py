"""The read model: kept by events, equal to one rebuilt from nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from enterprise.models import LearnerCourseStatus
from enterprise.selectors.learner_status import standing_of
from enterprise.services.assignment import cancel_assignment, change_due_date
from enterprise.services.extension import move_due_dates
from enterprise.services.placement import place_person
from enterprise.status import risk_from
from learning.delivery.api import enrol_learner
from tenants.accounts.events import UserJoined
from tenants.kernel.clock import frozen
from tenants.kernel.events import publish
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    facts,
    make_assignment,
    make_manager,
    make_member,
    status_row,
    study,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW - timedelta(days=30)):
        yield


def test_progress_is_there_in_the_same_transaction() -> None:
    north = DepartmentFactory()
    person = make_member(north)
    row = make_assignment(north)
    with frozen(NOW):
        study(person, row.course_id, 3)
    mine = status_row(person, row.course_id)
    assert (mine.lessons_done, mine.completed_at, mine.last_activity_at) == (3, None, NOW)
    with frozen(NOW + timedelta(hours=1)):
        study(person, row.course_id, 1)
    mine = status_row(person, row.course_id)
    assert (mine.lessons_done, mine.completed_at) == (4, NOW + timedelta(hours=1))


def test_a_course_of_ones_own_has_no_assignment() -> None:
    person, course = UserFactory(), make_published_course(modules=1, lessons=2)
    enrol_learner(course_id=course.id, learner_id=person.id)
    mine = status_row(person, course.id)
    assert (mine.assignment_id, mine.due_at, mine.lessons_total) == (None, None, 2)


def test_a_course_chosen_before_it_was_assigned_keeps_its_progress() -> None:
    north, course = DepartmentFactory(), make_published_course(modules=1, lessons=4)
    person = make_member(north)
    enrol_learner(course_id=course.id, learner_id=person.id)
    study(person, course.id, 2)
    row = make_assignment(north, course=course)
    mine = status_row(person, course.id)
    assert (mine.assignment_id, mine.lessons_done) == (row.id, 2)
    assert mine.risk_at == risk_from(standing_of(mine))


def test_rebuilt_rows_equal_those_kept_by_events() -> None:
    north, south = DepartmentFactory(), DepartmentFactory()
    manager = make_manager(north)
    with frozen(NOW - timedelta(days=20)):
        people = [make_member(north) for _person in range(3)]
        first, second, third = (make_assignment(north, days=40) for _row in range(3))
        make_assignment(south)
    with frozen(NOW - timedelta(days=9)):
        study(people[0], first.course_id, 4)
        study(people[1], first.course_id, 2)
        move_due_dates(learner_ids=[people[1].id], due_on=date(2026, 12, 30), actor=manager)
        change_due_date(assignment_id=second.id, due_on=date(2026, 12, 1), actor=None)
        cancel_assignment(assignment_id=third.id, actor=None)
        place_person(user_id=people[2].id, department_id=south.id)
        enrol_learner(course_id=make_published_course().id, learner_id=people[0].id)
    kept = facts(LearnerCourseStatus.objects.all())
    assert len(kept) == 11
    for row in LearnerCourseStatus.objects.all():
        assert row.risk_at == risk_from(standing_of(row))
    LearnerCourseStatus.objects.all().delete()
    out = StringIO()
    call_command("rebuild_learner_status", "acme", stdout=out)
    assert facts(LearnerCourseStatus.objects.all()) == kept
    assert out.getvalue().startswith("acme: ")


def test_rebuild_removes_and_corrects_what_no_source_supports() -> None:
    north = DepartmentFactory()
    person = make_member(north)
    row = make_assignment(north)
    right = facts(LearnerCourseStatus.objects.all())
    LearnerCourseStatus.objects.update(lessons_total=99, lessons_done=50, completed_at=NOW)
    LearnerCourseStatus.objects.create(
        learner=person, course=make_published_course(), lessons_total=3
    )
    call_command("rebuild_learner_status", "acme", stdout=StringIO())
    assert facts(LearnerCourseStatus.objects.all()) == right
    assert status_row(person, row.course_id).lessons_total == 4


def test_rebuild_of_an_unknown_company() -> None:
    with pytest.raises(CommandError):
        call_command("rebuild_learner_status", "nobody")


@pytest.mark.parametrize("placement", [{}, {"department_id": None}, {"department_id": "x"}])
def test_newcomer_without_a_known_place_is_in_no_team(placement: dict[str, object]) -> None:
    person = UserFactory()
    publish(UserJoined(user_id=person.id, placement=placement))
    publish(UserJoined(user_id=person.id, placement={"department_id": str(uuid4())}))
    assert not hasattr(type(person).objects.get(id=person.id), "membership")


def test_newcomer_is_placed_and_gets_the_open_assignments() -> None:
    north = DepartmentFactory()
    row = make_assignment(north)
    person = UserFactory()
    publish(UserJoined(user_id=person.id, placement={"department_id": str(north.id)}))
    assert status_row(person, row.course_id).assignment_id == row.id

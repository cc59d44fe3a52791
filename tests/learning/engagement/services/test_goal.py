"""Goals: what is refused changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from learning.delivery.api import complete_lesson, enrolments_of
from learning.engagement.enums import GoalKind, GoalState
from learning.engagement.models import Goal, TimelineEntry
from learning.engagement.selectors.activity import engagement_of
from learning.engagement.selectors.goal import GoalProgress, progress_of
from learning.engagement.services.goal import (
    GoalTerms,
    archive_goal,
    change_goal,
    restore_goal,
    set_goal,
)
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of, enrolled_in, lesson_ids

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def weekly(target: int | None = 3, **more: Any) -> GoalTerms:
    return GoalTerms(kind=GoalKind.WEEKLY_LESSONS, target=target, **more)


def by(course_id: UUID | None, due_on: date | None) -> GoalTerms:
    return GoalTerms(kind=GoalKind.FINISH_COURSE, course_id=course_id, due_on=due_on)


def progress(learner_id: UUID, today: date = TODAY) -> list[GoalProgress]:
    found = engagement_of(learner_id)
    enrolments = {info.course_id: info for info in enrolments_of(learner_id)}
    return [
        progress_of(goal, days=found.days, enrolments=enrolments, today=today, zone="Asia/Kolkata")
        for goal in found.goals
    ]


@pytest.mark.parametrize("target", [None, 0, -1, 201])
def test_a_target_that_makes_no_sense_is_refused(acme: TenantInfo, target: int | None) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        with pytest.raises(Invalid) as error:
            set_goal(learner_id=who, terms=weekly(target))
        assert error.value.field == "target"
        assert not Goal.objects.exists()


@pytest.mark.parametrize("days", [None, -1, 367])
def test_a_day_that_makes_no_sense_is_refused(acme: TenantInfo, days: int | None) -> None:
    with in_tenant(acme), frozen(NOW):
        info = enrolled_in(course_of("text"))
        due_on = None if days is None else TODAY + timedelta(days=days)
        with pytest.raises(Invalid) as error:
            set_goal(learner_id=info.learner_id, terms=by(info.course_id, due_on))
        assert error.value.field == "due_on"
        assert not Goal.objects.exists()


def test_only_a_course_one_is_in_and_has_not_finished(acme: TenantInfo) -> None:
    with in_tenant(acme), frozen(NOW):
        done = enrolled_in(course_of("text"))
        complete_lesson(enrolment_id=done.id, lesson_id=lesson_ids(done)[0])
        strange = enrolled_in(course_of("text"))
        for course_id in (None, uuid7(), done.course_id, strange.course_id):
            with pytest.raises(Invalid) as error:
                set_goal(learner_id=done.learner_id, terms=by(course_id, TODAY))
            assert error.value.field == "course"
        assert not Goal.objects.exists()


def test_a_course_goal_is_measured_by_the_course(acme: TenantInfo) -> None:
    with in_tenant(acme), frozen(NOW):
        info = enrolled_in(course_of("text", "text", title="Cold calls"))
        set_goal(learner_id=info.learner_id, terms=by(info.course_id, TODAY))
        (one,) = progress(info.learner_id)
        assert (one.done, one.total, one.state) == (0, 2, GoalState.OPEN)
        (one,) = progress(info.learner_id, TODAY + timedelta(days=1))
        assert one.state == GoalState.MISSED
        for lesson in lesson_ids(info):
            complete_lesson(enrolment_id=info.id, lesson_id=lesson)
        (one,) = progress(info.learner_id, TODAY + timedelta(days=1))
        assert (one.done, one.state, one.completed_on) == (2, GoalState.REACHED, TODAY)
        assert TimelineEntry.objects.get(kind="goal").course_title == "Cold calls"


def test_a_course_finished_after_the_day_is_late_and_not_noted_as_reached(acme: TenantInfo) -> None:
    with in_tenant(acme):
        with frozen(NOW):
            info = enrolled_in(course_of("text"))
            set_goal(learner_id=info.learner_id, terms=by(info.course_id, TODAY))
        with frozen(NOW + timedelta(days=1)):
            complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
        (one,) = progress(info.learner_id, TODAY + timedelta(days=1))
        assert one.state == GoalState.LATE
        assert not TimelineEntry.objects.filter(kind="goal").exists()


def test_one_weekly_goal_of_a_kind(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        set_goal(learner_id=who, terms=weekly(3))
        with pytest.raises(Conflict):
            set_goal(learner_id=who, terms=weekly(4))
        set_goal(learner_id=who, terms=GoalTerms(kind=GoalKind.WEEKLY_MINUTES, target=60))
        assert sorted(Goal.objects.values_list("target", flat=True)) == [3, 60]


def test_a_new_target_begins_this_week_the_same_one_does_not(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        with frozen(NOW - timedelta(days=21)):
            goal = set_goal(learner_id=who, terms=weekly(3))
        with frozen(NOW):
            change_goal(learner_id=who, goal_id=goal, terms=weekly(3, why="The exam"))
            assert [len(one.weeks) for one in progress(who)] == [4]
            change_goal(learner_id=who, goal_id=goal, terms=weekly(5))
            assert [len(one.weeks) for one in progress(who)] == [1]


def test_put_away_and_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who = UserFactory().id
        goal = set_goal(learner_id=who, terms=weekly(3))
        archive_goal(learner_id=who, goal_id=goal)
        assert progress(who) == []
        restore_goal(learner_id=who, goal_id=goal)
        restore_goal(learner_id=who, goal_id=goal)
        assert [one.goal.target for one in progress(who)] == [3]
        archive_goal(learner_id=who, goal_id=goal)
        set_goal(learner_id=who, terms=weekly(9))
        with pytest.raises(Conflict):
            restore_goal(learner_id=who, goal_id=goal)
        assert [one.goal.target for one in progress(who)] == [9]


def test_anothers_goal_is_out_of_reach(acme: TenantInfo) -> None:
    with in_tenant(acme):
        who, other = UserFactory().id, UserFactory().id
        goal = set_goal(learner_id=other, terms=weekly(3))
        for act in (archive_goal, restore_goal):
            with pytest.raises(Missing):
                act(learner_id=who, goal_id=goal)
        with pytest.raises(Missing):
            change_goal(learner_id=who, goal_id=goal, terms=weekly(4))
        row = Goal.objects.get()
        assert (row.target, row.archived_at) == (3, None)

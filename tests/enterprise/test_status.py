"""The rule of the team page: its words, its arithmetic, its SQL."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprise.enums import Reason, Status
from enterprise.models import LearnerCourseStatus
from enterprise.status import (
    BY_RANK,
    RANK,
    Standing,
    rank_sql,
    reason_for,
    risk_from,
    status_of,
)
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(**changes: object) -> Standing:
    """A course of ten lessons given 10 days ago, due in 10, half done, studied yesterday."""
    usual = {
        "assigned_at": NOW - 10 * DAY,
        "due_at": NOW + 10 * DAY,
        "lessons_done": 5,
        "lessons_total": 10,
        "completed_at": None,
        "last_activity_at": NOW - DAY,
    }
    return Standing(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Status.ON_TRACK),
        ({"completed_at": NOW - DAY}, Status.COMPLETED),
        ({"completed_at": NOW, "due_at": NOW - DAY}, Status.COMPLETED),
        ({"due_at": NOW - timedelta(microseconds=1)}, Status.OVERDUE),
        ({"due_at": NOW, "lessons_done": 10}, Status.ON_TRACK),
        # Half of the time has passed: 25 points behind is still on track, 26 are not.
        ({"lessons_done": 25, "lessons_total": 100}, Status.ON_TRACK),
        ({"lessons_done": 24, "lessons_total": 100}, Status.AT_RISK),
        # Silence counts from seven days on, and only when the date is within seven days.
        (
            {"due_at": NOW + 7 * DAY, "lessons_done": 9, "last_activity_at": NOW - 7 * DAY},
            Status.AT_RISK,
        ),
        (
            {"due_at": NOW + 7 * DAY, "lessons_done": 9, "last_activity_at": NOW - 6 * DAY},
            Status.ON_TRACK,
        ),
        (
            {"due_at": NOW + 8 * DAY, "lessons_done": 9, "last_activity_at": NOW - 9 * DAY},
            Status.ON_TRACK,
        ),
        # Given yesterday: older silence does not count.
        (
            {"assigned_at": NOW - DAY, "due_at": NOW + 6 * DAY, "last_activity_at": NOW - 30 * DAY},
            Status.ON_TRACK,
        ),
        ({"due_at": None, "assigned_at": None, "lessons_done": 0}, Status.ON_TRACK),
        ({"lessons_done": 0, "lessons_total": 0}, Status.AT_RISK),
    ],
)
def test_status_at_the_edges(changes: dict[str, object], expected: Status) -> None:
    assert status_of(standing(**changes), NOW) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"completed_at": NOW}, None),
        ({"lessons_done": 0, "last_activity_at": None}, Reason.NEVER_OPENED),
        ({"lessons_done": 1, "last_activity_at": NOW - 8 * DAY}, Reason.QUIET),
        ({"lessons_done": 1}, Reason.BEHIND),
        ({"due_at": NOW - DAY, "lessons_done": 9, "last_activity_at": NOW - DAY}, None),
    ],
)
def test_reason(changes: dict[str, object], expected: Reason | None) -> None:
    assert reason_for(standing(**changes), NOW) == expected


moments = st.integers(-40 * 86_400_000_000, 40 * 86_400_000_000).map(
    lambda micros: NOW + timedelta(microseconds=micros)
)
standings = st.integers(0, 40).flatmap(
    lambda total: st.builds(
        Standing,
        assigned_at=st.none() | moments,
        due_at=st.none() | moments,
        lessons_done=st.integers(0, total),
        lessons_total=st.just(total),
        completed_at=st.none() | moments,
        last_activity_at=st.none() | moments,
    )
)


@given(standing=standings, when=moments)
@settings(max_examples=500, deadline=None)
def test_stored_moment_of_risk_says_the_same_as_the_rule(
    standing: Standing, when: datetime
) -> None:
    risk_at = risk_from(standing)
    stored = (
        Status.COMPLETED
        if standing.completed_at
        else Status.OVERDUE
        if standing.due_at and standing.due_at < when
        else Status.AT_RISK
        if risk_at and risk_at <= when
        else Status.ON_TRACK
    )
    assert stored == status_of(standing, when)


@given(standing=standings)
@settings(max_examples=300, deadline=None)
def test_risk_begins_exactly_at_its_moment(standing: Standing) -> None:
    risk_at = risk_from(standing)
    if risk_at is None:
        return
    assert status_of(standing, risk_at) == Status.AT_RISK
    assert status_of(standing, risk_at - timedelta(microseconds=1)) != Status.AT_RISK


@given(standing=standings, when=moments)
@settings(max_examples=300, deadline=None)
def test_doing_a_lesson_never_makes_it_worse(standing: Standing, when: datetime) -> None:
    if standing.lessons_done == standing.lessons_total:
        return
    after = Standing(**{**vars(standing), "lessons_done": standing.lessons_done + 1})
    assert RANK[status_of(after, when)] >= RANK[status_of(standing, when)]


@pytest.mark.django_db
def test_sql_gives_the_rank_that_python_gives(acme: TenantInfo) -> None:
    with in_tenant(acme):
        learner, course = UserFactory(), CourseFactory()

        @given(standing=standings, when=moments)
        @settings(
            max_examples=150,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )
        def same(standing: Standing, when: datetime) -> None:
            LearnerCourseStatus.objects.update_or_create(
                learner=learner,
                course=course,
                defaults={**vars(standing), "risk_at": risk_from(standing)},
            )
            row = LearnerCourseStatus.objects.annotate(rank=rank_sql(when)).get()
            assert BY_RANK[row.rank] == status_of(standing, when)

        same()

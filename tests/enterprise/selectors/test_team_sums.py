"""Figures, chips and the order of people: what narrow rows give is what the rows they are made from give."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprise.enums import Status
from enterprise.models import Assignment, LearnerCourseStatus
from enterprise.selectors.figures import Figures
from enterprise.selectors.learner_status import standing_of
from enterprise.selectors.team_order import ids_on_page
from enterprise.selectors.team_people import NONE_GIVEN, SORTS, in_order, people_of, with_status
from enterprise.selectors.team_sums import Chips, sums_of
from enterprise.services.learner_standing import keep_standings
from enterprise.status import RANK, Standing, risk_from, status_of
from learning.catalogue.models import Course
from tenants.accounts.api import User
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import CourseFactory
from tests.factories.enterprise import DepartmentFactory, make_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PEOPLE, COURSES = 5, 3
DAY = timedelta(days=1)

# Few moments and the microseconds beside them, so that equal ones and bounds come up often.
days = st.integers(-9, 9).map(lambda n: NOW + n * DAY)
moments = st.builds(lambda at, us: at + timedelta(microseconds=us), days, st.integers(-1, 1))


@st.composite
def standings(draw: Any) -> Standing:
    total = draw(st.integers(1, 6))
    done = draw(st.integers(0, total))
    return Standing(
        assigned_at=NOW - draw(st.integers(1, 20)) * DAY,
        due_at=draw(moments),
        lessons_done=done,
        lessons_total=total,
        completed_at=draw(moments) if done == total else None,
        last_activity_at=draw(st.one_of(st.none(), moments)),
    )


# None is a course the person was not given; a pair says whether it was given or is their own choice.
cells = st.one_of(st.none(), st.tuples(st.booleans(), standings()))
grids = st.lists(
    st.lists(cells, min_size=COURSES, max_size=COURSES), min_size=PEOPLE, max_size=PEOPLE
)


@pytest.fixture
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def _write(
    grid: list[list[Any]], people: list[User], courses: list[Course], given: list[Assignment]
) -> None:
    LearnerCourseStatus.objects.all().delete()
    LearnerCourseStatus.objects.bulk_create(
        LearnerCourseStatus(
            learner=person,
            course=course,
            assignment=assignment if is_given else None,
            **{**vars(standing), "risk_at": risk_from(standing)},
        )
        for person, row in zip(people, grid, strict=True)
        for course, assignment, cell in zip(courses, given, row, strict=True)
        if cell is not None
        for is_given, standing in [cell]
    )
    keep_standings([person.id for person in people])


def _expected(people: list[User], now: datetime) -> tuple[Figures, Chips]:
    mine: dict[Any, list[LearnerCourseStatus]] = {person.id: [] for person in people}
    for row in LearnerCourseStatus.objects.filter(assignment__isnull=False):
        mine[row.learner_id].append(row)
    by_status: dict[Status, list[LearnerCourseStatus]] = {status: [] for status in Status}
    worst: list[Status | None] = []
    for rows in mine.values():
        found = [status_of(standing_of(row), now) for row in rows]
        worst.append(min(found, key=RANK.__getitem__, default=None))
        for status, row in zip(found, rows, strict=True):
            by_status[status].append(row)
    late, risky = by_status[Status.OVERDUE], by_status[Status.AT_RISK]
    done = [row.completed_at for row in by_status[Status.COMPLETED] if row.completed_at]
    ahead = [row.due_at for row in (*risky, *by_status[Status.ON_TRACK]) if row.due_at]
    return (
        Figures(
            completed=len(done),
            on_track=len(by_status[Status.ON_TRACK]),
            at_risk=len(risky),
            overdue=len(late),
            completed_lately=sum(at >= now - 7 * DAY for at in done),
            people_at_risk=len({row.learner_id for row in risky}),
            people_overdue=len({row.learner_id for row in late}),
            next_due=min(ahead, default=None),
            overdue_since=min((row.due_at for row in late if row.due_at), default=None),
        ),
        Chips(
            everyone=len(people),
            overdue=worst.count(Status.OVERDUE),
            at_risk=worst.count(Status.AT_RISK),
            on_track=worst.count(Status.ON_TRACK),
            completed=worst.count(Status.COMPLETED),
            none=worst.count(None),
        ),
    )


@pytest.mark.usefixtures("_inside")
def test_sums_and_order_are_those_of_the_rows() -> None:
    north, south = DepartmentFactory(), DepartmentFactory()
    # Two of one name, so that the last word is the id's.
    people = [
        make_member((north, south)[n % 2], name=name)
        for n, name in enumerate(("Asha", "Bina", "Bina", "Chitra", "Devi"))
    ]
    make_member(DepartmentFactory(), name="Elsewhere")
    courses = [CourseFactory() for _course in range(COURSES)]
    given_courses = [
        Assignment.objects.create(course=course, department=north, due_at=NOW, created_at=NOW)
        for course in courses
    ]
    teams = [north.id, south.id]

    @given(
        grid=grids,
        now=moments,
        status=st.sampled_from(("", NONE_GIVEN, *Status.values)),
        sort=st.sampled_from((*SORTS, "nonsense")),
        start=st.integers(0, 4),
        length=st.integers(1, 5),
    )
    @settings(
        max_examples=200,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def same(
        grid: list[list[Any]], now: datetime, status: str, sort: str, start: int, length: int
    ) -> None:
        _write(grid, people, courses, given_courses)
        found = sums_of(teams, now)
        assert (found.figures, found.chips) == _expected(people, now)
        listed = in_order(with_status(people_of(teams, now), status), sort)
        expected = list(listed.values_list("user_id", flat=True))[start : start + length]
        page = ids_on_page(teams, now, status=status, sort=sort, start=start, length=length)
        assert page == expected

    same()


@pytest.mark.usefixtures("_inside")
def test_nobody_adds_up_to_nothing() -> None:
    found = sums_of([DepartmentFactory().id], NOW)
    assert found.figures == Figures(completed_lately=0)
    assert found.chips == Chips(0, 0, 0, 0, 0, 0)
    assert found.skill_stamp == 0

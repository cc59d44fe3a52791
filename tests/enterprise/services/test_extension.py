"""Dates moved for single people."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from enterprise.models import Extension
from enterprise.services.assignment import change_due_date
from enterprise.services.extension import move_due_dates
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.enterprise import (
    DepartmentFactory,
    make_assignment,
    make_manager,
    make_member,
    status_row,
    study,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
LATER = datetime(2026, 12, 31, 18, 29, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW):
        yield


def test_open_ones_move_and_stay_when_the_assignment_moves() -> None:
    north = DepartmentFactory()
    manager, asha, ravi = make_manager(north), make_member(north), make_member(north)
    first, second = make_assignment(north), make_assignment(north)
    study(asha, second.course_id, 4)
    moved = move_due_dates(learner_ids=[asha.id], due_on=date(2026, 12, 31), actor=manager)
    assert moved == 1
    assert status_row(asha, first.course_id).due_at == LATER
    assert status_row(asha, second.course_id).due_at == second.due_at
    assert status_row(ravi, first.course_id).due_at == first.due_at
    change_due_date(assignment_id=first.id, due_on=date(2026, 12, 1), actor=None)
    assert status_row(asha, first.course_id).due_at == LATER
    assert AuditEntry.objects.get(action="assignment.extended").target_id == asha.id


def test_one_course_alone_and_once_more() -> None:
    north = DepartmentFactory()
    manager, asha = make_manager(north), make_member(north)
    first, second = make_assignment(north), make_assignment(north)
    for day in (date(2026, 12, 30), date(2026, 12, 31)):
        move_due_dates(learner_ids=[asha.id], due_on=day, actor=manager, course_id=first.course_id)
    assert status_row(asha, first.course_id).due_at == LATER
    assert status_row(asha, second.course_id).due_at == second.due_at
    assert Extension.objects.count() == 1


def test_past_dates_and_people_without_anything_open_are_refused() -> None:
    north = DepartmentFactory()
    manager, asha = make_manager(north), make_member(north)
    with pytest.raises(Invalid):
        move_due_dates(learner_ids=[asha.id], due_on=date(2026, 12, 31), actor=manager)
    row = make_assignment(north)
    with pytest.raises(Invalid):
        move_due_dates(
            learner_ids=[asha.id], due_on=(NOW - timedelta(days=1)).date(), actor=manager
        )
    assert status_row(asha, row.course_id).due_at == row.due_at
    assert Extension.objects.count() == 0

"""Assigning courses: who gets them, when they are due, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from enterprise.models import Assignment, LearnerCourseStatus
from enterprise.services import assignment as service
from enterprise.services.assignment import (
    assign_course,
    cancel_assignment,
    change_due_date,
    default_due_on,
    restore_assignment,
)
from enterprise.services.placement import place_person
from learning.delivery.api import enrolments_of
from tenants.accounts.api import deactivate_person, reactivate_person
from tenants.kernel.clock import frozen, today
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import run_due
from tenants.kernel.models import AuditEntry, MailMessage
from tenants.notify.models import Notification
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import CourseFactory, make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_member,
    status_row,
    study,
)

pytestmark = pytest.mark.django_db
GIVEN = "learning.assignment_given"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW):
        yield


def test_everybody_of_the_team_gets_course_row_and_mail() -> None:
    north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
    asha, ravi, other = make_member(north), make_member(south), make_member(DepartmentFactory())
    admin, course = make_admin(), make_published_course(title="Discovery", modules=1, lessons=3)
    with frozen(NOW):
        ids = assign_course(
            course_id=course.id,
            department_ids=[south.id, north.id],
            due_on=datetime(2026, 12, 6).date(),
            note=" For the quarter. ",
            actor=admin,
        )
    rows = list(Assignment.objects.filter(id__in=ids))
    assert [Assignment.objects.get(id=one).department_id for one in ids] == [south.id, north.id]
    # The end of 6 December in Kolkata, which is UTC+5:30.
    assert {row.due_at for row in rows} == {datetime(2026, 12, 6, 18, 29, 59, tzinfo=UTC)}
    run_due()
    for person in (asha, ravi):
        row = status_row(person, course.id)
        assert (row.lessons_done, row.lessons_total) == (0, 3)
        assert row.assigned_at == NOW
        assert row.enrolment_id == enrolments_of(person.id)[0].id
        mail = MailMessage.objects.get(to=person.email)
        assert mail.subject == "Discovery: due 6 Dec"
        assert "For the quarter." in mail.text
        assert f"/learn/{course.id}/" in mail.text
    assert enrolments_of(other.id) == ()
    assert list(
        AuditEntry.objects.filter(action="assignment.created")
        .order_by("target")
        .values_list("target", "actor_name")
    ) == [("Discovery · North", admin.name), ("Discovery · South", admin.name)]


def test_offered_date_is_a_fortnight_away_in_the_companys_zone() -> None:
    # 19:00 UTC is already the next day in Kolkata.
    with frozen(datetime(2026, 11, 22, 19, tzinfo=UTC)):
        assert default_due_on().isoformat() == "2026-12-07"


def test_deactivated_people_are_left_out_and_catch_up_when_they_are_back() -> None:
    north, admin = DepartmentFactory(), make_admin()
    gone = make_member(north)
    deactivate_person(person_id=gone.id, actor=admin)
    row = make_assignment(north)
    assert enrolments_of(gone.id) == ()
    reactivate_person(person_id=gone.id, actor=admin)
    assert [one.course_id for one in enrolments_of(gone.id)] == [row.course_id]


def test_who_joins_later_gets_the_course_and_as_much_time() -> None:
    north = DepartmentFactory()
    with frozen(NOW):
        row = make_assignment(north, days=14)
    with frozen(NOW + timedelta(days=30)):
        late = make_member(north)
    mine = status_row(late, row.course_id)
    assert mine.assigned_at == NOW + timedelta(days=30)
    assert mine.due_at == row.due_at + timedelta(days=30)
    assert Notification.objects.filter(user=late, kind=GIVEN).count() == 1


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"department_ids": []}, Invalid, "departments"),
        ({"department_ids": [uuid4()]}, Missing, ""),
        ({"course_id": uuid4()}, Missing, "course"),
        ({"due_on": datetime(2026, 11, 21).date()}, Invalid, "due_on"),
        ({"due_on": datetime(2029, 1, 1).date()}, Invalid, "due_on"),
        ({"note": "x" * 501}, Invalid, "note"),
    ],
)
def test_bad_input_assigns_nothing(
    change: dict[str, object], error: type[Exception], field: str
) -> None:
    north = DepartmentFactory()
    make_member(north)
    usual = {
        "course_id": make_published_course().id,
        "department_ids": [north.id],
        "due_on": datetime(2026, 12, 6).date(),
    }
    with frozen(NOW), pytest.raises(error) as refused:
        assign_course(**{**usual, **change})  # type: ignore[arg-type]
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert Assignment.objects.count() == 0
    assert LearnerCourseStatus.objects.count() == 0
    assert Notification.objects.count() == 0


def test_draft_cannot_be_assigned() -> None:
    draft = CourseFactory()
    with pytest.raises(Missing):
        assign_course(
            course_id=draft.id,
            department_ids=[DepartmentFactory().id],
            due_on=default_due_on(),
        )


def test_same_course_twice_is_refused_as_a_whole() -> None:
    north, south = DepartmentFactory(name="North"), DepartmentFactory(name="South")
    row = make_assignment(north)
    with pytest.raises(Conflict, match="North") as refused:
        assign_course(
            course_id=row.course_id,
            department_ids=[south.id, north.id],
            due_on=default_due_on(),
        )
    assert refused.value.field == "departments"
    assert list(Assignment.objects.values_list("id", flat=True)) == [row.id]


def test_assigning_again_after_cancelling_is_fine() -> None:
    north = DepartmentFactory()
    person = make_member(north)
    first = make_assignment(north)
    cancel_assignment(assignment_id=first.id, actor=None)
    again = assign_course(
        course_id=first.course_id, department_ids=[north.id], due_on=default_due_on()
    )
    assert status_row(person, first.course_id).assignment_id == again[0]
    with pytest.raises(Conflict):
        restore_assignment(assignment_id=first.id, actor=None)


def test_moving_the_date_moves_everybodys() -> None:
    north, admin = DepartmentFactory(), make_admin()
    person = make_member(north)
    row = make_assignment(north, days=3)
    due_on = today("Asia/Kolkata") + timedelta(days=20)
    change_due_date(assignment_id=row.id, due_on=due_on, actor=admin)
    row.refresh_from_db()
    assert status_row(person, row.course_id).due_at == row.due_at
    assert row.due_at.astimezone().date() >= due_on - timedelta(days=1)
    with pytest.raises(Invalid):
        change_due_date(assignment_id=row.id, due_on=due_on - timedelta(days=100), actor=admin)
    assert Assignment.objects.get(id=row.id).due_at == row.due_at


def test_cancel_takes_the_date_and_keeps_the_progress_and_undo_brings_it_back() -> None:
    north, admin = DepartmentFactory(), make_admin()
    person = make_member(north)
    row = make_assignment(north)
    study(person, row.course_id, 2)
    before = status_row(person, row.course_id)
    cancel_assignment(assignment_id=row.id, actor=admin)
    mine = status_row(person, row.course_id)
    assert (mine.assignment_id, mine.due_at, mine.risk_at) == (None, None, None)
    assert mine.lessons_done == 2
    newcomer = make_member(north)
    assert enrolments_of(newcomer.id) == ()
    restore_assignment(assignment_id=row.id, actor=admin)
    mine = status_row(person, row.course_id)
    assert (mine.assignment_id, mine.due_at, mine.risk_at) == (row.id, row.due_at, before.risk_at)
    assert [one.course_id for one in enrolments_of(newcomer.id)] == [row.course_id]
    # Nobody is told twice of what they knew.
    assert Notification.objects.filter(user=person, kind=GIVEN).count() == 1


def test_large_team_is_enrolled_by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 3)
    monkeypatch.setattr(service, "BATCH", 2)
    north = DepartmentFactory()
    people = [make_member(north) for _person in range(5)]
    row = make_assignment(north)
    assert sum(len(enrolments_of(one.id)) for one in people) == 0
    run_due()
    assert [len(enrolments_of(one.id)) for one in people] == [1] * 5
    assert LearnerCourseStatus.objects.filter(assignment=row).count() == 5
    # The job may come twice.
    service.carry_out_assignment(assignment_id=row.id)
    assert Notification.objects.filter(kind=GIVEN).count() == 5


def test_cancelled_meanwhile_the_job_enrols_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 0)
    north = DepartmentFactory()
    person = make_member(north)
    row = make_assignment(north)
    cancel_assignment(assignment_id=row.id, actor=None)
    run_due()
    assert enrolments_of(person.id) == ()


def test_moving_to_another_team_changes_what_is_due() -> None:
    north, south = DepartmentFactory(), DepartmentFactory()
    person = make_member(north)
    old, new = make_assignment(north), make_assignment(south)
    study(person, old.course_id, 1)
    place_person(user_id=person.id, department_id=south.id)
    assert status_row(person, old.course_id).assignment_id is None
    assert status_row(person, old.course_id).lessons_done == 1
    assert status_row(person, new.course_id).assignment_id == new.id
    place_person(user_id=person.id, department_id=None)
    assert LearnerCourseStatus.objects.filter(assignment__isnull=False).count() == 0

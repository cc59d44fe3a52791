"""Nudges: one a day, taken back within a minute, sent once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from enterprise.models import Nudge
from enterprise.services.nudge import nudge_people, send_nudge, undo_nudge
from tenants.accounts.api import deactivate_person
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.jobs import run_due
from tenants.kernel.models import MailMessage
from tenants.notify.models import Delivery
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    study,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
MINUTE = timedelta(seconds=61)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW):
        yield


def nudge_mails() -> list[str]:
    reminders = Delivery.objects.filter(kind="learning.reminder_sent", channel="mail")
    return list(reminders.values_list("address", flat=True))


def test_mail_goes_after_a_minute_and_names_what_is_open() -> None:
    north = DepartmentFactory()
    manager, asha = make_manager(north, name="Ravi Kumar"), make_member(north)
    row = make_assignment(north)
    study(asha, row.course_id, 1)
    nudge_people(learner_ids=[asha.id], actor=manager)
    run_due()
    assert nudge_mails() == []
    with frozen(NOW + MINUTE):
        run_due()
        run_due()
    assert nudge_mails() == [asha.email]
    mail = MailMessage.objects.get(subject__contains="reminds you")
    assert mail.subject == "Ravi Kumar reminds you of your training"
    assert f"{row.course.title}: 1 of 4 lessons done, due Sun 6 Dec" in mail.text


def test_nobody_twice_within_a_day() -> None:
    north = DepartmentFactory()
    manager, other = make_manager(north), make_manager(north)
    asha = make_member(north)
    make_assignment(north)
    assert len(nudge_people(learner_ids=[asha.id], actor=manager).nudge_ids) == 1
    with frozen(NOW + timedelta(hours=23, minutes=59)):
        again = nudge_people(learner_ids=[asha.id], actor=other)
        assert (again.nudge_ids, again.recently) == ((), 1)
    with frozen(NOW + timedelta(hours=24)):
        assert len(nudge_people(learner_ids=[asha.id], actor=other).nudge_ids) == 1


def test_who_cannot_be_nudged_is_counted_and_left_alone() -> None:
    north = DepartmentFactory()
    manager = make_manager(north)
    silent, done, open_one = make_member(north, email=None), make_member(north), make_member(north)
    row = make_assignment(north)
    study(done, row.course_id, 4)
    result = nudge_people(learner_ids=[silent.id, done.id, open_one.id], actor=manager)
    assert (len(result.nudge_ids), result.nothing_open) == (2, 1)
    assert {row.learner_id for row in Nudge.objects.all()} == {silent.id, open_one.id}
    with frozen(NOW + MINUTE):
        run_due()
    # Without an address the bell has to do.
    assert sorted(nudge_mails()) == ["", open_one.email]
    assert Delivery.objects.filter(reason="no_address", user=silent).exists()


def test_unknown_or_deactivated_people_stop_the_whole_act() -> None:
    north, admin = DepartmentFactory(), make_admin()
    asha, gone = make_member(north), make_member(north)
    make_assignment(north)
    deactivate_person(person_id=gone.id, actor=admin)
    for ids in ([asha.id, uuid4()], [asha.id, gone.id]):
        with pytest.raises(Missing):
            nudge_people(learner_ids=ids, actor=admin)
    assert Nudge.objects.count() == 0


def test_undo_within_the_minute_takes_the_whole_batch_or_one() -> None:
    north = DepartmentFactory()
    manager = make_manager(north)
    people = [make_member(north) for _person in range(3)]
    make_assignment(north)
    made = nudge_people(learner_ids=[one.id for one in people], actor=manager).nudge_ids
    assert undo_nudge(nudge_id=made[0], actor=manager) == 1
    assert undo_nudge(nudge_id=made[1], actor=manager, with_its_batch=True) == 2
    with frozen(NOW + MINUTE):
        run_due()
    assert nudge_mails() == []
    # What was taken back does not count as a nudge of today.
    assert len(nudge_people(learner_ids=[people[0].id], actor=manager).nudge_ids) == 1


def test_undo_is_for_ones_own_and_for_what_is_not_sent() -> None:
    north = DepartmentFactory()
    manager, other, asha = make_manager(north), make_manager(north), make_member(north)
    make_assignment(north)
    (made,) = nudge_people(learner_ids=[asha.id], actor=manager).nudge_ids
    with pytest.raises(Missing):
        undo_nudge(nudge_id=made, actor=other)
    with frozen(NOW + MINUTE):
        run_due()
        with pytest.raises(Conflict):
            undo_nudge(nudge_id=made, actor=manager)
    assert nudge_mails() == [asha.email]


def test_finished_in_that_minute_no_mail_goes() -> None:
    north = DepartmentFactory()
    manager, asha = make_manager(north), make_member(north)
    row = make_assignment(north)
    (made,) = nudge_people(learner_ids=[asha.id], actor=manager).nudge_ids
    study(asha, row.course_id, 4)
    with frozen(NOW + MINUTE):
        run_due()
        send_nudge(nudge_id=made)
    assert nudge_mails() == []

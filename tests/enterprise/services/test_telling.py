"""What people of a company are told, and when."""

from collections.abc import Iterator

import pytest

from learning.catalogue.services.course import archive_course, unarchive_course
from tenants.accounts.api import accept_invitation
from tenants.accounts.models import User
from tenants.kernel.jobs import run_due
from tenants.notify.models import ChatChannel, Delivery, Notification
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, SeatAllowanceFactory
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
    study,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=kind).order_by("user__name")
    return list(rows.values_list("user__name", flat=True))


def test_managers_of_the_team_and_its_chat_hear_of_a_completion_once() -> None:
    north, south = DepartmentFactory(), DepartmentFactory()
    make_manager(north, name="Mani")
    make_manager(south, name="Other")
    asha = make_member(north, name="Asha")
    chat = ChatChannel.objects.create(
        name="wins",
        service="slack",
        url="https://hooks.example/x",
        kinds=["team.course_completed"],
        created_at=asha.date_joined,
    )
    row = make_assignment(north)
    study(asha, row.course_id, 4)
    run_due()
    run_due()
    assert told("team.course_completed") == ["Mani"]
    assert Delivery.objects.filter(chat=chat).count() == 1


def test_who_waited_for_a_course_gets_it_when_it_comes_back_and_nobody_else_again() -> None:
    north, admin = DepartmentFactory(), make_admin()
    first = make_member(north, name="First")
    course = make_published_course(modules=1, lessons=2)
    make_assignment(north, course=course)
    archive_course(course_id=course.id, actor=admin)
    late = make_member(north, name="Late")
    assert told("learning.assignment_given") == ["First"]
    unarchive_course(course_id=course.id, actor=admin)
    run_due()
    assert told("learning.assignment_given") == ["First"]
    assert told("learning.course_available") == ["Late"]
    assert {first.name, late.name} == {"First", "Late"}


def test_the_inviter_hears_that_the_invitation_was_accepted() -> None:
    SeatAllowanceFactory()
    admin = make_admin(name="Adil")
    make_admin(name="Other")
    invitation = InvitationFactory(invited_by=admin, name="Asha Rao")
    accept_invitation(token=invitation.token, password="correct horse battery", name="Asha Rao")
    assert told("people.invitation_accepted") == ["Adil"]
    assert User.objects.filter(name="Asha Rao").count() == 1

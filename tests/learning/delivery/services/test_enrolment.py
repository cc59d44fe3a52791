"""Joining a course, once."""

import threading

import pytest
from django.db import connections

from learning.catalogue.services.course import archive_course
from learning.delivery.api import enrol_learner, enrolments_of, withdraw_learner
from learning.delivery.enums import EnrolmentState
from learning.delivery.models import Enrolment
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory
from tests.factories.delivery import course_of, enrolled_in, row_of


@pytest.mark.django_db
def test_a_learner_is_enrolled_in_the_current_version(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = course_of("text", "text")
        person = UserFactory()
        info = enrol_learner(course_id=course.id, learner_id=person.id, source="assigned")
        assert (info.learner_id, info.course_id) == (person.id, course.id)
        assert info.version_id == course.current_version_id
        assert (info.state, info.source) == ("active", "assigned")
        assert (info.lessons_done, info.lessons_total) == (0, 2)


@pytest.mark.django_db
def test_enrolling_again_changes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = course_of("text")
        person = UserFactory()
        first = enrol_learner(course_id=course.id, learner_id=person.id, source="self")
        assert enrol_learner(course_id=course.id, learner_id=person.id, source="assigned") == first
        assert Enrolment.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["draft", "archived", "none"])
def test_only_a_published_course_takes_learners(acme: TenantInfo, what: str) -> None:
    with in_tenant(acme):
        person = UserFactory()
        if what == "draft":
            course_id = CourseFactory().id
        elif what == "archived":
            course = course_of("text")
            archive_course(course_id=course.id, actor=course.owner)
            course_id = course.id
        else:
            course_id = uuid7()
        with pytest.raises(Missing):
            enrol_learner(course_id=course_id, learner_id=person.id, source="self")
        assert Enrolment.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_source_is_refused(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = course_of("text")
        person = UserFactory()
        with pytest.raises(Invalid):
            enrol_learner(course_id=course.id, learner_id=person.id, source="gift")
        assert Enrolment.objects.count() == 0


@pytest.mark.django_db
def test_who_withdrew_is_taken_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text"))
        withdraw_learner(enrolment_id=info.id)
        assert row_of(info).state == EnrolmentState.WITHDRAWN
        assert enrolments_of(info.learner_id) == ()
        again = enrol_learner(course_id=info.course_id, learner_id=info.learner_id, source="self")
        assert (again.id, again.state) == (info.id, "active")


def test_two_enrolments_at_once_are_one(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        course = course_of("text")
        person = UserFactory()
    gate = threading.Barrier(4)
    ids = []

    def enrol() -> None:
        try:
            with in_tenant(acme):
                gate.wait(timeout=10)
                ids.append(
                    enrol_learner(course_id=course.id, learner_id=person.id, source="self").id
                )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enrol) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    with in_tenant(acme):
        assert ids == [Enrolment.objects.get().id] * 4

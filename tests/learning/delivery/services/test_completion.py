"""Finishing lessons and courses."""

import contextlib
import threading

import pytest
from django.db import connections
from django.test import override_settings

from learning.delivery.api import complete_lesson, mark_text_done, withdraw_learner
from learning.delivery.events import CourseCompleted, ProgressMade
from learning.delivery.models import LessonProgress
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.ids import uuid7
from tenants.kernel.reactions import Reactions
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.delivery import course_of, enrolled_in, lesson_ids, row_of

HEARD: list[object] = []
# Set by a test that wants two writers inside their transactions at the same moment.
MEETING: list[threading.Barrier] = []


def hear(event: object) -> None:
    """Stand in the table of events as a handler."""
    HEARD.append(event)
    for meeting in MEETING:
        # Without a lock both come here before either commits; with it the first waits in vain.
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=0.5)


LISTENING = {
    "delivery.progress_made": Reactions(inline=(f"{__name__}.hear",)),
    "delivery.course_completed": Reactions(inline=(f"{__name__}.hear",)),
}


@pytest.fixture(autouse=True)
def silence() -> None:
    HEARD.clear()
    MEETING.clear()


@pytest.mark.django_db
@override_settings(EVENTS=LISTENING)
def test_the_last_lesson_completes_the_course_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text", "text"))
        one, two = lesson_ids(info)
        begun = complete_lesson(enrolment_id=info.id, lesson_id=one)
        assert (begun.enrolment.lessons_done, begun.enrolment.lessons_total) == (1, 2)
        assert [ProgressMade(begun.enrolment)] == HEARD
        assert row_of(info).completed_at is None
        done = complete_lesson(enrolment_id=info.id, lesson_id=two).enrolment
        assert (done.state, done.lessons_done) == ("completed", 2)
        assert done.completed_at is not None
        assert HEARD[1:] == [
            ProgressMade(done),
            CourseCompleted(
                info.id, info.learner_id, info.course_id, info.version_id, done.completed_at
            ),
        ]
        again = complete_lesson(enrolment_id=info.id, lesson_id=two)
        assert (begun.first_time, again.enrolment, again.first_time) == (True, done, False)
        assert len(HEARD) == 3
        assert row_of(info).completed_at == done.completed_at


@pytest.mark.django_db
def test_a_lesson_of_another_course_changes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text"))
        foreign = lesson_ids(enrolled_in(course_of("text")))[0]
        for lesson_id in (foreign, uuid7()):
            with pytest.raises(Missing):
                complete_lesson(enrolment_id=info.id, lesson_id=lesson_id)
        with pytest.raises(Missing):
            complete_lesson(enrolment_id=uuid7(), lesson_id=lesson_ids(info)[0])
        assert LessonProgress.objects.count() == 0
        assert row_of(info).lessons_done == 0


@pytest.mark.django_db
def test_who_withdrew_completes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text"))
        withdraw_learner(enrolment_id=info.id)
        with pytest.raises(Refused):
            complete_lesson(enrolment_id=info.id, lesson_id=lesson_ids(info)[0])
        assert LessonProgress.objects.count() == 0


@pytest.mark.django_db
def test_a_video_is_not_done_on_ones_word(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text", "video"))
        text, video = lesson_ids(info)
        with pytest.raises(Invalid):
            mark_text_done(enrolment_id=info.id, lesson_id=video)
        assert row_of(info).lessons_done == 0
        assert mark_text_done(enrolment_id=info.id, lesson_id=text).lessons_done == 1


def test_two_last_lessons_at_once_complete_the_course_once(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        info = enrolled_in(course_of("text", "text"))
        lessons = lesson_ids(info)
    gate = threading.Barrier(2)

    def finish(place: int) -> None:
        try:
            with in_tenant(acme):
                gate.wait(timeout=10)
                complete_lesson(enrolment_id=info.id, lesson_id=lessons[place])
        finally:
            connections.close_all()

    MEETING.append(threading.Barrier(2))
    with override_settings(EVENTS=LISTENING):
        threads = [threading.Thread(target=finish, args=(place,)) for place in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
    with in_tenant(acme):
        row = row_of(info)
        assert (row.lessons_done, row.state) == (2, "completed")
    assert [type(one) for one in HEARD].count(CourseCompleted) == 1

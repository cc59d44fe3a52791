"""Starting attempts and keeping answers."""

import threading

import pytest
from django.db import connections

from learning.assessment.api import save_answers, start_attempt, submit_attempt
from learning.assessment.models import Attempt
from learning.delivery.api import withdraw_learner
from tenants.kernel.errors import Conflict, Missing, Refused
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.assessment import frozen, make_quiz_course, right_answers, wrong_answers
from tests.factories.delivery import course_of, enrolled_in, lesson_ids


@pytest.mark.django_db
def test_an_open_attempt_is_gone_on_with(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course)
        first = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        assert start_attempt(enrolment_id=info.id, lesson_id=lesson_id) == first
        submit_attempt(attempt_id=first, enrolment_id=info.id)
        assert start_attempt(enrolment_id=info.id, lesson_id=lesson_id) != first
        assert [one.number for one in Attempt.objects.all()] == [1, 2]


@pytest.mark.django_db
def test_no_more_attempts_than_allowed(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course(max_attempts=2)
        info = enrolled_in(course)
        for _n in range(2):
            attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
            submit_attempt(attempt_id=attempt, enrolment_id=info.id)
        with pytest.raises(Refused):
            start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        assert Attempt.objects.count() == 2


@pytest.mark.django_db
def test_only_a_quiz_of_ones_own_course_is_started(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        elsewhere = enrolled_in(course_of("text"))
        for place in (lesson_id, lesson_ids(elsewhere)[0]):
            with pytest.raises(Missing):
                start_attempt(enrolment_id=elsewhere.id, lesson_id=place)
        with pytest.raises(Missing):
            start_attempt(enrolment_id=uuid7(), lesson_id=lesson_id)
        gone = enrolled_in(course)
        withdraw_learner(enrolment_id=gone.id)
        with pytest.raises(Refused):
            start_attempt(enrolment_id=gone.id, lesson_id=lesson_id)
        assert Attempt.objects.count() == 0


@pytest.mark.django_db
def test_answers_are_kept_and_cleaned(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        one, two = frozen(info, lesson_id).questions
        both = [choice.id for choice in one.choices[:2]]
        save_answers(
            attempt_id=attempt,
            enrolment_id=info.id,
            answers={one.id: both, two.id: ["nowhere"], "unknown": ["x"]},
        )
        assert Attempt.objects.get().answers == {one.id: both[:1]}


@pytest.mark.django_db
def test_a_submitted_attempt_takes_no_answers(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=wrong_answers(quiz))
        with pytest.raises(Conflict):
            save_answers(attempt_id=attempt, enrolment_id=info.id, answers=right_answers(quiz))
        assert Attempt.objects.get().answers == wrong_answers(quiz)


@pytest.mark.django_db
def test_somebody_elses_attempt_is_missing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info, other = enrolled_in(course), enrolled_in(course)
        theirs = start_attempt(enrolment_id=other.id, lesson_id=lesson_id)
        answers = right_answers(frozen(info, lesson_id))
        with pytest.raises(Missing):
            save_answers(attempt_id=theirs, enrolment_id=info.id, answers=answers)
        with pytest.raises(Missing):
            submit_attempt(attempt_id=theirs, enrolment_id=info.id, answers=answers)
        row = Attempt.objects.get()
        assert (row.state, row.answers) == ("open", {})


def test_two_starts_at_once_are_one_attempt(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        course, lesson_id = make_quiz_course(max_attempts=1)
        info = enrolled_in(course)
    gate = threading.Barrier(4)
    ids = []

    def start() -> None:
        try:
            with in_tenant(acme):
                gate.wait(timeout=10)
                ids.append(start_attempt(enrolment_id=info.id, lesson_id=lesson_id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    with in_tenant(acme):
        assert ids == [Attempt.objects.get().id] * 4

"""Submitting: once, and what comes of it."""

import threading

import pytest
from django.db import connections
from django.test import override_settings

from learning.assessment.api import (
    SubmissionInfo,
    best_percent,
    save_answers,
    start_attempt,
    submit_attempt,
)
from learning.assessment.events import AttemptSubmitted
from learning.assessment.models import Attempt
from learning.delivery.models import LessonProgress
from tenants.kernel.reactions import Reactions
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.assessment import (
    frozen,
    make_quiz_course,
    multiple,
    right_answers,
    single,
    wrong_answers,
)
from tests.factories.delivery import enrolled_in, row_of

HEARD: list[object] = []


def hear(event: object) -> None:
    """Stand in the table of events as a handler."""
    HEARD.append(event)


@pytest.mark.django_db
def test_a_pass_completes_the_lesson(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course(
            [single(points=1), multiple(points=2)], pass_percent=60
        )
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        answers = {**wrong_answers(quiz), quiz.questions[1].id: list(quiz.questions[1].right_ids)}
        result = submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=answers)
        assert result == SubmissionInfo(
            attempt_id=attempt,
            number=1,
            points=2,
            max_points=3,
            percent=66,
            passed=True,
            is_submitted=True,
            first_time=True,
        )
        assert row_of(info).state == "completed"
        assert LessonProgress.objects.get().state == "completed"


@pytest.mark.django_db
def test_a_fail_completes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course(pass_percent=67)
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        answers = {**wrong_answers(quiz), quiz.questions[1].id: list(quiz.questions[1].right_ids)}
        result = submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=answers)
        assert (result.percent, result.passed) == (66, False)
        assert row_of(info).lessons_done == 0


@pytest.mark.django_db
def test_open_questions_are_asked_about_first(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        half = {quiz.questions[0].id: list(quiz.questions[0].right_ids)}
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        asked = submit_attempt(
            attempt_id=attempt, enrolment_id=info.id, answers=half, allow_gaps=False
        )
        assert not asked.is_submitted
        row = Attempt.objects.get()
        assert (row.state, row.answers) == ("open", half)
        assert submit_attempt(attempt_id=attempt, enrolment_id=info.id).points == 1


@pytest.mark.django_db
def test_submitting_again_keeps_the_first_result(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course()
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=wrong_answers(quiz))
        again = submit_attempt(
            attempt_id=attempt, enrolment_id=info.id, answers=right_answers(quiz)
        )
        assert (again.percent, again.first_time) == (0, False)
        assert row_of(info).lessons_done == 0


@pytest.mark.django_db
def test_the_best_of_each_quiz_counts(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course, lesson_id = make_quiz_course([single(), single(points=2)], pass_percent=100)
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        assert best_percent(info.id) is None
        for question in (quiz.questions[1], quiz.questions[0]):
            attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
            save_answers(
                attempt_id=attempt,
                enrolment_id=info.id,
                answers={question.id: list(question.right_ids)},
            )
            submit_attempt(attempt_id=attempt, enrolment_id=info.id)
        start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
        assert best_percent(info.id) == 66


def test_submitting_twice_at_once_gives_one_result(committed: None) -> None:
    HEARD.clear()
    acme = database.company("acme")
    with in_tenant(acme):
        course, lesson_id = make_quiz_course(pass_percent=60)
        info = enrolled_in(course)
        quiz = frozen(info, lesson_id)
        attempt = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
    sheets = [right_answers(quiz), right_answers(quiz), wrong_answers(quiz), wrong_answers(quiz)]
    gate = threading.Barrier(len(sheets))
    results: list[SubmissionInfo] = []

    def submit(place: int) -> None:
        try:
            with in_tenant(acme):
                gate.wait(timeout=10)
                results.append(
                    submit_attempt(attempt_id=attempt, enrolment_id=info.id, answers=sheets[place])
                )
        finally:
            connections.close_all()

    events = {"assessment.attempt_submitted": Reactions(inline=(f"{__name__}.hear",))}
    with override_settings(EVENTS=events):
        threads = [threading.Thread(target=submit, args=(n,)) for n in range(len(sheets))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
    assert sorted(one.first_time for one in results) == [False, False, False, True]
    assert len({one.percent for one in results}) == 1
    with in_tenant(acme):
        row = Attempt.objects.get()
        assert row.percent == results[0].percent
        assert row_of(info).lessons_done == int(row.passed)
    (told,) = HEARD
    assert isinstance(told, AttemptSubmitted)
    assert (told.attempt_id, told.learner_id) == (row.id, info.learner_id)
    assert (told.passed, told.completed_lesson) == (row.passed, row.passed)

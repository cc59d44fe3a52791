"""Taking a quiz in the browser, and what its pages give away."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.assessment.api import FrozenQuiz, start_attempt, submit_attempt
from learning.assessment.models import Attempt
from learning.delivery.api import EnrolmentInfo
from tenants.accounts.models import User
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    EXPLANATION,
    FEEDBACK,
    frozen,
    make_quiz_course,
    multiple,
    right_answers,
    single,
    wrong_answers,
)
from tests.factories.delivery import enrolled_in, row_of

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def url(name: str, *ids: object) -> str:
    return reverse(f"assessment:{name}", args=ids, urlconf="deploy.urls_tenant")


def sheet(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return answers as the page's form sends them."""
    return {f"q-{question}": chosen for question, chosen in answers.items()}


class Sitting:
    """A learner before a quiz."""

    def __init__(self, tenant: TenantInfo, browser_of: BrowserOf, **quiz: Any) -> None:
        with in_tenant(tenant):
            self.tenant = tenant
            self.person: User = UserFactory()
            course, self.lesson_id = make_quiz_course(**quiz)
            self.info: EnrolmentInfo = enrolled_in(course, self.person)
            self.quiz: FrozenQuiz = frozen(self.info, self.lesson_id)
        self.browser = browser_of(tenant, self.person)

    @property
    def place(self) -> tuple[UUID, UUID]:
        return self.info.course_id, self.lesson_id

    def start(self) -> UUID:
        with in_tenant(self.tenant):
            return start_attempt(enrolment_id=self.info.id, lesson_id=self.lesson_id)

    def submit(self, attempt: UUID, answers: dict[str, list[str]]) -> Any:
        return self.browser.post(url("submit", *self.place, attempt), sheet(answers))


def test_a_quiz_from_rules_to_result(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of, pass_percent=60, texts=1)
    intro = sitting.browser.get(url("quiz", *sitting.place)).content.decode()
    assert "60% of 3 points" in intro
    started = sitting.browser.post(url("start", *sitting.place))
    with in_tenant(acme):
        attempt = Attempt.objects.get().id
    assert started["Location"] == url("attempt", *sitting.place, attempt)
    answer = sitting.submit(attempt, right_answers(sitting.quiz))
    assert answer["Location"] == url("attempt", *sitting.place, attempt)
    result = sitting.browser.get(answer["Location"]).content.decode()
    assert "3 of 3 points" in result
    assert EXPLANATION in result
    with in_tenant(acme):
        assert (row_of(sitting.info).lessons_done, row_of(sitting.info).state) == (1, "active")


def test_nothing_before_submission_tells_an_answer(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of, shuffle=True)
    attempt = sitting.start()
    half = {sitting.quiz.questions[0].id: list(sitting.quiz.questions[0].right_ids)}
    answers = [
        sitting.browser.get(url("quiz", *sitting.place)),
        sitting.browser.get(url("attempt", *sitting.place, attempt)),
        sitting.browser.post(
            url("save", *sitting.place, attempt), sheet(half), headers={"x-autosave": "1"}
        ),
        sitting.submit(attempt, half),
    ]
    assert [one.status_code for one in answers] == [200, 200, 204, 422]
    for answer in answers:
        text = answer.content.decode().partition("<main")[2]
        for secret in (FEEDBACK, EXPLANATION, "is_correct", "correct", "feedback"):
            assert secret not in text
    # Right and wrong answers are drawn alike: blot out what makes each its own, and one form is left.
    page = answers[1].content.decode()
    for question in sitting.quiz.questions:
        forms = set()
        for choice in question.choices:
            start = page.index(f'<label class="reply" for="c-{choice.id}"')
            one = page[start : page.index("</label>", start)]
            forms.add(one.replace(choice.id, "ID").replace(choice.text, "TEXT"))
        assert len(forms) == 1


def test_a_failed_result_explains_without_giving_the_rest_away(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    sitting = Sitting(acme, browser_of, pass_percent=100)
    attempt = sitting.start()
    sitting.submit(attempt, wrong_answers(sitting.quiz))
    result = sitting.browser.get(url("attempt", *sitting.place, attempt)).content.decode()
    assert "Not passed yet" in result
    assert "Too early." in result
    assert "Right, not chosen" not in result
    assert url("start", *sitting.place) in result


def test_the_last_attempt_shows_all(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of, pass_percent=100, max_attempts=1)
    attempt = sitting.start()
    sitting.submit(attempt, wrong_answers(sitting.quiz))
    result = sitting.browser.get(url("attempt", *sitting.place, attempt)).content.decode()
    assert "Right, not chosen" in result
    assert url("start", *sitting.place) not in result
    again = sitting.browser.post(url("start", *sitting.place))
    assert again.status_code == 403
    with in_tenant(acme):
        assert Attempt.objects.count() == 1


def test_open_questions_are_warned_about_and_then_let_through(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    sitting = Sitting(acme, browser_of)
    attempt = sitting.start()
    warned = sitting.submit(attempt, {})
    assert "2 questions have no answer" in warned.content.decode()
    sent = sitting.browser.post(url("submit", *sitting.place, attempt), {"confirm": "1"})
    assert sent.status_code == 302
    with in_tenant(acme):
        assert Attempt.objects.get().state == "submitted"


def test_answers_are_kept_for_another_time(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of)
    attempt = sitting.start()
    answers = right_answers(sitting.quiz)
    left = sitting.browser.post(url("save", *sitting.place, attempt), sheet(answers))
    assert left["Location"] == url("quiz", *sitting.place)
    page = sitting.browser.get(url("attempt", *sitting.place, attempt)).content.decode()
    assert page.count(" checked") == 3
    sitting.submit(attempt, answers)
    late = sitting.browser.post(
        url("save", *sitting.place, attempt), {}, headers={"x-autosave": "1"}
    )
    assert late.status_code == 409
    with in_tenant(acme):
        assert Attempt.objects.get().answers == answers


def test_somebody_elses_attempt_is_not_found(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of)
    with in_tenant(acme):
        other = enrolled_in(row_of(sitting.info).course)
        theirs = start_attempt(enrolment_id=other.id, lesson_id=sitting.lesson_id)
    for attempt in (theirs, uuid7()):
        assert sitting.browser.get(url("attempt", *sitting.place, attempt)).status_code == 404
        for name in ("save", "submit"):
            sent = sitting.browser.post(
                url(name, *sitting.place, attempt), sheet(right_answers(sitting.quiz))
            )
            assert sent.status_code == 404
    with in_tenant(acme):
        row = Attempt.objects.get()
        assert (row.state, row.answers) == ("open", {})


def test_who_is_not_enrolled_finds_nothing(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of)
    attempt = sitting.start()
    with in_tenant(acme):
        stranger = UserFactory()
    browser = browser_of(acme, stranger)
    assert browser.get(url("quiz", *sitting.place)).status_code == 404
    assert browser.get(url("attempt", *sitting.place, attempt)).status_code == 404
    for name in ("start",):
        assert browser.post(url(name, *sitting.place)).status_code == 404
    for name in ("save", "submit"):
        assert browser.post(url(name, *sitting.place, attempt)).status_code == 404
    with in_tenant(acme):
        assert [one.state for one in Attempt.objects.all()] == ["open"]


def test_acts_need_a_post(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of)
    attempt = sitting.start()
    assert sitting.browser.get(url("start", *sitting.place)).status_code == 405
    for name in ("save", "submit"):
        assert sitting.browser.get(url(name, *sitting.place, attempt)).status_code == 405
    with in_tenant(acme):
        assert [one.state for one in Attempt.objects.all()] == ["open"]


def test_ten_questions_are_submitted_with_few_queries(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    """One more lesson is left, so this is the quiz alone; a certificate has its own price."""
    questions = [single(f"{n}?") if n % 2 else multiple(f"{n}?") for n in range(10)]
    sitting = Sitting(acme, browser_of, questions=questions, texts=1)
    attempt = sitting.start()
    sitting.browser.get(url("attempt", *sitting.place, attempt))
    with in_tenant(acme), CaptureQueriesContext(connection) as asked:
        answer = sitting.submit(attempt, right_answers(sitting.quiz))
    assert answer.status_code == 302
    points = ("SAVEPOINT", "RELEASE")
    asked_of_tables = [one["sql"] for one in asked if not one["sql"].startswith(points)]
    # Two are the session's and the person's, three the day's, the goals' and the timeline's.
    assert len(asked_of_tables) == 15


def test_a_quiz_on_the_public_host(public: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(public, browser_of)
    attempt = sitting.start()
    sitting.submit(attempt, right_answers(sitting.quiz))
    result = sitting.browser.get(url("attempt", *sitting.place, attempt))
    assert "3 of 3 points" in result.content.decode()


def test_a_submission_over_json_changes_nothing(acme: TenantInfo, browser_of: BrowserOf) -> None:
    sitting = Sitting(acme, browser_of)
    attempt = sitting.start()
    body = json.dumps(sheet(right_answers(sitting.quiz)))
    sent = sitting.browser.post(
        url("submit", *sitting.place, attempt), body, content_type="application/json"
    )
    assert sent.status_code == 422
    with in_tenant(acme):
        assert Attempt.objects.get().state == "open"
        submit_attempt(attempt_id=attempt, enrolment_id=sitting.info.id)

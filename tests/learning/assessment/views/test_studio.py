"""The author's quiz editor."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.assessment.models import Question
from learning.assessment.selectors.quiz import draft_quiz
from learning.assessment.services.quiz import add_question
from tenants.accounts.enums import Role
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.assessment import make_quiz_lesson, multiple, single
from tests.factories.catalogue import AuthorFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def url(name: str, *ids: object) -> str:
    return reverse(f"assessment:{name}", args=ids, urlconf="deploy.urls_tenant")


def sent(*choices: tuple[str, bool], **fields: object) -> dict[str, object]:
    """Return a question as the form sends it."""
    data: dict[str, object] = {
        "prompt_md": "Which comes first?",
        "kind": "single",
        "explanation_md": "",
        "points": 1,
        "rows": len(choices),
        **fields,
    }
    for n, (text, right) in enumerate(choices):
        data[f"choice-{n}-text"] = text
        data.setdefault(f"choice-{n}-feedback", "")
        if right:
            data[f"choice-{n}-right"] = "on"
    return data


def test_a_question_is_written(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        browser = browser_of(acme, lesson.module.course.owner)
    assert browser.get(url("studio_quiz", lesson.id)).status_code == 200
    assert browser.get(url("question_new", lesson.id)).status_code == 200
    # The blank third row is left out.
    data = sent(("Ask", True), ("Tell", False), ("", False))
    answer = browser.post(url("question_new", lesson.id), data)
    assert answer["Location"] == url("studio_quiz", lesson.id)
    with in_tenant(acme):
        row = draft_quiz(lesson.id).questions[0]
        assert [(one.text, one.is_correct) for one in row.choices] == [
            ("Ask", True),
            ("Tell", False),
        ]
    page = browser.get(url("studio_quiz", lesson.id)).content.decode()
    assert "Which comes first?" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (sent(("Ask", True)), "at least two answers"),
        (sent(("Ask", False), ("Tell", False)), "Mark the right answer"),
        (sent(("Ask", True), ("Tell", True)), "2 answers are marked as right"),
        (sent(("Ask", True), ("ask", False)), "the same as answer 1"),
        (sent(("Ask", True), ("", False), **{"choice-1-feedback": "?"}), "Write the answer"),
        (sent(("Ask", True), ("Tell", False), prompt_md=" "), "This field is required"),
        (sent(("Ask", True), ("Tell", False), points=11), "less than or equal to 10"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    acme: TenantInfo, browser_of: BrowserOf, data: dict[str, object], message: str
) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        browser = browser_of(acme, lesson.module.course.owner)
    answer = browser.post(url("question_new", lesson.id), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="Ask"' in page
    with in_tenant(acme):
        assert Question.objects.count() == 0


def test_rows_are_added_moved_and_removed_without_saving(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        browser = browser_of(acme, lesson.module.course.owner)
    data = sent(("One", True), ("Two", False))

    def texts(order: str) -> list[str]:
        answer = browser.post(url("question_new", lesson.id), {**data, "row": order})
        assert answer.status_code == 200
        return [row.text for row in answer.context["form"].rows]

    assert texts("add") == ["One", "Two", ""]
    assert texts("up:1") == ["Two", "One"]
    assert texts("down:0") == ["Two", "One"]
    assert texts("remove:0") == ["Two"]
    for nonsense in ("up:0", "down:1", "remove:9", "remove:x", "what"):
        assert texts(nonsense) == ["One", "Two"]
    with in_tenant(acme):
        assert Question.objects.count() == 0


def test_a_question_is_changed_moved_removed_and_brought_back(
    acme: TenantInfo, browser_of: BrowserOf
) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        browser = browser_of(acme, lesson.module.course.owner)
        one, two = (add_question(lesson_id=lesson.id, draft=single(f"{n}?")) for n in range(2))
    data = sent(("Yes", True), ("No", False), prompt_md="Changed?")
    browser.post(url("question", lesson.id, one), data)
    browser.post(url("question_move", lesson.id, two), {"to": "up"})
    with in_tenant(acme):
        prompts = [row.prompt_md for row in draft_quiz(lesson.id).questions]
    assert prompts == ["1?", "Changed?"]
    browser.post(url("question_remove", lesson.id, two))
    page = browser.get(url("studio_quiz", lesson.id)).content.decode()
    assert url("question_restore", lesson.id, two) in page
    assert browser.get(url("question", lesson.id, two)).status_code == 404
    browser.post(url("question_restore", lesson.id, two))
    with in_tenant(acme):
        assert [row.id for row in draft_quiz(lesson.id).questions] == [two, one]


def test_rules_are_saved_or_explained(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        browser = browser_of(acme, lesson.module.course.owner)
    saved = browser.post(
        url("rules", lesson.id), {"pass_percent": 70, "max_attempts": 2, "shuffle": "on"}
    )
    assert saved.status_code == 302
    refused = browser.post(url("rules", lesson.id), {"pass_percent": 0, "max_attempts": 2})
    assert refused.status_code == 422
    with in_tenant(acme):
        quiz = draft_quiz(lesson.id)
        assert (quiz.pass_percent, quiz.max_attempts, quiz.shuffle) == (70, 2, True)


@pytest.mark.parametrize("who", ["learner", "manager", "other author"])
def test_only_those_who_may_change_the_course_change_its_quiz(
    acme: TenantInfo, browser_of: BrowserOf, who: str
) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        question = add_question(lesson_id=lesson.id, draft=single("Mine?"))
        person = {
            "learner": UserFactory,
            "manager": lambda: UserFactory(roles=[Role.MANAGER]),
            "other author": AuthorFactory,
        }[who]()
    browser = browser_of(acme, person)
    assert browser.get(url("studio_quiz", lesson.id)).status_code == 403
    data = sent(("Yes", True), ("No", False), prompt_md="Theirs?")
    for path, body in (
        (url("rules", lesson.id), {"pass_percent": 10, "max_attempts": 1}),
        (url("question_new", lesson.id), data),
        (url("question", lesson.id, question), data),
        (url("question_move", lesson.id, question), {"to": "up"}),
        (url("question_remove", lesson.id, question), {}),
        (url("question_restore", lesson.id, question), {}),
    ):
        assert browser.post(path, body).status_code == 403
    with in_tenant(acme):
        quiz = draft_quiz(lesson.id)
        assert quiz.pass_percent == 80
        assert [row.prompt_md for row in quiz.questions] == ["Mine?"]


def test_what_does_not_exist_is_not_found(acme: TenantInfo, browser_of: BrowserOf) -> None:
    with in_tenant(acme):
        lesson, other = make_quiz_lesson(), make_quiz_lesson()
        theirs = add_question(lesson_id=other.id, draft=single())
        browser = browser_of(acme, UserFactory(roles=[Role.ADMIN]))
    assert browser.get(url("studio_quiz", uuid7())).status_code == 404
    for question in (uuid7(), theirs):
        assert browser.get(url("question", lesson.id, question)).status_code == 404
        for name in ("question_move", "question_remove", "question_restore"):
            assert browser.post(url(name, lesson.id, question)).status_code == 404


@pytest.mark.parametrize("questions", [1, 30])
def test_the_editor_asks_the_same_number_of_questions(
    acme: TenantInfo,
    browser_of: BrowserOf,
    django_assert_num_queries: DjangoAssertNumQueries,
    questions: int,
) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        for n in range(questions):
            add_question(lesson_id=lesson.id, draft=multiple(f"{n}?"))
        browser = browser_of(acme, lesson.module.course.owner)
    browser.get(url("studio_quiz", lesson.id))
    # Nine questions, and the savepoint that a request is inside a test.
    with in_tenant(acme), django_assert_num_queries(11):
        assert browser.get(url("studio_quiz", lesson.id)).status_code == 200

"""Writing quizzes."""

import pytest

from learning.assessment.api import ChoiceDraft, QuestionDraft, save_quiz
from learning.assessment.drafts import problems_of
from learning.assessment.models import Question, Quiz
from learning.assessment.selectors.quiz import draft_quiz
from learning.assessment.services.quiz import (
    add_question,
    change_question,
    move_question,
    remove_question,
    restore_question,
    save_rules,
)
from learning.catalogue.models import Course
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.assessment import make_quiz_lesson, multiple, single
from tests.factories.catalogue import LessonFactory

YES, NO = ChoiceDraft("Yes", is_correct=True), ChoiceDraft("No")


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (QuestionDraft("", (YES, NO)), [("prompt_md", None)]),
        (QuestionDraft("?", (YES,)), [("choices", None)]),
        (QuestionDraft("?", (NO, ChoiceDraft("Never"))), [("choices", None)]),
        (QuestionDraft("?", (YES, ChoiceDraft("Sure", is_correct=True))), [("choices", None)]),
        (QuestionDraft("?", (YES, NO, ChoiceDraft(" yes "))), [("choices", 2)]),
        (QuestionDraft("?", (YES, NO, ChoiceDraft("  ", feedback="?"))), [("choices", 2)]),
        (QuestionDraft("?", (YES, NO), kind="essay"), [("kind", None)]),
        (QuestionDraft("?", (YES, NO), points=11), [("points", None)]),
        (
            QuestionDraft("?", (YES, *(ChoiceDraft(f"{n}") for n in range(8)))),
            [("choices", None)],
        ),
        (QuestionDraft("?", (YES, NO)), []),
        (QuestionDraft("?", (YES, ChoiceDraft("Sure", is_correct=True)), kind="multiple"), []),
    ],
)
def test_what_keeps_a_question_from_being_asked(
    draft: QuestionDraft, expected: list[tuple[str, int | None]]
) -> None:
    assert [(one.field, one.choice) for one in problems_of(draft)] == expected


@pytest.mark.django_db
def test_questions_are_written_changed_and_moved(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        one = add_question(lesson_id=lesson.id, draft=single("One?"))
        two = add_question(lesson_id=lesson.id, draft=multiple("Two?"))
        assert [row.prompt_md for row in draft_quiz(lesson.id).questions] == ["One?", "Two?"]
        assert draft_quiz(lesson.id).points == 3
        move_question(lesson_id=lesson.id, question_id=two, up=True)
        assert [row.id for row in draft_quiz(lesson.id).questions] == [two, one]
        move_question(lesson_id=lesson.id, question_id=two, up=True)
        assert [row.id for row in draft_quiz(lesson.id).questions] == [two, one]
        change_question(lesson_id=lesson.id, question_id=one, draft=single("Changed?", points=4))
        row = draft_quiz(lesson.id).question(one)
        assert row is not None
        assert row.draft == single("Changed?", points=4)


@pytest.mark.django_db
def test_an_edit_shows_as_unpublished(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        before = lesson.module.course.edited_at
        add_question(lesson_id=lesson.id, draft=single())
        assert Course.objects.get().edited_at > before


@pytest.mark.django_db
def test_a_removed_question_comes_back_to_its_place(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        ids = [add_question(lesson_id=lesson.id, draft=single(f"{n}?")) for n in range(3)]
        remove_question(lesson_id=lesson.id, question_id=ids[1])
        assert [row.id for row in draft_quiz(lesson.id).questions] == [ids[0], ids[2]]
        with pytest.raises(Missing):
            change_question(lesson_id=lesson.id, question_id=ids[1], draft=single())
        restore_question(lesson_id=lesson.id, question_id=ids[1])
        assert [row.id for row in draft_quiz(lesson.id).questions] == ids


@pytest.mark.django_db
def test_a_question_of_another_quiz_is_missing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson, other = make_quiz_lesson(), make_quiz_lesson()
        theirs = add_question(lesson_id=other.id, draft=single("Theirs?"))
        for act in (remove_question, restore_question):
            with pytest.raises(Missing):
                act(lesson_id=lesson.id, question_id=theirs)
        with pytest.raises(Missing):
            move_question(lesson_id=lesson.id, question_id=theirs, up=True)
        with pytest.raises(Missing):
            change_question(lesson_id=lesson.id, question_id=theirs, draft=single("Mine?"))
        assert [row.prompt_md for row in draft_quiz(other.id).questions] == ["Theirs?"]


@pytest.mark.django_db
def test_a_text_lesson_has_no_quiz(acme: TenantInfo) -> None:
    with in_tenant(acme):
        for lesson_id in (LessonFactory().id, uuid7()):
            with pytest.raises(Missing):
                add_question(lesson_id=lesson_id, draft=single())
        assert Quiz.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pass_percent": 0}, "pass_percent"),
        ({"pass_percent": 101}, "pass_percent"),
        ({"max_attempts": 21}, "max_attempts"),
    ],
)
def test_rules_stay_in_range(acme: TenantInfo, change: dict[str, int], field: str) -> None:
    rules = {"pass_percent": 70, "max_attempts": 3, "shuffle": True}
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        save_rules(lesson_id=lesson.id, **rules)
        with pytest.raises(Invalid) as refusal:
            save_rules(lesson_id=lesson.id, **{**rules, **change})
        assert refusal.value.field == field
        quiz = draft_quiz(lesson.id)
        assert (quiz.pass_percent, quiz.max_attempts, quiz.shuffle) == (70, 3, True)


@pytest.mark.django_db
def test_a_whole_quiz_replaces_the_old_one_or_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = make_quiz_lesson()
        save_quiz(lesson_id=lesson.id, questions=[single("Old?")])
        with pytest.raises(Invalid, match="Question 2"):
            save_quiz(lesson_id=lesson.id, questions=[single(), QuestionDraft("?", (YES,))])
        assert [row.prompt_md for row in draft_quiz(lesson.id).questions] == ["Old?"]
        save_quiz(lesson_id=lesson.id, questions=[single("New?"), multiple()], pass_percent=50)
        assert [row.draft for row in draft_quiz(lesson.id).questions] == [
            single("New?"),
            multiple(),
        ]
        assert Question.objects.count() == 2

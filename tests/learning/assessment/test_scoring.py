"""Scoring, as properties."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from learning.assessment.content import (
    FrozenChoice,
    FrozenQuestion,
    FrozenQuiz,
    cleaned,
    from_json,
    ordered,
    question_cards,
    to_json,
)
from learning.assessment.scoring import score


@st.composite
def quizzes(draw: st.DrawFn) -> FrozenQuiz:
    """A quiz of one to six questions, single and multiple, of one to ten points."""
    questions = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["single", "multiple"]))
        count = draw(st.integers(2, 5))
        first = draw(st.integers(0, count - 1))
        right = (
            {first}
            if kind == "single"
            else {first, *draw(st.lists(st.integers(0, count - 1), max_size=count))}
        )
        questions.append(
            FrozenQuestion(
                id=f"q{number}",
                kind=kind,
                prompt_html="?",
                explanation_html="",
                points=draw(st.integers(1, 10)),
                choices=tuple(
                    FrozenChoice(
                        id=f"q{number}c{n}", text=f"{n}", is_correct=n in right, feedback=""
                    )
                    for n in range(count)
                ),
            )
        )
    return FrozenQuiz(
        pass_percent=draw(st.integers(1, 100)),
        max_attempts=0,
        shuffle=draw(st.booleans()),
        questions=tuple(questions),
    )


@st.composite
def sheets(draw: st.DrawFn) -> tuple[FrozenQuiz, dict[str, list[str]]]:
    """A quiz and answers to some of it."""
    quiz = draw(quizzes())
    answers = {}
    for question in quiz.questions:
        ids = [choice.id for choice in question.choices]
        chosen = draw(st.lists(st.sampled_from(ids), unique=True, max_size=len(ids)))
        if chosen:
            answers[question.id] = chosen
    return quiz, answers


@given(sheets())
def test_a_score_lies_between_nothing_and_everything(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]],
) -> None:
    quiz, answers = sheet
    result = score(quiz, answers)
    assert 0 <= result.points <= result.max_points == quiz.max_points
    assert 0 <= result.percent <= 100
    assert result.passed == (result.percent >= quiz.pass_percent)


@given(sheets(), st.randoms(use_true_random=False))
def test_order_does_not_matter(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]], random: object
) -> None:
    quiz, answers = sheet
    mixed = list(quiz.questions)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    turned = tuple(replace(one, choices=tuple(reversed(one.choices))) for one in mixed)
    backwards = {key: list(reversed(chosen)) for key, chosen in reversed(answers.items())}
    assert score(replace(quiz, questions=turned), backwards) == score(quiz, answers)


@given(sheets(), st.data())
def test_one_more_right_answer_never_lowers_a_score(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]], data: st.DataObject
) -> None:
    quiz, answers = sheet
    question = data.draw(st.sampled_from(quiz.questions))
    before = score(quiz, answers)
    after = score(quiz, {**answers, question.id: sorted(question.right_ids)})
    assert after.points - before.points == (0 if question.id in before.right else question.points)
    assert after.right == before.right | {question.id}


@given(quizzes())
def test_everything_right_is_everything_and_nothing_is_nothing(quiz: FrozenQuiz) -> None:
    best = score(quiz, {one.id: list(one.right_ids) for one in quiz.questions})
    assert (best.points, best.percent, best.passed) == (quiz.max_points, 100, True)
    none = score(quiz, {})
    assert (none.points, none.percent, none.passed) == (0, 0, False)


@given(sheets())
def test_a_part_of_several_right_answers_gives_nothing(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]],
) -> None:
    quiz, answers = sheet
    for question in quiz.questions:
        chosen = frozenset(answers.get(question.id, []))
        assert (question.id in score(quiz, answers).right) == (chosen == question.right_ids)


@given(sheets(), st.integers(0, 2**31 - 1))
def test_cleaning_keeps_only_what_can_be_chosen(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]], seed: int
) -> None:
    quiz, answers = sheet
    kept = cleaned(quiz, {**answers, "unknown": ["x"], quiz.questions[0].id: ["nowhere"]})
    known = {one.id: {choice.id for choice in one.choices} for one in quiz.questions}
    assert set(kept) <= set(known)
    assert quiz.questions[0].id not in kept
    assert all(chosen and set(chosen) <= known[key] for key, chosen in kept.items())
    singles = {one.id for one in quiz.questions if one.kind == "single"}
    assert all(len(chosen) == 1 for key, chosen in kept.items() if key in singles)


@given(quizzes(), st.integers(0, 2**31 - 1))
def test_the_order_of_an_attempt_is_a_permutation_and_stays(quiz: FrozenQuiz, seed: int) -> None:
    shown = ordered(quiz, seed=seed)
    assert shown == ordered(quiz, seed=seed)
    assert sorted(one.id for one in shown) == sorted(one.id for one in quiz.questions)
    if not quiz.shuffle:
        assert shown == quiz.questions


@given(quizzes())
def test_a_quiz_survives_storage(quiz: FrozenQuiz) -> None:
    assert from_json(to_json(quiz)) == quiz


@given(sheets(), st.integers(0, 2**31 - 1))
def test_cards_say_nothing_about_right_answers(
    sheet: tuple[FrozenQuiz, dict[str, list[str]]], seed: int
) -> None:
    """The same cards whichever answers are right: what does not depend on it cannot tell it."""
    quiz, answers = sheet
    turned = replace(
        quiz,
        questions=tuple(
            replace(
                one,
                explanation_html="why",
                choices=tuple(
                    replace(choice, is_correct=not choice.is_correct, feedback="because")
                    for choice in one.choices
                ),
            )
            for one in quiz.questions
        ),
    )
    assert question_cards(turned, answers, seed=seed) == question_cards(quiz, answers, seed=seed)

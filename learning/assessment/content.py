"""A quiz frozen at publication: dataclasses, and their JSON form in `QuizVersion.content`.

Whatever is shown before submission is made from `question_cards`, which hold no answers, and never
from the frozen quiz itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from learning.assessment.enums import QuestionKind

Answers = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class FrozenChoice:
    """One possible answer of a frozen question."""

    id: str
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class FrozenQuestion:
    """One frozen question; prompt and explanation are safe HTML."""

    id: str
    kind: str
    prompt_html: str
    explanation_html: str
    points: int
    choices: tuple[FrozenChoice, ...]

    @property
    def right_ids(self) -> frozenset[str]:
        """The ids of the right answers."""
        return frozenset(choice.id for choice in self.choices if choice.is_correct)


@dataclass(frozen=True, slots=True)
class FrozenQuiz:
    """A quiz as published; `max_attempts` 0 means as often as one likes."""

    pass_percent: int
    max_attempts: int
    shuffle: bool
    questions: tuple[FrozenQuestion, ...]

    @property
    def max_points(self) -> int:
        """The sum of all questions' points."""
        return sum(question.points for question in self.questions)


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """An answer as a learner sees it before submitting."""

    id: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as a learner sees it before submitting: no answer, no feedback, no explanation."""

    id: str
    number: int
    kind: str
    prompt_html: str
    points: int
    choices: tuple[ChoiceCard, ...]

    @property
    def is_multiple(self) -> bool:
        """Whether several answers may be chosen."""
        return self.kind == QuestionKind.MULTIPLE

    @property
    def is_answered(self) -> bool:
        """Whether anything is chosen."""
        return any(choice.is_chosen for choice in self.choices)


def ordered(quiz: FrozenQuiz, *, seed: int) -> tuple[FrozenQuestion, ...]:
    """Return the questions, answers within them, in the order of one attempt.

    The order is the author's, or for a quiz that mixes it follows from the attempt's seed alone: the
    same at every look, in every version of Python.
    """
    if not quiz.shuffle:
        return quiz.questions

    def place(identity: str) -> bytes:
        return sha256(f"{seed}:{identity}".encode()).digest()

    return tuple(
        FrozenQuestion(
            id=question.id,
            kind=question.kind,
            prompt_html=question.prompt_html,
            explanation_html=question.explanation_html,
            points=question.points,
            choices=tuple(sorted(question.choices, key=lambda one: place(one.id))),
        )
        for question in sorted(quiz.questions, key=lambda one: place(one.id))
    )


def question_cards(quiz: FrozenQuiz, answers: Answers, *, seed: int) -> tuple[QuestionCard, ...]:
    """Return the questions of an open attempt, with what is chosen so far and nothing else."""
    return tuple(
        QuestionCard(
            id=question.id,
            number=number,
            kind=question.kind,
            prompt_html=question.prompt_html,
            points=question.points,
            choices=tuple(
                ChoiceCard(
                    id=choice.id,
                    text=choice.text,
                    is_chosen=choice.id in answers.get(question.id, []),
                )
                for choice in question.choices
            ),
        )
        for number, question in enumerate(ordered(quiz, seed=seed), start=1)
    )


def cleaned(quiz: FrozenQuiz, answers: Answers) -> dict[str, list[str]]:
    """Return only what can be an answer: known questions and choices, one for a single choice.

    Of several ids sent for a single choice the first known one counts.
    """
    kept: dict[str, list[str]] = {}
    for question in quiz.questions:
        known = {choice.id for choice in question.choices}
        chosen = [one for one in dict.fromkeys(answers.get(question.id, [])) if one in known]
        if question.kind == QuestionKind.SINGLE:
            chosen = chosen[:1]
        if chosen:
            kept[question.id] = chosen
    return kept


def to_json(quiz: FrozenQuiz) -> dict[str, Any]:
    """Return the stored form."""
    return {
        "pass_percent": quiz.pass_percent,
        "max_attempts": quiz.max_attempts,
        "shuffle": quiz.shuffle,
        "questions": [
            {
                "id": question.id,
                "kind": question.kind,
                "prompt_html": question.prompt_html,
                "explanation_html": question.explanation_html,
                "points": question.points,
                "choices": [
                    {
                        "id": choice.id,
                        "text": choice.text,
                        "is_correct": choice.is_correct,
                        "feedback": choice.feedback,
                    }
                    for choice in question.choices
                ],
            }
            for question in quiz.questions
        ],
    }


def from_json(stored: dict[str, Any]) -> FrozenQuiz:
    """Return the dataclasses of the stored form."""
    return FrozenQuiz(
        pass_percent=stored["pass_percent"],
        max_attempts=stored["max_attempts"],
        shuffle=stored["shuffle"],
        questions=tuple(
            FrozenQuestion(
                id=question["id"],
                kind=question["kind"],
                prompt_html=question["prompt_html"],
                explanation_html=question["explanation_html"],
                points=question["points"],
                choices=tuple(
                    FrozenChoice(
                        id=choice["id"],
                        text=choice["text"],
                        is_correct=choice["is_correct"],
                        feedback=choice["feedback"],
                    )
                    for choice in question["choices"]
                ),
            )
            for question in stored["questions"]
        ),
    )

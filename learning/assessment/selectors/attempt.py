"""What a learner may know of a quiz and of their attempts at it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.assessment.content import (
    FrozenQuestion,
    FrozenQuiz,
    QuestionCard,
    from_json,
    ordered,
    question_cards,
)
from learning.assessment.enums import AttemptState, QuestionKind
from learning.assessment.models import Attempt, QuizVersion
from learning.assessment.scoring import is_right


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One submitted attempt."""

    id: UUID
    number: int
    percent: int
    passed: bool
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class QuizIntro:
    """The rules of a quiz and the learner's history with it; no question, no answer."""

    pass_percent: int
    max_attempts: int
    questions: int
    points: int
    attempts: tuple[AttemptRow, ...]
    open_id: UUID | None
    open_answered: int

    @property
    def attempts_left(self) -> int | None:
        """How many attempts may still be started; None when there is no limit."""
        if not self.max_attempts:
            return None
        used = len(self.attempts) + (1 if self.open_id else 0)
        return max(0, self.max_attempts - used)

    @property
    def may_start(self) -> bool:
        """Whether a new attempt may begin now."""
        return self.open_id is None and self.attempts_left != 0

    @property
    def best(self) -> AttemptRow | None:
        """The attempt with the highest score, the earliest of equals."""
        return max(self.attempts, key=lambda one: (one.percent, -one.number), default=None)

    @property
    def is_passed(self) -> bool:
        """Whether any attempt reached the pass mark."""
        return any(attempt.passed for attempt in self.attempts)


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """The answer sheet. Made of `QuestionCard`s, which hold nothing about right answers."""

    id: UUID
    number: int
    questions: tuple[QuestionCard, ...]

    @property
    def unanswered(self) -> tuple[QuestionCard, ...]:
        """The questions without an answer."""
        return tuple(card for card in self.questions if not card.is_answered)


@dataclass(frozen=True, slots=True)
class ResultChoice:
    """An answer on the result page. `is_right` is None while it is not to be told."""

    text: str
    is_chosen: bool
    is_right: bool | None
    feedback: str


@dataclass(frozen=True, slots=True)
class ResultQuestion:
    """A question on the result page."""

    number: int
    kind: str
    prompt_html: str
    explanation_html: str
    points: int
    is_right: bool
    is_answered: bool
    choices: tuple[ResultChoice, ...]

    @property
    def is_multiple(self) -> bool:
        """Whether several answers could be right."""
        return self.kind == QuestionKind.MULTIPLE


@dataclass(frozen=True, slots=True)
class Result:
    """A submitted attempt in full."""

    id: UUID
    number: int
    points: int
    max_points: int
    percent: int
    pass_percent: int
    passed: bool
    submitted_at: datetime
    questions: tuple[ResultQuestion, ...]

    @property
    def right(self) -> int:
        """How many questions were got right."""
        return sum(1 for question in self.questions if question.is_right)


def quiz_intro(*, enrolment_id: UUID, version_id: UUID, lesson_id: UUID) -> QuizIntro | None:
    """Return rules and history, or None when the version has no such quiz. Two queries."""
    frozen = QuizVersion.objects.filter(version_id=version_id, lesson_id=lesson_id).first()
    if frozen is None:
        return None
    quiz = from_json(frozen.content)
    attempts = list(Attempt.objects.filter(enrolment_id=enrolment_id, lesson_id=lesson_id))
    current = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    return QuizIntro(
        pass_percent=quiz.pass_percent,
        max_attempts=quiz.max_attempts,
        questions=len(quiz.questions),
        points=quiz.max_points,
        attempts=tuple(
            AttemptRow(
                id=one.id,
                number=one.number,
                percent=one.percent,
                passed=one.passed,
                submitted_at=one.submitted_at,
            )
            for one in attempts
            if one.submitted_at is not None
        ),
        open_id=current.id if current else None,
        open_answered=len(current.answers) if current else 0,
    )


def attempt_of(*, enrolment_id: UUID, lesson_id: UUID, attempt_id: UUID) -> Attempt | None:
    """Return an enrolment's own attempt with its quiz, or None. One query."""
    return (
        Attempt.objects.select_related("quiz_version")
        .filter(id=attempt_id, enrolment_id=enrolment_id, lesson_id=lesson_id)
        .first()
    )


def open_sheet(attempt: Attempt) -> OpenAttempt:
    """Return the answer sheet of an open attempt."""
    quiz = from_json(attempt.quiz_version.content)
    return OpenAttempt(
        id=attempt.id,
        number=attempt.number,
        questions=question_cards(quiz, attempt.answers, seed=attempt.seed),
    )


def result_of(attempt: Attempt, *, reveal: bool) -> Result:
    """Return a submitted attempt with explanations.

    Args:
        attempt: submitted, with its `quiz_version`.
        reveal: whether answers that were not chosen are marked right or wrong too. Not while the
            quiz is still to be passed: the next attempt would be copying.
    """
    if attempt.submitted_at is None:
        raise ValueError("An open attempt has no result.")
    quiz = from_json(attempt.quiz_version.content)
    return Result(
        id=attempt.id,
        number=attempt.number,
        points=attempt.score_points,
        max_points=attempt.max_points,
        percent=attempt.percent,
        pass_percent=quiz.pass_percent,
        passed=attempt.passed,
        submitted_at=attempt.submitted_at,
        questions=_results(quiz, attempt, reveal=reveal),
    )


def published_quiz(*, version_id: UUID, lesson_id: UUID) -> FrozenQuiz | None:
    """Return a frozen quiz with its answers, for code that writes history or reports. One query."""
    row = QuizVersion.objects.filter(version_id=version_id, lesson_id=lesson_id).first()
    return from_json(row.content) if row else None


def _results(quiz: FrozenQuiz, attempt: Attempt, *, reveal: bool) -> tuple[ResultQuestion, ...]:
    return tuple(
        _result(question, number, attempt.answers.get(question.id, []), reveal=reveal)
        for number, question in enumerate(ordered(quiz, seed=attempt.seed), start=1)
    )


def _result(
    question: FrozenQuestion, number: int, chosen: list[str], *, reveal: bool
) -> ResultQuestion:
    return ResultQuestion(
        number=number,
        kind=question.kind,
        prompt_html=question.prompt_html,
        explanation_html=question.explanation_html,
        points=question.points,
        is_right=is_right(question, chosen),
        is_answered=bool(chosen),
        choices=tuple(
            ResultChoice(
                text=choice.text,
                is_chosen=choice.id in chosen,
                is_right=choice.is_correct if reveal or choice.id in chosen else None,
                feedback=choice.feedback if choice.id in chosen else "",
            )
            for choice in question.choices
        ),
    )

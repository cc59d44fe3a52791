"""Submitting an attempt: it is scored once, and a pass completes the lesson."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from learning.assessment.content import Answers, FrozenQuiz, cleaned, from_json
from learning.assessment.enums import AttemptState
from learning.assessment.events import AttemptSubmitted
from learning.assessment.models import Attempt
from learning.assessment.scoring import score
from learning.assessment.services.attempt import locked
from learning.delivery import api as delivery
from tenants.kernel.clock import now
from tenants.kernel.events import publish


@dataclass(frozen=True, slots=True)
class SubmissionInfo:
    """What handing in came to.

    `is_submitted` is False when questions were open and that was not allowed; then only the answers
    were kept. `first_time` is whether this very call submitted the attempt.
    """

    attempt_id: UUID
    number: int
    points: int
    max_points: int
    percent: int
    passed: bool
    is_submitted: bool
    first_time: bool


def submit_attempt(
    *,
    attempt_id: UUID,
    enrolment_id: UUID,
    answers: Answers | None = None,
    allow_gaps: bool = True,
) -> SubmissionInfo:
    """Score an attempt and, when it passes, complete its lesson.

    Twice at once, or again later, gives the first result: the row is locked, and a submitted attempt
    is never scored again.

    Args:
        attempt_id: an attempt of the enrolment's.
        enrolment_id: the enrolment of whoever is answering.
        answers: the last state of the sheet; None leaves what was saved.
        allow_gaps: whether to submit with unanswered questions; they give no points.

    Returns:
        Its score, or that it is still open.

    Raises:
        Missing: when the enrolment has no such attempt.
    """
    with transaction.atomic():
        attempt = locked(attempt_id, enrolment_id)
        if attempt.state == AttemptState.SUBMITTED:
            return _info(attempt, first_time=False)
        quiz = from_json(attempt.quiz_version.content)
        if answers is not None:
            attempt.answers = cleaned(quiz, answers)
        if not allow_gaps and len(attempt.answers) < len(quiz.questions):
            attempt.save(update_fields=["answers"])
            return _info(attempt, first_time=False)
        _close(attempt, quiz)
        completed = attempt.passed and _complete(attempt)
        publish(
            AttemptSubmitted(
                attempt_id=attempt.id,
                enrolment_id=enrolment_id,
                learner_id=attempt.enrolment.learner_id,
                lesson_id=attempt.lesson_id,
                percent=attempt.percent,
                passed=attempt.passed,
                completed_lesson=completed,
                submitted_at=attempt.submitted_at or now(),
            )
        )
        return _info(attempt, first_time=True)


def _complete(attempt: Attempt) -> bool:
    return delivery.complete_lesson(
        enrolment_id=attempt.enrolment_id, lesson_id=attempt.lesson_id, percent=attempt.percent
    ).first_time


def _info(attempt: Attempt, *, first_time: bool) -> SubmissionInfo:
    return SubmissionInfo(
        attempt_id=attempt.id,
        number=attempt.number,
        points=attempt.score_points,
        max_points=attempt.max_points,
        percent=attempt.percent,
        passed=attempt.passed,
        is_submitted=attempt.state == AttemptState.SUBMITTED,
        first_time=first_time,
    )


def _close(attempt: Attempt, quiz: FrozenQuiz) -> None:
    result = score(quiz, attempt.answers)
    attempt.state = AttemptState.SUBMITTED
    attempt.score_points, attempt.max_points = result.points, result.max_points
    attempt.percent, attempt.passed = result.percent, result.passed
    attempt.submitted_at = now()
    attempt.save(
        update_fields=[
            "answers",
            "state",
            "score_points",
            "max_points",
            "percent",
            "passed",
            "submitted_at",
        ]
    )

"""Taking a quiz: starting an attempt and keeping its answers."""

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.assessment.content import Answers, cleaned, from_json
from learning.assessment.enums import AttemptState
from learning.assessment.models import Attempt, QuizVersion
from learning.delivery import api as delivery
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing, Refused
from tenants.kernel.statements import ANY_ID, OTHER_ID, Written

# Two starts at once meet at most once more after the winner submitted.
_TRIES = 3


def start_attempt(*, enrolment_id: UUID, lesson_id: UUID) -> UUID:
    """Return the learner's open attempt at a quiz, beginning one when there is none.

    Two starts at the same moment give one attempt: the partial unique constraint decides.

    Raises:
        Missing: when there is no such enrolment or quiz in its version.
        Refused: when the learner has withdrawn, or has used all attempts.
        Conflict: when it could not be settled who started first.
    """
    enrolment = delivery.enrolment_by_id(enrolment_id)
    if enrolment is None:
        raise Missing(_("There is no such enrolment."))
    if enrolment.is_withdrawn:
        raise Refused(_("You have left this course. Enrol again to go on."))
    with transaction.atomic():
        frozen = QuizVersion.objects.filter(
            version_id=enrolment.version_id, lesson_id=lesson_id
        ).first()
        if frozen is None:
            raise Missing(_("There is no such quiz."))
        quiz = from_json(frozen.content)
        mine = Attempt.objects.filter(enrolment_id=enrolment_id, lesson_id=lesson_id)
        for _try in range(_TRIES):
            rows = list(mine.values_list("id", "state"))
            if current := next((one for one, state in rows if state == AttemptState.OPEN), None):
                return current
            if quiz.max_attempts and len(rows) >= quiz.max_attempts:
                raise Refused(_("You have used all attempts at this quiz."))
            Attempt.objects.bulk_create(
                [
                    Attempt(
                        enrolment_id=enrolment_id,
                        lesson_id=lesson_id,
                        quiz_version=frozen,
                        number=len(rows) + 1,
                        seed=secrets.randbelow(2**31),
                        max_points=quiz.max_points,
                        started_at=now(),
                    )
                ],
                ignore_conflicts=True,
            )
    raise Conflict(_("This quiz was started in another window. Reload the page."))


def save_answers(*, attempt_id: UUID, enrolment_id: UUID, answers: Answers) -> None:
    """Keep the answers of an open attempt; what cannot be an answer is dropped.

    Args:
        attempt_id: an attempt of the enrolment's.
        enrolment_id: the enrolment of whoever is answering.
        answers: {question id: [choice id, …]}, the whole sheet: what is missing counts as unanswered.

    Raises:
        Missing: when the enrolment has no such attempt.
        Conflict: when it was submitted already; its answers stay.
    """
    with transaction.atomic():
        attempt = locked(attempt_id, enrolment_id)
        if attempt.state == AttemptState.SUBMITTED:
            raise Conflict(_("These answers were submitted already and stay as they were."))
        attempt.answers = cleaned(from_json(attempt.quiz_version.content), answers)
        attempt.save(update_fields=["answers"])


def locked(attempt_id: UUID, enrolment_id: UUID) -> Attempt:
    """Return an enrolment's own attempt, locked until the transaction ends; the enrolment is not.

    Raises:
        Missing: when the enrolment has no such attempt.
    """
    for attempt in _LOCKED.instances(attempt_id, enrolment_id):
        assert isinstance(attempt, Attempt)
        return attempt
    raise Missing(_("There is no such attempt."))


def _own(attempt_id: UUID, enrolment_id: UUID) -> "QuerySet[Attempt]":
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz_version", "enrolment")
        .filter(id=attempt_id, enrolment_id=enrolment_id)
    )


_LOCKED = Written(_own, ANY_ID, OTHER_ID)

"""Certificates follow their owner. What is printed and signed on them stays as it was."""

from uuid import UUID

from learning.credentials.models import Certificate


def reassign_learner(*, from_id: UUID, to_id: UUID) -> int:
    """Give one learner's certificates to another; the name on them, their code and proof stay.

    Returns:
        How many there were.
    """
    return Certificate.objects.filter(learner_id=from_id).update(learner_id=to_id)


def reassign_enrolment(*, from_enrolment_id: UUID, to_enrolment_id: UUID) -> bool:
    """Hang a certificate on another enrolment, unless that one has its own already.

    Returns:
        Whether one went over.
    """
    if Certificate.objects.filter(enrolment_id=to_enrolment_id).exists():
        return False
    rows = Certificate.objects.filter(enrolment_id=from_enrolment_id)
    return rows.update(enrolment_id=to_enrolment_id) > 0

"""Attempts follow the enrolment they belong to when two enrolments turn out to be one person's."""

from uuid import UUID

from django.db import transaction

from learning.assessment.enums import AttemptState
from learning.assessment.models import Attempt


def reassign_attempts(*, from_enrolment_id: UUID, to_enrolment_id: UUID) -> int:
    """Give the attempts of one enrolment to another, numbered after those it has.

    An attempt still open stays behind when the other has one open in the same quiz.

    Returns:
        How many went over.
    """
    with transaction.atomic():
        rows = list(
            Attempt.objects.select_for_update()
            .filter(enrolment_id__in=[from_enrolment_id, to_enrolment_id])
            .order_by("number", "id")
        )
        last: dict[UUID, int] = {}
        busy: set[UUID] = set()
        for row in rows:
            if row.enrolment_id == to_enrolment_id:
                last[row.lesson_id] = max(last.get(row.lesson_id, 0), row.number)
                if row.state == AttemptState.OPEN:
                    busy.add(row.lesson_id)
        moved = 0
        for row in rows:
            if row.enrolment_id != from_enrolment_id:
                continue
            if row.state == AttemptState.OPEN and row.lesson_id in busy:
                continue
            row.number = last[row.lesson_id] = last.get(row.lesson_id, 0) + 1
            row.enrolment_id = to_enrolment_id
            row.save(update_fields=["number", "enrolment"])
            moved += 1
    return moved

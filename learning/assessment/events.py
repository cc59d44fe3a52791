"""What assessment announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.events import event


@event("assessment.attempt_submitted")
@dataclass(frozen=True)
class AttemptSubmitted:
    """An attempt was handed in and scored. Published once for each, after what a pass completes.

    `completed_lesson` says that it was the pass which `delivery.lesson_completed` told of just before;
    a later pass of the same quiz completes nothing.
    """

    attempt_id: UUID
    enrolment_id: UUID
    learner_id: UUID
    lesson_id: UUID
    percent: int
    passed: bool
    completed_lesson: bool
    submitted_at: datetime

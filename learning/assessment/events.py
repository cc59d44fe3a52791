"""What assessment announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.events import event


@event("assessment.attempt_submitted")
@dataclass(frozen=True)
class AttemptSubmitted:
    """An attempt was handed in and scored. Published once for each, after what a pass completes."""

    attempt_id: UUID
    enrolment_id: UUID
    lesson_id: UUID
    percent: int
    passed: bool
    submitted_at: datetime


@event("assessment.quiz_passed")
@dataclass(frozen=True)
class QuizPassed:
    """An attempt reached the pass mark. Published for every such attempt, also a second one."""

    attempt_id: UUID
    enrolment_id: UUID
    learner_id: UUID
    course_id: UUID
    lesson_id: UUID
    percent: int

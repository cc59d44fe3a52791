"""What guidance announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.kernel.events import event


@event("guidance.skill_check_finished")
@dataclass(frozen=True)
class SkillCheckFinished:
    """A learner's check is scored. `percents` are its estimates by skill, 0 to 100; no answers."""

    check_id: UUID
    learner_id: UUID
    finished_at: datetime
    percents: dict[str, int]

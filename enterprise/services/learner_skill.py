"""Keeps what skill checks say of people where their managers' page can read it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from enterprise.models import LearnerSkill
from enterprise.services.learner_standing import kept_standings
from learning.guidance import api as guidance


def keep_skills(
    *, learner_id: UUID, percents: Mapping[str, int], measured_at: datetime | None
) -> None:
    """Take over the estimates of a person's last check; those of an earlier one go.

    Args:
        learner_id: a user of this company.
        percents: by skill, 0 to 100.
        measured_at: when the check was finished (UTC).
    """
    with transaction.atomic(), kept_standings([learner_id]):
        LearnerSkill.objects.filter(learner_id=learner_id).exclude(skill__in=percents).delete()
        LearnerSkill.objects.bulk_create(
            [
                LearnerSkill(
                    learner_id=learner_id, skill=skill, percent=percent, measured_at=measured_at
                )
                for skill, percent in sorted(percents.items())
            ],
            update_conflicts=True,
            unique_fields=["learner", "skill"],
            update_fields=["percent", "measured_at"],
        )


def rebuild_skills(*, learner_id: UUID) -> None:
    """Make a person's rows again from what guidance knows."""
    known = guidance.known_of(learner_id)
    latest = known.latest
    keep_skills(
        learner_id=learner_id,
        percents={skill: one.percent for skill, one in latest.abilities.items()} if latest else {},
        measured_at=latest.finished_at if latest else None,
    )

"""Two accounts of one person: goals and skill checks follow the one that is kept, where it has none."""

from uuid import UUID

from django.db import transaction

from learning.guidance.models import LearnerProfile, SkillCheck


def take_over(*, kept_id: UUID, gone_id: UUID) -> None:
    """Give the kept account what it does not have itself. In the transaction of the merging.

    What it has stays: two numberings of checks, or two goals, cannot be made one. The other's is left
    where it is, and found with it.
    """
    with transaction.atomic():
        for model in (LearnerProfile, SkillCheck):
            if not model.objects.filter(learner_id=kept_id).exists():
                model.objects.filter(learner_id=gone_id).update(learner_id=kept_id)

"""Keeping what a learner tells about themselves, step by step."""

from uuid import UUID

from django.db import transaction

from learning.guidance.enums import ProfileStep
from learning.guidance.models import LearnerProfile
from learning.guidance.models.profile import STEP_FIELDS
from tenants.kernel.clock import now


def save_step(*, learner_id: UUID, step: ProfileStep, answers: dict[str, object]) -> None:
    """Keep the answers of one step; others stay as they are.

    Args:
        learner_id: whose.
        step: which.
        answers: cleaned, by column; columns of other steps are left out.
    """
    with transaction.atomic():
        profile = _locked(learner_id)
        for name in STEP_FIELDS[step]:
            if name in answers:
                setattr(profile, name, answers[name])
        profile.skipped = [one for one in profile.skipped if one != step]
        _save(profile)


def skip_step(*, learner_id: UUID, step: ProfileStep) -> None:
    """Pass over a step. What was answered there before stays."""
    with transaction.atomic():
        profile = _locked(learner_id)
        if step not in profile.skipped:
            profile.skipped = [*profile.skipped, str(step)]
        _save(profile)


def skip_check(*, learner_id: UUID) -> None:
    """Note that the skill check is not wanted now; it may be begun at any time."""
    with transaction.atomic():
        profile = _locked(learner_id)
        profile.skips_check = True
        _save(profile)


def dismiss(*, learner_id: UUID) -> None:
    """Make the invitation on the home page small."""
    with transaction.atomic():
        profile = _locked(learner_id)
        profile.dismissed_at = profile.dismissed_at or now()
        _save(profile)


def _locked(learner_id: UUID) -> LearnerProfile:
    LearnerProfile.objects.bulk_create(
        [LearnerProfile(learner_id=learner_id)], ignore_conflicts=True
    )
    return LearnerProfile.objects.select_for_update().get(learner_id=learner_id)


def _save(profile: LearnerProfile) -> None:
    profile.updated_at = now()
    profile.save()

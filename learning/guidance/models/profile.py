"""Lives in: every schema. What a learner told about themselves at the start."""

from django.conf import settings
from django.db import models

from learning.catalogue.api import Industry, Language
from learning.guidance.enums import Experience, Goal, ProfileStep, WeeklyTime
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7

# Which columns each step of the welcome fills; the first says whether it was answered.
STEP_FIELDS: dict[str, tuple[str, ...]] = {
    ProfileStep.GOAL: ("goal", "wanted_role"),
    ProfileStep.EXPERIENCE: ("experience",),
    ProfileStep.INDUSTRY: ("industry",),
    ProfileStep.LANGUAGE: ("language",),
    ProfileStep.TIME: ("weekly_minutes",),
}


class LearnerProfile(models.Model):
    """Answers to the welcome's questions; each may be left out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    goal = models.CharField(max_length=12, choices=Goal, blank=True)
    wanted_role = models.CharField(max_length=80, blank=True)
    experience = models.CharField(max_length=8, choices=Experience, blank=True)
    industry = models.CharField(max_length=16, choices=Industry, blank=True)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    weekly_minutes = models.PositiveSmallIntegerField(choices=WeeklyTime, null=True, blank=True)
    # Values of ProfileStep that were passed over on purpose.
    skipped = models.JSONField(default=list, blank=True)
    skips_check = models.BooleanField(default=False)
    # Since when the invitation is out of the way.
    dismissed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"Profile of {self.learner_id}"

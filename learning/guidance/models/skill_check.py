"""Lives in: every schema. Skill checks: what was asked, what was answered, what it says."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.catalogue.api import Language, Skill
from learning.guidance.enums import CheckState
from tenants.kernel.ids import uuid7


class SkillCheck(models.Model):
    """One learner's check. A finished one is never written again; the next has the next number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8, choices=Language)
    state = models.CharField(max_length=8, choices=CheckState, default=CheckState.OPEN)
    # The order of skills, of equal questions and of answers follows from it.
    seed = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "number"], name="guidance_check_number"),
            models.UniqueConstraint(
                fields=["learner"], condition=Q(state="open"), name="guidance_check_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", finished_at__isnull=True)
                | Q(state="finished", finished_at__isnull=False),
                name="guidance_check_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.number} of {self.learner_id}"


class SkillAnswer(models.Model):
    """One question of a check. It is written when asked, so that coming back shows the same one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_taken = models.ForeignKey(
        SkillCheck, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    # The question's name in the bank, and its facts as they were.
    item = models.CharField(max_length=60)
    skill = models.CharField(max_length=12, choices=Skill)
    level = models.PositiveSmallIntegerField()
    # The answer's place in the bank; empty while open; -1 for "I am not sure".
    chosen = models.SmallIntegerField(null=True, blank=True)
    is_right = models.BooleanField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_taken", "position"], name="guidance_answer_position"
            ),
            models.UniqueConstraint(fields=["check_taken", "item"], name="guidance_answer_item"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, chosen__isnull=True, is_right__isnull=True)
                | Q(answered_at__isnull=False, chosen__isnull=False, is_right__isnull=False),
                name="guidance_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.item}"


class SkillEstimate(models.Model):
    """What a finished check says of one skill, in thousandths of a logit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_taken = models.ForeignKey(
        SkillCheck, on_delete=models.CASCADE, related_name="estimates", db_index=False
    )
    skill = models.CharField(max_length=12, choices=Skill)
    ability_milli = models.IntegerField()
    error_milli = models.PositiveIntegerField()
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_taken", "skill"], name="guidance_estimate_skill")
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.ability_milli}"

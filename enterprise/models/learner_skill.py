"""Lives in: tenant only. What skill checks say of people, for the page of those who train them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.catalogue.api import Skill
from tenants.kernel.ids import uuid7


class LearnerSkill(models.Model):
    """One skill of one person by their last check: a copy of guidance's estimate, without any answer.

    Kept by an inline handler; `rebuild_learner_status` makes it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="skill_levels",
        db_index=False,
    )
    skill = models.CharField(max_length=12, choices=Skill)
    percent = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "skill"], name="learner_skill_once"),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="learner_skill_at_most_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.skill} {self.percent}"

"""Lives in: every schema. One learner's try at one quiz."""

from django.db import models
from django.db.models import F, Q

from learning.assessment.enums import AttemptState
from learning.assessment.models.version import QuizVersion
from tenants.kernel.ids import uuid7


class Attempt(models.Model):
    """Answers while it is open, a score once it is submitted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    enrolment = models.ForeignKey(
        "delivery.Enrolment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lesson_id = models.UUIDField()
    quiz_version = models.ForeignKey(
        QuizVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=AttemptState, default=AttemptState.OPEN)
    # {question id: [choice id, …]}
    answers = models.JSONField(default=dict, blank=True)
    # The order of questions and answers follows from it.
    seed = models.PositiveIntegerField(default=0)
    score_points = models.PositiveIntegerField(default=0)
    max_points = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_id", "number"], name="assessment_attempt_number"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson_id"],
                condition=Q(state=AttemptState.OPEN),
                name="assessment_attempt_one_open",
            ),
            models.CheckConstraint(
                condition=Q(score_points__lte=F("max_points")) & Q(percent__lte=100),
                name="assessment_attempt_score_within_max",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at__isnull=True)
                | Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False),
                name="assessment_attempt_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} at {self.lesson_id}"

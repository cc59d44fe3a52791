"""Lives in: every schema. On which days somebody learned, and how much."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7


class ActivityDay(models.Model):
    """One person's one calendar day, in the time zone that was theirs when they learned."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    lessons = models.PositiveIntegerField(default=0)
    quizzes = models.PositiveIntegerField(default=0)
    # Of videos what was watched, of texts and quizzes their length once they are done.
    milliseconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "day"], name="engagement_day_once")
        ]
        # A company asks how many people learned in a span of days.
        indexes = [models.Index(fields=["day"], name="engagement_by_day")]

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.day}"

"""Lives in: every schema. What somebody did, line by line, as it was called then."""

from django.conf import settings
from django.db import models

from learning.engagement.enums import Done
from tenants.kernel.ids import uuid7


class TimelineEntry(models.Model):
    """One line. Written once for each thing done; titles stay as they were on the day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Done)
    # What was done: a lesson, a course, a check, a goal in one week.
    source_id = models.UUIDField()
    title = models.CharField(max_length=300)
    course_id = models.UUIDField(null=True, blank=True)
    course_title = models.CharField(max_length=300, blank=True, default="")
    # Of a quiz its per cent, of a goal what was aimed at, of a check which one it was.
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind", "source_id"], name="engagement_line_once"
            )
        ]
        indexes = [models.Index(fields=["learner", "-at"], name="engagement_timeline")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

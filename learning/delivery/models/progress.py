"""Lives in: every schema. What a learner has done in one lesson."""

from django.db import models

from learning.delivery.enums import LessonState
from learning.delivery.models.enrolment import Enrolment
from tenants.kernel.ids import uuid7


class LessonProgress(models.Model):
    """One lesson of one enrolment, from the first opening on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="progress", db_index=False
    )
    lesson_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=LessonState, default=LessonState.STARTED)
    # Where playback goes on, in milliseconds.
    position_ms = models.PositiveIntegerField(default=0)
    # [[start_ms, end_ms], …]: disjoint, ascending. `watched_ms` is their total length.
    watched = models.JSONField(default=list, blank=True)
    watched_ms = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField()
    # The last report of the player; null until there is one.
    last_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_id"], name="delivery_progress_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.lesson_id} {self.state}"

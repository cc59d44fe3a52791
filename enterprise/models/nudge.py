"""Lives in: tenant only. Reminders from a manager to a learner."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7

# A nudge waits this long before it is mailed, so that it can be taken back.
HOLD = timedelta(seconds=60)
# Nobody is nudged again before this has passed.
PAUSE = timedelta(hours=24)


class Nudge(models.Model):
    """A reminder by mail, held back for a minute so that it can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "-created_at"], name="nudge_latest")]

    def __str__(self) -> str:
        return f"{self.learner_id} by {self.sent_by_id}"

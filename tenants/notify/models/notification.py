"""Lives in: every schema. One thing one person is told, and telling very many at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class Notification(models.Model):
    """What the bell shows. Only facts are kept; the words are made in the reader's language."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    # A path on this company's host, opened when the message is.
    url = models.CharField(max_length=500, blank=True, default="")
    # What it is about, `course:<id>`, so that everything about one thing can be found.
    about = models.CharField(max_length=120, blank=True, default="")
    dedupe_key = models.CharField(max_length=200)
    # To write to them in, where they chose none.
    language = models.CharField(max_length=5, blank=True, default="")
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    # When its channels were decided on; until then a job still has it before it.
    dispatched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "dedupe_key"], name="notification_once")
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_latest"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class Batch(models.Model):
    """A message to more people than one request should write; jobs write it chunk by chunk."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    # What differs from person to person, by user id.
    personal = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True, default="")
    about = models.CharField(max_length=120, blank=True, default="")
    dedupe_key = models.CharField(max_length=200)
    user_ids = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.kind} for {len(self.user_ids)}"

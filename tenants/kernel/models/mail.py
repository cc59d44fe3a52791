"""Lives in: every schema. Mail on its way out, written in the transaction that caused it."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class MailState(models.TextChoices):
    """How far a message is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class MailMessage(models.Model):
    """One rendered message to one address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    to = models.CharField(max_length=320)
    sender_name = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    # More headers than those every mail has, such as how to unsubscribe.
    headers = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"

"""Lives in: every schema. Text messages on their way out, written in the transaction that caused them."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class TextChannel(models.TextChoices):
    """What carries a text. The names are the products' own."""

    SMS = "sms", "SMS"
    WHATSAPP = "whatsapp", "WhatsApp"


class TextState(models.TextChoices):
    """How far a text is.

    ASKED: the provider was asked, and what it said was not yet written down. Such a text is never just
    asked for again: first the provider is asked whether it has it.
    """

    QUEUED = "queued"
    ASKED = "asked"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class TextMessage(models.Model):
    """One text to one number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    to = models.CharField(max_length=16)
    channel = models.CharField(max_length=10, choices=TextChannel)
    template = models.CharField(max_length=80)
    # Emptied once a text with a secret in it is on its way.
    body = models.TextField(blank=True)
    # Their values, in the order in which the text is registered.
    variables = models.JSONField(default=list)
    language = models.CharField(max_length=10, blank=True)
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=12, choices=TextState, default=TextState.QUEUED)
    # The provider's own name for it.
    provider_id = models.CharField(max_length=40, blank=True, db_index=True)
    error_code = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=now)
    # Not worth sending afterwards, such as a code that has run out.
    valid_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"

"""Lives in: every schema. Events on their way to handlers, and the events already handled here."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class OutboxEvent(models.Model):
    """An event that was published in this schema and has handlers to be delivered to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class OutboxDelivery(models.Model):
    """One handler that must still get, or has got, an event."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    target = models.CharField(max_length=10)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler")
        ]

    def __str__(self) -> str:
        return f"{self.handler} of {self.event_id}"


class HandledEvent(models.Model):
    """Written in the handler's own transaction, so that an event delivered twice acts once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.UUIDField()
    handler = models.CharField(max_length=200)
    handled_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "handler"], name="event_handled_once")
        ]

    def __str__(self) -> str:
        return f"{self.handler} handled {self.event_id}"

"""Lives in: every schema. The delivery log: one row for each message and channel."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.notify.enums import Channel, DeliveryState, Reason
from tenants.notify.models.chat import ChatChannel
from tenants.notify.models.notification import Notification


class Delivery(models.Model):
    """What became of a message on one channel.

    Mails that do not come from here (sign-in, invitations) have a row without a notification; posts
    to a team chat have a `chat` instead of a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, null=True, related_name="deliveries", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    chat = models.ForeignKey(
        ChatChannel, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    address = models.CharField(max_length=320, blank=True, default="")
    created_at = models.DateTimeField(default=now)
    # When it may go: the end of quiet hours, or the hour of the summary.
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the other side said, for admins.
    error = models.CharField(max_length=500, blank=True, default="")
    # The mail or text that carries it; a summary carries many.
    message_id = models.UUIDField(null=True, blank=True)
    # Of a post to a team chat: its words and what it is about, as there is no notification.
    payload = models.JSONField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel"],
                condition=Q(notification__isnull=False),
                name="delivery_once_per_channel",
            ),
            models.UniqueConstraint(
                fields=["chat", "dedupe_key"],
                condition=Q(chat__isnull=False),
                name="delivery_once_per_chat",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="delivery_latest"),
            models.Index(
                fields=["user", "-created_at"],
                condition=Q(user__isnull=False),
                name="delivery_of_person",
            ),
            models.Index(
                fields=["message_id"],
                condition=Q(message_id__isnull=False),
                name="delivery_by_message",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["queued", "held", "digested"]),
                name="delivery_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.state}"

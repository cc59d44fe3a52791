"""Lives in: every schema. Team chats that the company connected."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7
from tenants.notify.enums import ChatService


class ChatChannel(models.Model):
    """One incoming webhook. Whoever has its address can post, so it is shown in part only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    service = models.CharField(max_length=10, choices=ChatService)
    url = models.TextField()
    kinds = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()
    # Taken away, but kept for a while so that it can come back.
    removed_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return f"{self.name} ({self.service})"

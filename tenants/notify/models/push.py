"""Lives in: every schema. Browsers that asked for push messages."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7


class PushSubscription(models.Model):
    """One browser of one person (Push API, W3C); its keys encrypt what is sent to it (RFC 8291)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.TextField()
    # SHA-256 of the endpoint: addresses are too long for an index.
    endpoint_sha256 = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.label} of {self.user_id}"

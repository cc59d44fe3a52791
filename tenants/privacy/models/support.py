"""Lives in: every schema. When our own staff may look into a company, and when they did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class SupportGrant(models.Model):
    """A company's consent: for how long, what for. Ended at any time by its owner."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what_for = models.CharField(max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    granted_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="support_grant_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what_for} until {self.expires_at:%Y-%m-%d %H:%M}"


class SupportVisit(models.Model):
    """One member of our staff looking in under a grant. He is a person of `public`, named in words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(SupportGrant, on_delete=models.PROTECT, related_name="visits")
    staff_id = models.UUIDField()
    staff_name = models.CharField(max_length=150)
    started_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Of the ticket that opened it: used once.
    ticket = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.staff_name} at {self.started_at:%Y-%m-%d %H:%M}"

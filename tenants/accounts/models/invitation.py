"""Lives in: every schema. Invitations to join, each good for one address, once, for a while."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from tenants.accounts.enums import InvitationState
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class Invitation(models.Model):
    """A promise of an account. The token itself is in the mail only; here is its digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True, default="")
    roles = models.JSONField(default=list)
    # For whoever places people, such as {"department_id": "…"}; this app does not read it.
    placement = models.JSONField(default=dict)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True, default="")
    token_hash = models.CharField(max_length=64)
    # Counts the mails, so that a repeat is a new mail and a retried act is not.
    sendings = models.PositiveIntegerField(default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def state_at(self, moment: datetime) -> InvitationState:
        """Return what the invitation is worth at a moment."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.expires_at <= moment:
            return InvitationState.EXPIRED
        return InvitationState.OPEN

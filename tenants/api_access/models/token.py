"""Lives in: every schema. Tokens with which programs use the API."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.api_access.enums import TokenKind
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class AccessToken(models.Model):
    """One token. Its secret was shown once; here is its digest, and enough to recognise it by.

    A personal one acts as its owner and never for longer than they are active. A service one belongs
    to the company and outlives whoever made it. `family` is the first of a line of rotated tokens.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    family = models.UUIDField(editable=False)
    kind = models.CharField(max_length=10, choices=TokenKind.choices)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="access_tokens",
    )
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    class Meta:
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=TokenKind.PERSONAL, owner__isnull=False)
                | Q(kind=TokenKind.SERVICE, owner__isnull=True),
                name="access_token_personal_has_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

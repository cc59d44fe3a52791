"""Lives in: every schema. What people without e-mail sign in with: codes from an admin, PINs, shared devices.

`public` has none of these; sign-in asks for them on a company's host only.
"""

from django.conf import settings
from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class DeskCode(models.Model):
    """A code that an admin made for somebody and hands over on paper: good once, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_codes"
    )
    code_digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    issued_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="desk_code_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.issued_at:%Y-%m-%d}"


class Pin(models.Model):
    """Six digits somebody chose; good on the company's shared devices and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pin"
    )
    # Made by Django's password hasher.
    pin_hash = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.set_at:%Y-%m-%d}"


class SharedDevice(models.Model):
    """A tablet or computer that several people use, known by a cookie of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    # A department of the company; this app does not read it.
    department_id = models.UUIDField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    # Somebody who does nothing for so long is signed out, and everybody after the longest.
    idle_seconds = models.PositiveIntegerField(default=180)
    longest_seconds = models.PositiveIntegerField(default=3600)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    registered_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

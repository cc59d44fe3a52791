"""Lives in: every schema. How people came in, the devices they come from, and guesses being counted."""

from django.conf import settings
from django.db import models

from tenants.accounts.enums import SignInMethod, SignInOutcome
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class SignInRecord(models.Model):
    """One try to come in as somebody who is here. What the person is shown as their history.

    Tries with an address that nobody has are not written: a history belongs to a person.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=now)
    # No foreign key: the history outlives an erased person until its own time is over.
    user_id = models.UUIDField()
    method = models.CharField(max_length=20, choices=SignInMethod.choices)
    # The second step that was taken after it, if any.
    second = models.CharField(max_length=20, choices=SignInMethod.choices, blank=True)
    outcome = models.CharField(max_length=20, choices=SignInOutcome.choices)
    # Such as "Google" for an account of theirs.
    provider = models.CharField(max_length=60, blank=True)
    # Such as "Chrome on Android"; never a place.
    device = models.CharField(max_length=80, blank=True)
    new_device = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user_id", "-at"], name="sign_in_of")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.method} {self.outcome}"


class KnownDevice(models.Model):
    """A browser from which somebody has come in before, told by a random cookie of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices"
    )
    token_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_hash"], name="known_device_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first_seen_at:%Y-%m-%d}"


class GuessCount(models.Model):
    """How often a secret was guessed wrong within a window; in Postgres, as Redis may be emptied."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # A keyed digest of what is counted: the table names neither accounts nor addresses.
    key = models.CharField(max_length=64, unique=True)
    guesses = models.PositiveIntegerField(default=0)
    window_ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.guesses}"

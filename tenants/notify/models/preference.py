"""Lives in: every schema. What people and companies chose about being told."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from tenants.kernel.ids import uuid7
from tenants.notify.enums import Channel, Rhythm

QUIET_FROM, QUIET_UNTIL, DIGEST_HOUR = time(21), time(8), 9


class Preference(models.Model):
    """One person's own choice for one kind on one channel; what is not here is the company's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} by {self.channel} {'on' if self.is_on else 'off'}"


class PersonRules(models.Model):
    """When a person may be disturbed, and how mail that can wait is collected."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notify_rules"
    )
    # An IANA name; empty means the company's.
    time_zone = models.CharField(max_length=60, blank=True, default="")
    is_quiet_on = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=QUIET_UNTIL)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.IMMEDIATE)
    digest_hour = models.PositiveSmallIntegerField(
        default=DIGEST_HOUR, validators=[MaxValueValidator(23)]
    )
    # Monday is 0.
    digest_weekday = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])

    def __str__(self) -> str:
        return f"Rules of {self.user_id}"


class CompanyDefault(models.Model):
    """What holds for people of this company who have not chosen themselves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "channel"], name="company_default_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} {'on' if self.is_on else 'off'}"


class CompanyRules(models.Model):
    """One row: the rules people start with, and whether urgent messages may change channel."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True)
    is_quiet_on = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=QUIET_UNTIL)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.IMMEDIATE)
    falls_back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="company_rules_only_one")
        ]

    def __str__(self) -> str:
        return "Rules of the company"

"""Lives in: every schema. People's phone numbers, and the codes sent to numbers."""

from django.conf import settings
from django.db import models

from tenants.accounts.enums import PhonePurpose
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.kernel.models import TextChannel


class PhoneNumber(models.Model):
    """The number of one person, in E.164.

    Proved numbers are each one person's; an unproved one, typed by an admin, may be a shop's phone that
    several people share.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phone"
    )
    number = models.CharField(max_length=16, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(verified_at__isnull=False),
                name="phone_proved_once",
            )
        ]

    def __str__(self) -> str:
        return self.number


class PhoneCode(models.Model):
    """One code asked for, whether or not anybody here has the number; deleted after a day.

    The row is made before anything is known of who asks, so that every answer costs the same. The job
    that sends the code looks the person up and fills in the digest; without a person it stays empty,
    which no code matches.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=10, choices=PhonePurpose.choices)
    # Asked for by number, or by employee id: then the number is filled in when it is sent.
    number = models.CharField(max_length=16, blank=True)
    employee_id = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=TextChannel.choices)
    language = models.CharField(max_length=10, blank=True)
    # Id of the known device it was asked on; "" on any other.
    device = models.CharField(max_length=36, blank=True)
    # Of a secret that only the browser's session knows.
    browser_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now, db_index=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["number", "created_at"], name="phone_code_by_number"),
            models.Index(fields=["employee_id", "created_at"], name="phone_code_by_employee"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"

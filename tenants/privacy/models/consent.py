"""Lives in: every schema. Who agreed to which words and when; append-only, as it must be shown later."""

from django.conf import settings
from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.privacy.enums import Purpose


class Consent(models.Model):
    """One yes or no. The last row of a purpose counts; withdrawing is a row too."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField()
    # Which words: their version and language, and the digest of what was shown.
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["user", "purpose", "-at"], name="consent_of_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}: {'yes' if self.given else 'no'}"

"""Lives in: every schema. Addresses that mail does not reach, or must not."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7
from tenants.notify.enums import Trouble


class AddressTrouble(models.Model):
    """Mail to this address stops for this person until it is proved anew, or somebody says that it works.

    An address may be given to somebody else later: what came back from its last owner is not theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # In lower case.
    address = models.CharField(max_length=320)
    # Whose mail it was; nobody's where it went to an address without an account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    trouble = models.CharField(max_length=12, choices=Trouble)
    # What the other side said (RFC 3464 `Diagnostic-Code`).
    diagnostic = models.CharField(max_length=500, blank=True, default="")
    noticed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "user"], nulls_distinct=False, name="trouble_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.trouble}"

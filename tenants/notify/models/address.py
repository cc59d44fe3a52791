"""Lives in: every schema. Addresses that mail does not reach, or must not."""

from django.db import models

from tenants.kernel.ids import uuid7
from tenants.notify.enums import Trouble


class AddressTrouble(models.Model):
    """Mail to this address stops until somebody says that it works again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # In lower case.
    address = models.CharField(max_length=320, unique=True)
    trouble = models.CharField(max_length=12, choices=Trouble)
    # What the other side said (RFC 3464 `Diagnostic-Code`).
    diagnostic = models.CharField(max_length=500, blank=True, default="")
    noticed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.address}: {self.trouble}"

"""Lives in: public only. The SQL that makes a company's schema."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class TemplateScript(models.Model):
    """What all migrations up to a head amount to. Run as the owner, so the application may not touch it."""

    owner_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    head = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    # The latest one is what is deployed: only its processes make spares and drop outdated ones.
    in_force_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.head

"""Lives in: public only. Companies under one contract."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class CompanyGroup(models.Model):  # type: ignore[django-manager-missing]  # Tenant's comes from a library
    """One contract that several companies stand under. It gives nobody a way into any of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    contract = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

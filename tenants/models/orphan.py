"""Lives in: public only. What the sweeper found without an owner."""

from django.db import models

from tenants.enums import OrphanKind
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class OrphanSighting(models.Model):
    """A schema or role that nobody owns, since when. It is removed when it still is one an hour later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=6, choices=OrphanKind)
    name = models.CharField(max_length=63)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_sighting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

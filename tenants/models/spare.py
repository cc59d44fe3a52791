"""Lives in: public only. Schemas that are made and belong to nobody yet."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class SpareSchema(models.Model):
    """A schema to be given to the next company. Whoever deletes the row has the schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=63, unique=True)
    # Of the migrations it was made with; empty until its tables are there.
    head = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.schema_name

"""Lives in: every schema. What a POST with an Idempotency-Key was answered."""

from typing import ClassVar

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class KeptAnswer(models.Model):
    """An answer that is given again for the same key, body and asker; written with the work itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # `person:<id>` or `service:<family>`: a key of somebody else is another key.
    asker = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    # Of method, path and body.
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=80)
    body = models.BinaryField()
    location = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "key"], name="kept_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.asker} {self.key}"

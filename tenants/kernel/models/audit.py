"""Lives in: every schema. Who did what, append-only: the application's role may not change a row."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class AuditEntry(models.Model):
    """One act. The actor's name is kept as it was, since people get renamed and erased."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=now)
    action = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=300, blank=True)
    target_id = models.UUIDField(null=True)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="audit_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"

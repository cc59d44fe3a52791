"""Lives in: public only. Companies on their way to another cluster, or to what a backup holds."""

from django.db import models

from tenants.enums import RelocationKind, RelocationStep
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.models.tenant import Tenant

_OVER = ("confirmed", "undone", "given_up")


class Relocation(models.Model):
    """One company's data changing place, step by step, so that it can be gone on with after a crash.

    Of a move both copies have the company's schema name, on two clusters. Of a restore both are on one:
    `other_schema` is the name of the one that is not in use, the restored before the switch and the
    previous after it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="relocations")
    kind = models.CharField(max_length=8, choices=RelocationKind)
    step = models.CharField(max_length=10, choices=RelocationStep, default=RelocationStep.STARTED)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    other_schema = models.CharField(max_length=63, blank=True, default="")
    # What was copied and compared: tables, rows, how long writes waited; of a restore its backup too.
    facts = models.JSONField(default=dict)
    # Each step with its moment, as `[["started", "2026-01-01T00:00:00+00:00"], …]`.
    history = models.JSONField(default=list)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"],
                condition=~models.Q(step__in=_OVER),
                name="one_relocation_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.tenant_id}: {self.step}"

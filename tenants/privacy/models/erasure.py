"""Lives in: every schema. Requests to be forgotten, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.privacy.enums import OPEN_ERASURES, ErasureState


class ErasureRequest(models.Model):
    """One request. Its report outlives the data and names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=ErasureState)
    asked_at = models.DateTimeField(default=now)
    # When it will be done, unless it is taken back (UTC).
    due_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # What the person was told when it was declined.
    reason = models.CharField(max_length=500, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="erasure_due"),
            models.Index(fields=["user", "-asked_at"], name="erasure_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=OPEN_ERASURES),
                name="erasure_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"

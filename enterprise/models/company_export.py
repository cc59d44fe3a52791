"""Lives in: tenant only. Archives of everything a company has here, made for its owners."""

from django.conf import settings
from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class ExportState(models.TextChoices):
    """How far an archive is."""

    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class CompanyExport(models.Model):
    """One archive. The file goes when it expires; the row stays, so that it is known who had one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.RUNNING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    requested_at = models.DateTimeField(default=now)
    percent = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=300, blank=True, default="")
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-requested_at", "-id")
        constraints = [
            # One at a time: asking again while one is being made shows that one.
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="running"),
                name="export_one_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M} {self.state}"

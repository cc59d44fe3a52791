"""Lives in: every schema. Copies of one's own data, made on request and deleted after a few days."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.privacy.enums import ArchiveState


class PersonalArchive(models.Model):
    """One request and its ZIP file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=ArchiveState, default=ArchiveState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=300, blank=True, default="")
    size_bytes = models.BigIntegerField(default=0)
    requested_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-requested_at"], name="archive_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=ArchiveState.WAITING),
                name="archive_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"

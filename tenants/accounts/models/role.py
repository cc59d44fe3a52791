"""Lives in: every schema. Who was given which role."""

from django.conf import settings
from django.db import models

from tenants.accounts.enums import Role
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class RoleGrant(models.Model):
    """One role of one person; what it implies is not written down."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="role_grants",
        db_index=False,
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(default=now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_grant_once")]
        indexes = [models.Index(fields=["role"], name="role_grant_role")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"

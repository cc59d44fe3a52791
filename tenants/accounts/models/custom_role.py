"""Lives in: every schema. Roles a company makes for itself; `public` has none.

Who holds one is kept by Django's own permissions: each role is one `auth.Permission` on departments.
Held for the whole company it is the person's own permission, held for one team it is an object
permission of django-guardian. What the role may do stands here alone, so that a change holds at once.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from tenants.accounts.actions import Action
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class CustomRole(models.Model):
    """A name for a set of delegable actions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True, default="")
    # Values of Action; those that are no longer in the catalogue are passed over.
    actions = models.JSONField(default=list)
    permission = models.OneToOneField(
        "auth.Permission", on_delete=models.PROTECT, related_name="custom_role", editable=False
    )
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    # An archived role gives nobody anything; restored, it gives again what it gave.
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(archived_at__isnull=True),
                name="custom_role_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def acts(self) -> frozenset[Action]:
        """The actions it holds, as far as the catalogue knows them."""
        return frozenset(Action(value) for value in self.actions if value in Action.values)

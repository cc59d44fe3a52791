"""Lives in: tenant only. Departments, who is in them and who manages them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from tenants.kernel.ids import uuid7


class Department(models.Model):
    """A team of the company. Its managers manage what is beneath it, too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="department_name_once")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's one department."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="membership"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} in {self.department_id}"


class DepartmentManager(models.Model):
    """A person who sees a department's learning and may nudge its people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="managed_departments",
        db_index=False,
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="managers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="department_manager_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} manages {self.department_id}"

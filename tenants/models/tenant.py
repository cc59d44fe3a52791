"""Lives in: public only. One company and the schema that is its own."""

from django.db import models
from django_tenants.models import TenantMixin

from tenants.enums import TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class Tenant(TenantMixin):
    """A company. Its schema's name is opaque; people see the display name and the slug.

    Saving a row makes no schema: that is provisioning's job, outside any request.
    """

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=63, unique=True)
    status = models.CharField(
        max_length=20, choices=TenantStatus, default=TenantStatus.PROVISIONING
    )
    plan = models.CharField(max_length=40, default="trial")
    cluster = models.CharField(max_length=40, default="main")
    locale = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="Asia/Kolkata")
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name

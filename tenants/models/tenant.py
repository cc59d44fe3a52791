"""Lives in: public only. One company and the schema that is its own."""

from django.db import models
from django_tenants.models import TenantMixin

from tenants.enums import TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.kernel.lookalikes import SLUG_FOLD, SLUG_PAIRS
from tenants.models.group import CompanyGroup


def _slug_skeleton() -> models.Func:
    """Return the SQL of `tenants.kernel.lookalikes.slug_skeleton`, so that no row is without it."""
    folded: models.F | models.Func = models.F("slug")
    for looks, like in SLUG_PAIRS:
        folded = models.Func(folded, models.Value(looks), models.Value(like), function="replace")
    return models.Func(
        folded,
        models.Value("".join(looks for looks, _like in SLUG_FOLD)),
        models.Value("".join(like for _looks, like in SLUG_FOLD)),
        function="translate",
        output_field=models.CharField(max_length=63),
    )


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
    status_since = models.DateTimeField(default=now)
    # When the clock moves the company on unless somebody does before; null where it never does.
    status_until = models.DateTimeField(null=True, blank=True)
    # Where a closed company goes when it is reopened, and the date it had there.
    closed_from = models.CharField(max_length=20, choices=TenantStatus, blank=True, default="")
    closed_until = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(
        CompanyGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="companies"
    )
    slug_skeleton = models.GeneratedField(
        expression=_slug_skeleton(),
        output_field=models.CharField(max_length=63),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["slug_skeleton"], name="tenant_lookalike"),
            models.Index(
                fields=["status_until"],
                name="tenant_due",
                condition=models.Q(status_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

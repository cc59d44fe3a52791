"""Companies' rows for tests of their lives. Call them in `public`."""

from datetime import datetime
from typing import Any

from tenants.kernel.clock import now
from tenants.models import Tenant
from tenants.schemas import TenantInfo, in_public


def stand(company: TenantInfo, status: str, *, until: datetime | None = None, **more: Any) -> None:
    """Put a company into a standing without any of what a change brings with it."""
    with in_public():
        Tenant.objects.filter(id=company.id).update(
            status=status, status_since=now(), status_until=until, **more
        )


def standing(company: TenantInfo) -> str:
    """Return where a company stands."""
    with in_public():
        return str(Tenant.objects.values_list("status", flat=True).get(id=company.id))

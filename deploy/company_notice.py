"""What must be said on every page of how a company stands, to those who must know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from tenants.accounts.api import Role, roles_of
from tenants.kernel.clock import now
from tenants.schemas import TenantInfo, schema_or_none

# A trial's last days are told on every page.
_SOON = timedelta(days=7)


@dataclass(frozen=True)
class CompanyNotice:
    """How a company stands, for whoever must know; `until` is UTC."""

    status: str
    company: str
    until: datetime | None
    is_owner: bool = False


def company_notice(request: HttpRequest) -> CompanyNotice | None:
    """Return what is to be said, or None. No query of its own.

    Those who run the company are told what ends soon; who wants to sign in is told that it is suspended
    or closed.
    """
    tenant: TenantInfo | None = getattr(request, "tenant", None)
    if tenant is None or tenant.is_public or schema_or_none() is None:
        return None
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return CompanyNotice(tenant.status, tenant.name, None) if tenant.is_halted else None
    if tenant.is_halted or request.path.startswith("/manage/company/"):
        return None
    soon = tenant.status_until is not None and tenant.status_until - now() <= _SOON
    if tenant.status != "past_due" and not (tenant.status == "trial" and soon):
        return None
    roles = roles_of(user)
    if roles.isdisjoint({Role.OWNER, Role.ADMIN}):
        return None
    return CompanyNotice(tenant.status, tenant.name, tenant.status_until, Role.OWNER in roles)

"""Companies under one contract. Enter `public` first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tenants.kernel.directory import OPEN_STATES, tenant_by_id
from tenants.models import CompanyGroup, Tenant
from tenants.schemas import TenantInfo


@dataclass(frozen=True)
class GroupInfo:
    """A contract and the companies under it."""

    id: UUID
    name: str
    contract: str
    companies: tuple[tuple[UUID, str, str], ...]


def group_companies(tenant_id: UUID) -> list[TenantInfo]:
    """Return the living companies under the same contract as one, without itself, by name."""
    group_id = Tenant.objects.values_list("group_id", flat=True).filter(id=tenant_id).first()
    if group_id is None:
        return []
    ids = (
        Tenant.objects.filter(group_id=group_id, status__in=OPEN_STATES)
        .exclude(id=tenant_id)
        .order_by("name", "id")
        .values_list("id", flat=True)
    )
    return [info for info in map(tenant_by_id, ids) if info is not None]


def groups() -> "QuerySet[CompanyGroup]":
    """Return every group with `size`, the number of its companies."""
    return CompanyGroup.objects.annotate(
        size=Count("companies", filter=~Q(companies__status="erased"))
    ).order_by("name", "id")


def group(group_id: UUID) -> GroupInfo | None:
    """Return one group with its companies, or None."""
    row = CompanyGroup.objects.filter(id=group_id).first()
    if row is None:
        return None
    companies = Tenant.objects.filter(group=row).order_by("name", "id")
    return GroupInfo(
        row.id, row.name, row.contract, tuple((one.id, one.name, one.slug) for one in companies)
    )

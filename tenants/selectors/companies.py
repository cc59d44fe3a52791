"""All companies, for our staff: search, filter, sort. Enter `public` first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from tenants.enums import TenantStatus
from tenants.models import Domain, Erasure, Tenant

PAGE_SIZE = 50
SORTS = ("name", "status", "since", "until", "started")
_ORDER = {
    "name": F("name"),
    "status": F("status"),
    "since": F("status_since"),
    "until": F("status_until"),
    "started": F("created_at"),
}
# What is no company, or none yet.
_HIDDEN = (TenantStatus.PROVISIONING, TenantStatus.FAILED)


@dataclass(frozen=True)
class CompaniesFilter:
    """What to look for; `sort` is one of SORTS, with `-` before it for the other way round."""

    search: str = ""
    status: str = ""
    sort: str = "-started"


@dataclass(frozen=True)
class CompanyRow:
    """One line of the list; moments are UTC."""

    id: UUID
    name: str
    slug: str
    group: str
    status: str
    status_label: str
    since: datetime
    until: datetime | None
    started_at: datetime


@dataclass(frozen=True)
class ErasureReport:
    """What was erased of a company, and what was kept."""

    started_at: datetime
    finished_at: datetime | None
    rows: int
    tables: int
    files: int
    size_bytes: int
    kept: tuple[str, ...]
    address_held_until: datetime | None


def companies(wanted: CompaniesFilter) -> "QuerySet[Tenant]":
    """Return the rows that match, in the order asked for; one query for a page of them."""
    rows = _searched(wanted.search).select_related("group")
    if wanted.status in TenantStatus.values:
        rows = rows.filter(status=wanted.status)
    down, name = wanted.sort.startswith("-"), wanted.sort.removeprefix("-")
    order = _ORDER.get(name, _ORDER["started"])
    ordered = order.desc(nulls_last=True) if down else order.asc(nulls_last=True)
    return rows.order_by(ordered, "id")


def count_companies(search: str) -> dict[str, int]:
    """Return how many companies match a search, by standing. One query."""
    rows = _searched(search).order_by().values("status").annotate(count=Count("id"))
    return {row["status"]: row["count"] for row in rows}


def _searched(search: str) -> "QuerySet[Tenant]":
    rows = Tenant.objects.exclude(status__in=_HIDDEN)
    for word in search.split()[:6]:
        by_domain = Domain.objects.filter(domain__icontains=word).values("tenant")
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(slug__icontains=word)
            | Q(group__name__icontains=word)
            | Q(id__in=by_domain)
        )
    return rows


def company_row(row: Tenant) -> CompanyRow:
    """Return a row as the list shows it."""
    return CompanyRow(
        id=row.id,
        name=row.name,
        slug=row.slug,
        group=row.group.name if row.group else "",
        status=row.status,
        status_label=str(TenantStatus(row.status).label),
        since=row.status_since,
        until=row.status_until,
        started_at=row.created_at,
    )


def company_lines(wanted: CompaniesFilter) -> Iterator[tuple[Any, ...]]:
    """Yield every row that matches as cells of an export."""
    for row in companies(wanted).iterator(chunk_size=2000):
        line = company_row(row)
        yield (
            line.name,
            line.slug,
            line.group,
            line.status_label,
            line.since,
            line.until,
            line.started_at,
        )


def erasure_report(tenant_id: UUID) -> ErasureReport | None:
    """Return what is known of a company's erasure, or None."""
    row = Erasure.objects.filter(tenant_id=tenant_id).first()
    if row is None:
        return None
    tables = row.erased.get("rows", {})
    return ErasureReport(
        started_at=row.started_at,
        finished_at=row.finished_at,
        rows=sum(tables.values()),
        tables=len(tables),
        files=row.erased.get("files", 0),
        size_bytes=row.erased.get("bytes", 0),
        kept=tuple(row.kept),
        address_held_until=row.slug_held_until,
    )

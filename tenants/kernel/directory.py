"""Which companies there are. Reads the shared schema, gives out frozen facts."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django_tenants.utils import get_tenant_domain_model, get_tenant_model

from tenants.backend.names import PUBLIC_SCHEMA
from tenants.kernel.last_known import LastKnown
from tenants.schemas import PUBLIC, TenantInfo, in_public

_last_known: LastKnown[Any] = LastKnown()

# A company in one of these states has a schema that may be entered.
OPEN_STATES = ("trial", "active", "past_due", "suspended", "closed")


def info_of(row: Any, domain: str) -> TenantInfo:
    """Return a company's row as the facts that the rest of the code knows it by."""
    return TenantInfo(
        schema_name=row.schema_name,
        id=row.id,
        slug=row.slug,
        name=row.name,
        status=row.status,
        locale=row.locale,
        time_zone=row.time_zone,
        domain=domain,
        cluster=row.cluster,
        status_until=row.status_until,
    )


def public_tenant() -> TenantInfo:
    """Return the shared schema with its own domain."""
    return replace(PUBLIC, domain=settings.BASE_DOMAIN, cluster=settings.DIRECTORY_CLUSTER)


def tenant_by_host(host: str) -> TenantInfo | None:
    """Return whose host this is (lower case, no port): a company, the public site, or nobody."""
    if host == settings.BASE_DOMAIN:
        return public_tenant()
    return _last_known.ask(("host", host), lambda: _by_host(host))


def _by_host(host: str) -> TenantInfo | None:
    domains = get_tenant_domain_model().objects
    primary = domains.filter(tenant=OuterRef("tenant"), is_primary=True).values("domain")[:1]
    with in_public():
        domain = (
            domains.select_related("tenant")
            .annotate(primary_domain=Subquery(primary))
            .filter(domain=host, tenant__status__in=OPEN_STATES)
            .first()
        )
        # Links are built from the primary domain, whichever of its hosts a company was asked at.
        return info_of(domain.tenant, domain.primary_domain or "") if domain else None


def tenant_by_slug(slug: str) -> TenantInfo | None:
    """Return the open company with this slug, or None."""
    return _last_known.ask(("slug", slug), lambda: _one(slug=slug))


def tenant_by_schema(schema: str) -> TenantInfo | None:
    """Return whose schema this is, `public` included, or None."""
    if schema == PUBLIC_SCHEMA:
        return public_tenant()
    return _last_known.ask(("schema", schema), lambda: _one(schema_name=schema))


def tenant_by_id(tenant_id: Any) -> TenantInfo | None:
    """Return the open company with this id, or None."""
    try:
        return _one(id=tenant_id)
    except ValidationError:
        return None


def _one(**criteria: Any) -> TenantInfo | None:
    found = _many(**criteria)
    return found[0] if found else None


def _many(**criteria: Any) -> list[TenantInfo]:
    with in_public():
        rows = (
            get_tenant_model()
            .objects.filter(status__in=OPEN_STATES, **criteria)
            .prefetch_related("domains")
            .order_by("created_at")
        )
        return [
            info_of(row, next((d.domain for d in row.domains.all() if d.is_primary), ""))
            for row in rows
        ]


def active_tenants() -> list[TenantInfo]:
    """Return every company of this process' cluster whose schema may be entered, oldest first."""
    found = _last_known.ask(
        ("cluster", settings.CLUSTER), lambda: tuple(_many(cluster=settings.CLUSTER))
    )
    return list(found or ())


def is_relocating(tenant: TenantInfo) -> bool:
    """Whether a company is between two places, or in another than `tenant` says."""
    if tenant.is_public:
        return False
    with in_public():
        row = get_tenant_model().objects.filter(id=tenant.id).only("cluster", "schema_name").first()
        if row is None or row.cluster != (tenant.cluster or settings.CLUSTER):
            return True
        return bool(row.relocations.filter(finished_at=None).exclude(step="started").exists())


def knows_anybody() -> bool:
    """Whether companies are known that can be served while the directory is away."""
    return not _last_known.is_empty

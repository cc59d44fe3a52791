"""Addresses. Always from a company's own domain, never from the Host header of a request."""

from django.conf import settings

from tenants.schemas import TenantInfo, current_tenant


def origin(tenant: TenantInfo | None = None) -> str:
    """Return `scheme://host[:port]` of a company, of the entered one by default."""
    tenant = tenant or current_tenant()
    host = settings.BASE_DOMAIN if tenant.is_public else tenant.domain
    return f"{settings.URL_SCHEME}://{host}{settings.URL_PORT}"


def link(path: str, tenant: TenantInfo | None = None) -> str:
    """Return the absolute address of a path on a company's primary domain."""
    return f"{origin(tenant)}{path}"


def public_link(path: str) -> str:
    """Return the absolute address of a path on the public host."""
    return f"{settings.PUBLIC_ORIGIN}{path}"


def content_origin(tenant: TenantInfo | None = None) -> str:
    """Return the origin that serves a company's uploads: another domain, without cookies."""
    tenant = tenant or current_tenant()
    host = (
        settings.CONTENT_DOMAIN if tenant.is_public else f"{tenant.slug}.{settings.CONTENT_DOMAIN}"
    )
    return f"{settings.URL_SCHEME}://{host}{settings.URL_PORT}"

"""Which subdomain a company may have."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.kernel.errors import Conflict, Invalid
from tenants.models import Domain, Tenant

# One DNS label (RFC 1035, section 2.3.1; RFC 5891 reserves `--` in third and fourth place).
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])")
RESERVED = frozenset(
    [
        "about",
        "account",
        "accounts",
        "admin",
        "administrator",
        "api",
        "app",
        "apps",
        "assets",
        "auth",
        "autoconfig",
        "autodiscover",
        "billing",
        "blog",
        "business",
        "careers",
        "cdn",
        "ceo",
        "certificate",
        "certificates",
        "checkout",
        "company",
        "content",
        "contact",
        "courses",
        "dashboard",
        "demo",
        "dev",
        "docs",
        "download",
        "email",
        "en",
        "enterprise",
        "files",
        "ftp",
        "help",
        "hi",
        "home",
        "hostmaster",
        "http",
        "https",
        "imap",
        "info",
        "internal",
        "invoice",
        "jobs",
        "learn",
        "legal",
        "localhost",
        "login",
        "logout",
        "mail",
        "manage",
        "marketing",
        "media",
        "mx",
        "news",
        "ns",
        "ns1",
        "ns2",
        "owner",
        "partner",
        "partners",
        "pay",
        "payments",
        "policy",
        "pop",
        "portal",
        "postmaster",
        "pricing",
        "privacy",
        "public",
        "recruit",
        "register",
        "root",
        "sales",
        "salesmasteryhub",
        "scim",
        "secure",
        "security",
        "signin",
        "signup",
        "smtp",
        "sso",
        "staff",
        "stage",
        "staging",
        "static",
        "status",
        "store",
        "studio",
        "support",
        "system",
        "teach",
        "team",
        "teams",
        "terms",
        "test",
        "tests",
        "upload",
        "uploads",
        "user",
        "users",
        "verify",
        "webhook",
        "webhooks",
        "webmaster",
        "wpad",
        "www",
    ]
)


def clean_slug(text: str) -> str:
    """Return a subdomain as it will be used.

    Raises:
        Invalid: when it is not one DNS label of three characters or more, or is reserved.

    """
    slug = text.strip().lower()
    if not _LABEL.fullmatch(slug) or slug[2:4] == "--":
        raise Invalid(
            _("Use 3 to 63 letters a–z, digits and hyphens; begin and end with a letter or digit."),
            field="slug",
            code="not_a_label",
        )
    if slug in RESERVED or slug.startswith("xn--"):
        raise Invalid(
            _("This subdomain is reserved. Choose another."), field="slug", code="reserved"
        )
    return slug


def domain_for(slug: str) -> str:
    """Return the host name a slug gives."""
    return f"{slug}.{settings.BASE_DOMAIN}"


def ensure_free(slug: str) -> None:
    """Raise Conflict when a company has the slug or its host name. Runs in the shared schema."""
    if (
        Tenant.objects.filter(slug=slug).exists()
        or Domain.objects.filter(domain=domain_for(slug)).exists()
    ):
        raise Conflict(
            _("Another company has this subdomain. Choose another."), field="slug", code="taken"
        )

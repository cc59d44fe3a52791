"""Which subdomain a company may have."""

import re

from django.conf import settings
from django.db import connections
from django.db.models import Q
from django.utils.translation import gettext as _

from tenants.enums import TenantStatus
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.lookalikes import (
    has_hidden_characters,
    looks_like_us,
    mixes_scripts,
    slug_skeleton,
)
from tenants.models import Domain, Tenant

_NAME_LENGTH = 120
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

# `adm1n` and `log-in` are reserved as `admin` and `login` are.
_RESERVED_SKELETONS = frozenset(slug_skeleton(word) for word in RESERVED)
# Of the lock that makes companies with look-alike names wait for each other.
_NAMING = "smh.naming"


def clean_company_name(text: str) -> str:
    """Return a company's name as it will be shown.

    Raises:
        Invalid: when it is empty, too long, holds hidden characters, mixes alphabets within a word, or
            passes for ours.
    """
    name = " ".join(text.split())
    if not name:
        raise Invalid(_("Give your company's name."), field="name")
    if len(name) > _NAME_LENGTH:
        raise Invalid(_("Use at most %(most)d characters.") % {"most": _NAME_LENGTH}, field="name")
    if has_hidden_characters(name):
        raise Invalid(
            _("The name holds characters that cannot be seen. Type it instead of pasting it."),
            field="name",
            code="hidden",
        )
    if mixes_scripts(name) or looks_like_us(name):
        raise Invalid(
            _("People could take this name for another's. Write it as it is registered."),
            field="name",
            code="lookalike",
        )
    return name


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
    if slug_skeleton(slug) in _RESERVED_SKELETONS or looks_like_us(slug):
        raise Invalid(
            _("This subdomain is reserved. Choose another."), field="slug", code="reserved"
        )
    return slug


def domain_for(slug: str) -> str:
    """Return the host name a slug gives."""
    return f"{slug}.{settings.BASE_DOMAIN}"


def hold_names() -> None:
    """Make others who name a company wait until the transaction ends: of two at once one gets the name."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_NAMING])


def ensure_free(slug: str) -> None:
    """Make sure that nobody has a subdomain, or one that passes for it. Runs in the shared schema.

    An erased company's address stays its own until its quarantine is over.

    Raises:
        Conflict: (`taken`) when somebody has.
    """
    alike = Tenant.objects.filter(Q(slug=slug) | Q(slug_skeleton=slug_skeleton(slug))).exclude(
        status=TenantStatus.FAILED
    )
    if alike.exists() or Domain.objects.filter(domain=domain_for(slug)).exists():
        raise Conflict(
            _("Another company has this subdomain or one like it. Choose another."),
            field="slug",
            code="taken",
        )

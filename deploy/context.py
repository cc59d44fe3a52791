"""What every page's frame needs: brand, places, theme. At most one query, and only when it is shown."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from deploy.company_notice import company_notice
from deploy.navigation import NavItem, nav_items, opened_places
from enterprise.api import BrandInfo, brand_of_company
from tenants.accounts.api import User, owes_proof, roles_of
from tenants.schemas import PUBLIC, current_tenant, schema_or_none

THEMES = ("light", "dark", "contrast")
TEXT_SIZES = ("large", "larger")
MOTION = ("reduce",)
_PUBLIC_BRAND = BrandInfo(name=PUBLIC.name)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return `brand`, `nav_items`, `shell_template`, `ui_theme`, `ui_text` and `ui_motion` for the base templates.

    Theme, text size and movement are the person's own choice, kept in cookies `theme`, `text` and
    `motion` so that the server sets them and nothing flashes.
    """
    company = _is_company(request)
    return {
        "brand": SimpleLazyObject(partial(_brand, request)) if company else _PUBLIC_BRAND,
        # Called by the template: what is kept of a page (`{% kept %}`) must not hold on to a request.
        "nav_items": partial(places_of, request),
        "address_unproved": SimpleLazyObject(partial(_address_unproved, request)),
        "company_notice": SimpleLazyObject(partial(company_notice, request)),
        "shell_template": "base_company.html" if company else "base_public.html",
        "ui_theme": _chosen(request, "theme", THEMES),
        "ui_text": _chosen(request, "text", TEXT_SIZES),
        "ui_motion": _chosen(request, "motion", MOTION),
    }


def _is_company(request: HttpRequest) -> bool:
    tenant = getattr(request, "tenant", None)
    return tenant is not None and not tenant.is_public


def _chosen(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else ""


def _brand(request: HttpRequest) -> BrandInfo:
    """The company's brand, read once per request; error pages shown outside a schema wear ours."""
    if schema_or_none() is None:
        return BrandInfo(name=request.tenant.name)  # type: ignore[attr-defined]
    cached: BrandInfo | None = getattr(request, "_brand", None)
    if cached is None:
        cached = brand_of_company()
        request._brand = cached  # type: ignore[attr-defined]
    return cached


def places_of(request: HttpRequest) -> tuple[NavItem, ...]:
    """Return the places of whoever is signed in, read once per request."""
    user = getattr(request, "user", None)
    if user is None or schema_or_none() is None or not user.is_authenticated:
        return ()
    cached: tuple[NavItem, ...] | None = getattr(request, "_places", None)
    if cached is None:
        cached = nav_items(
            roles=roles_of(user),
            is_public=not _is_company(request),
            path=request.path,
            opened=opened_places(user) if _is_company(request) else frozenset(),
            is_halted=request.tenant.is_halted,  # type: ignore[attr-defined]
        )
        request._places = cached  # type: ignore[attr-defined]
    return cached


def _address_unproved(request: HttpRequest) -> bool:
    if schema_or_none() is None or not hasattr(request, "session"):
        return False
    user = getattr(request, "user", None)
    return isinstance(user, User) and owes_proof(user=user, session=request.session)


def mail_brand() -> BrandInfo:
    """Return the brand that mails of the entered schema wear."""
    return _PUBLIC_BRAND if current_tenant().is_public else brand_of_company()

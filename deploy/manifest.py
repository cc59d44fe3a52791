"""`/manifest.webmanifest`: the app on a phone, under the name, colour and icon of whoever's host it is."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from enterprise.api import BrandInfo, brand_of_company, icon_url
from tenants.schemas import PUBLIC, TenantInfo

_OURS = "#1e40af"
_GROUND = "#f9fafb"  # what stands behind a page before its sheet is read
_SHORT = 12  # characters that phones show beneath an icon
_MINUTES_10 = 600


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Send what a phone needs to install the app (Web Application Manifest, W3C)."""
    tenant: TenantInfo = request.tenant  # type: ignore[attr-defined]
    brand = BrandInfo(name=PUBLIC.name) if tenant.is_public else brand_of_company()
    answer = JsonResponse(
        {
            "id": "/",
            "name": brand.name,
            "short_name": _short(brand.name),
            "description": gettext(
                "Sales training in short lessons, with certificates anyone can verify."
            ),
            "lang": get_language(),
            "dir": "auto",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": _OURS if tenant.is_public else brand.colour,
            "background_color": _GROUND,
            "icons": _ours() if tenant.is_public else _of(brand),
        },
        content_type="application/manifest+json",
    )
    patch_cache_control(answer, public=True, max_age=_MINUTES_10)
    return answer


def _short(name: str) -> str:
    """Return as many whole words of a name as fit beneath an icon, at least the first."""
    short = ""
    for word in name.split():
        if short and len(f"{short} {word}") > _SHORT:
            break
        short = f"{short} {word}".strip()
    return short


def _icon(src: str, size: int, purpose: str = "any") -> dict[str, Any]:
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _ours() -> list[dict[str, Any]]:
    return [
        *(_icon(static(f"img/icon-{size}.png"), size) for size in (192, 512)),
        # Our mark keeps clear of the edge that phones cut away.
        _icon(static("img/icon-512.png"), 512, "maskable"),
    ]


def _of(brand: BrandInfo) -> list[dict[str, Any]]:
    return [
        *(_icon(icon_url(brand, str(size)), size) for size in (192, 512)),
        _icon(icon_url(brand, "maskable"), 512, "maskable"),
    ]

"""`/robots.txt`: the public site is there to be found, companies' places are not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# What is one person's own, or a machine's.
_PRIVATE = (
    "/account/", "/api/", "/learn/", "/papers/", "/staff/", "/studio/", "/support/", "/webhooks/",
)  # fmt: skip


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Say what may be fetched on this host."""
    tenant = getattr(request, "tenant", None)
    if tenant is None or not tenant.is_public or _is_content(request):
        return _text(["User-agent: *", "Disallow: /"])
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
    return _text([*lines, "", f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml"])


def _is_content(request: HttpRequest) -> bool:
    return getattr(request, "urlconf", None) == settings.CONTENT_URLCONF


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

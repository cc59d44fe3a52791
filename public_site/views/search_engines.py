"""What search engines read: where the sitemap's parts are."""

from django.contrib.sitemaps.views import SitemapIndexItem
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from public_site.addresses import absolute
from public_site.sitemaps import SITEMAPS


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the parts, each with all its pages of entries."""
    parts = []
    for name, kind in SITEMAPS.items():
        part = kind()
        address = absolute(reverse("public_site:sitemap_part", args=[name]))
        parts += [
            SitemapIndexItem(address if page == 1 else f"{address}?p={page}", None)
            for page in part.paginator.page_range
        ]
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")

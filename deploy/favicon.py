"""`/favicon.ico`, which browsers ask for beside files that have no page around them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from enterprise.api import brand_of_company


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Send the browser to the icon, a company's own on its host."""
    if request.tenant.is_public:  # type: ignore[attr-defined]
        return redirect(static("img/icon-32.png"))
    return redirect(brand_of_company().tab_icon_url)

"""The home page. Opened by somebody who sells, or wants to, on a phone; next: search or a course."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from public_site.selectors.marketplace import home_page
from public_site.selectors.sample import sample_team


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show search, the kinds of courses, the newest ones, and the way in for companies."""
    return render(request, "public_site/home.html", {"page": home_page(), "sample": sample_team()})

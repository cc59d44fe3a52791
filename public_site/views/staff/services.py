"""What this installation is connected with, said plainly."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from public_site.selectors.services import services, texts
from public_site.views.access import for_staff


@for_staff
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """Show which services are real, simulated or missing, and which texts are registered."""
    context = {"services": services(), "texts": texts()}
    return render(request, "public_site/staff/services.html", context)

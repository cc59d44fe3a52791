"""The home page. Opened by somebody who sells, or wants to, on a phone; next: search or a course."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from public_site.selectors.marketplace import home_page
from public_site.selectors.sample import sample_team


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show search, kinds of courses, the newest (in the reader's language first), career paths, and the way in for companies."""
    learner_id: UUID | None = request.user.pk if request.user.is_authenticated else None
    context = {
        "page": home_page(language=get_language() or "en", learner_id=learner_id),
        "sample": sample_team(),
        "partners": settings.PARTNERS,
    }
    return render(request, "public_site/home.html", context)

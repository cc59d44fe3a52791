"""An instructor's profile. Opened by somebody who asks whom they learn from; next: a course of theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from public_site.selectors.instructor import instructor_by_slug


@require_safe
def instructor(request: HttpRequest, instructor_slug: str) -> HttpResponse:
    """Show an approved instructor to everybody."""
    found = instructor_by_slug(instructor_slug)
    if found is None:
        raise Http404
    return render(request, "public_site/instructor.html", {"instructor": found})

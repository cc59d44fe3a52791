"""The courses. Opened by somebody who compares; next: try the first module, or enrol."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from learning.catalogue.api import (
    HOURS_A_WEEK,
    PlaybackInfo,
    get_lesson_body,
    playback,
    published_course,
    suggestions,
)
from learning.delivery.api import enrolment_of
from public_site.forms.catalogue import catalogue_query, compared_slugs
from public_site.selectors.shelf import comparison, shelf
from tenants.kernel.errors import Missing


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """List published courses by search and filters, all of which stand in the address.

    htmx gets the results alone, and the address that shows them; going back asks for the whole page.
    """
    query = catalogue_query(request.GET)
    found = shelf(query)
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    partial = htmx and htmx.target == "results" and not htmx.history_restore_request
    template = "public_site/_course_results.html" if partial else "public_site/courses.html"
    context = {"query": query, "shelf": found, "partial": partial, "hours_a_week": HOURS_A_WEEK}
    response = render(request, template, context)
    if partial:
        response["HX-Push-Url"] = f"{reverse('public_site:catalogue')}{found.address}"
    patch_vary_headers(response, ("HX-Request", "HX-Target", "HX-History-Restore-Request"))
    return response


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer a search box while somebody types, with the list's options alone."""
    found = suggestions(request.GET.get("q", ""))
    return render(request, "public_site/_suggestions.html", {"found": found})


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to three courses side by side, as the address names them."""
    found = comparison(compared_slugs(request.GET))
    return render(request, "public_site/compare.html", {"found": found})


@require_GET
def course(request: HttpRequest, course_slug: str) -> HttpResponse:
    """Show what a course teaches, lesson by lesson, and the way in."""
    found = published_course(course_slug)
    enrolment = (
        enrolment_of(request.user.pk, found.card.id) if request.user.is_authenticated else None
    )
    previews = [lesson for lesson in found.outline.lessons if lesson.is_preview]
    return render(
        request,
        "public_site/course.html",
        {"found": found, "card": found.card, "enrolment": enrolment, "previews": previews},
    )


@require_GET
def preview(request: HttpRequest, course_slug: str, lesson_id: UUID) -> HttpResponse:
    """Show a lesson that is open to everyone, with the course around it."""
    found = published_course(course_slug)
    lesson = found.outline.lesson(lesson_id)
    if not lesson.is_preview or lesson.kind == "quiz":
        raise Http404
    previews = [item for item in found.outline.lessons if item.is_preview and item.kind != "quiz"]
    at = previews.index(lesson)
    context = {
        "found": found,
        "card": found.card,
        "lesson": lesson,
        "body_html": get_lesson_body(found.outline, lesson.id),
        "playback": _playback(lesson.media_id),
        "following": previews[at + 1] if at + 1 < len(previews) else None,
    }
    return render(request, "public_site/preview.html", context)


def _playback(media_id: UUID | None) -> PlaybackInfo | None:
    """The video for a guest, or None when there is none or the worker is still at it."""
    if media_id is None:
        return None
    try:
        return playback(media_id, viewer_id=None)
    except Missing:
        return None

"""The courses. Opened by somebody who compares; next: try the first module, or enrol."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from learning.catalogue.api import (
    HOURS_A_WEEK,
    PlaybackInfo,
    get_lesson_body,
    playback,
    published_course,
    share_digest,
    share_image,
    suggestions,
)
from learning.delivery.api import shown_reviews
from public_site.forms.catalogue import catalogue_query, compared_slugs
from public_site.selectors.course_page import course_page
from public_site.selectors.shelf import comparison, shelf
from tenants.kernel.errors import Missing
from tenants.schemas import PUBLIC

_A_WEEK = 7 * 24 * 3600


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """List published courses by search and filters, all of which stand in the address.

    htmx gets the results alone, and the address that shows them; going back asks for the whole page.
    """
    query = catalogue_query(request.GET, reader=get_language() or "")
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
    """Show what a course teaches, lesson by lesson, what learners say, and the way in."""
    page = course_page(course_slug, request.user)
    context = {"page": page, "found": page.found, "card": page.found.card}
    return render(request, "public_site/course.html", context)


@require_GET
def course_reviews(request: HttpRequest, course_slug: str) -> HttpResponse:
    """Show everything that learners wrote about a course, in pages."""
    found = published_course(course_slug)
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    context = {"card": found.card, "found": shown_reviews(found.card.id, page=page)}
    return render(request, "public_site/course_reviews.html", context)


@require_GET
def course_image(request: HttpRequest, course_slug: str, digest: str) -> HttpResponse:
    """Draw the picture that goes with a shared link; an old address leads to the present picture."""
    card = published_course(course_slug).card
    if digest != share_digest(card):
        return redirect("public_site:course_image", course_slug, share_digest(card))
    key = f"share-image:{digest}"
    picture = cache.get(key)
    if picture is None:
        picture = share_image(card, brand=PUBLIC.name)
        cache.set(key, picture, timeout=_A_WEEK)
    response = HttpResponse(picture, content_type="image/png")
    # The digest in the address changes with the picture.
    response["Cache-Control"] = f"public, max-age={_A_WEEK}, immutable"
    return response


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

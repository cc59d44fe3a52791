"""The courses. Opened by somebody who compares; next: try the first module, or enrol."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from learning.catalogue.api import (
    PlaybackInfo,
    get_lesson_body,
    list_published,
    playback,
    published_course,
)
from learning.delivery.api import enrolment_of
from public_site.forms.catalogue import CatalogueFilter
from tenants.kernel.errors import Missing


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """List published courses by search and filters, all of which stand in the address."""
    query = CatalogueFilter(request.GET).query()
    page = list_published(query)
    template = (
        "public_site/_course_results.html"
        if request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
        else "public_site/courses.html"
    )
    return render(request, template, {"query": query, "page": page})


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

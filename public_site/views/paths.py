"""Career paths. Opened by somebody who asks where to begin, or what comes next; next: a course, or to follow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning.catalogue.api import (
    CareerPathInfo,
    PathLink,
    path_languages,
    path_links,
    published_path,
    published_paths,
)
from learning.guidance.api import follow_path, journeys_on, leave_path, profile_of
from public_site.views.access import person


@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Show the paths of one language: the one asked for, the reader's, or the first there is."""
    languages = path_languages()
    codes = [one.code for one in languages]
    asked = request.GET.get("language", "")
    reader = get_language() or ""
    chosen = next((code for code in (asked, reader, "en", *codes) if code in codes), "")
    found = published_paths(chosen) if chosen else ()
    context = {
        "journeys": journeys_on(found, **_learner(request)),
        "languages": languages,
        "chosen": chosen,
    }
    return render(request, "public_site/paths.html", context)


@require_safe
def path(request: HttpRequest, path_slug: str) -> HttpResponse:
    """Show one path as a map and, step by step, its courses; with a learner's own progress."""
    found = published_path(path_slug)
    learner_id: UUID | None = request.user.pk if request.user.is_authenticated else None
    (journey,) = journeys_on([found], learner_id=learner_id)
    context = {"journey": journey, "path": found, "following": _others(found)}
    return render(request, "public_site/path.html", context)


@login_required
@require_POST
def follow(request: HttpRequest, path_slug: str) -> HttpResponse:
    """Make it a goal of one's own."""
    found = published_path(path_slug)
    follow_path(learner_id=person(request).id, path_id=found.id)
    messages.success(request, _("This path is now one of your goals."))
    return redirect("public_site:path", path_slug=found.slug)


@login_required
@require_POST
def leave(request: HttpRequest, path_slug: str) -> HttpResponse:
    """Make it no goal any more; the toast takes it back."""
    found = published_path(path_slug)
    leave_path(learner_id=person(request).id, path_id=found.id)
    messages.success(
        request,
        _("You no longer follow this path. What you learned stays."),
        extra_tags=f"undo:/paths/{found.slug}/follow/",
    )
    return redirect("public_site:path", path_slug=found.slug)


def _learner(request: HttpRequest) -> dict[str, Any]:
    if not request.user.is_authenticated:
        return {"learner_id": None}
    learner_id: UUID = request.user.pk
    return {"learner_id": learner_id, "experience": profile_of(learner_id).experience}


def _others(path: CareerPathInfo) -> list[PathLink]:
    """The other paths of the language, for whoever is not at home on this one."""
    return [one for one in path_links(path.language) if one.id != path.id]

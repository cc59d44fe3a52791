"""The lesson editor's page, which several forms post to."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from learning.catalogue.enums import LessonKind, MediaStatus
from learning.catalogue.forms.lesson import CaptionForm, LessonForm, PosterForm, VideoForm
from learning.catalogue.models import Lesson, MediaAsset
from learning.catalogue.selectors.playback import playback
from learning.catalogue.views.access import person
from tenants.kernel.clock import now
from tenants.kernel.markup import render_markdown

# A worker that said nothing for so long is not at work any more.
_SILENT = timedelta(minutes=10)
_STATES = {
    MediaStatus.UPLOADED: "waiting",
    MediaStatus.PROCESSING: "running",
    MediaStatus.READY: "done",
    MediaStatus.FAILED: "failed",
}


def editor_page(request: HttpRequest, lesson: Lesson, **forms: Any) -> HttpResponse:
    """Render the editor; `form`, `video_form`, `caption_form`, `poster_form` may come with errors."""
    context: dict[str, Any] = {
        "lesson": lesson,
        "course": lesson.module.course,
        "form": forms.get("form") or LessonForm(lesson=lesson),
        "html": render_markdown(lesson.body_md),
        "language": lesson.module.course.language,
    }
    if lesson.kind == LessonKind.VIDEO:
        context |= video_context(request, lesson)
        context["video_form"] = forms.get("video_form") or VideoForm()
        context["caption_form"] = forms.get("caption_form") or CaptionForm(
            initial={"language": lesson.module.course.language}
        )
        context["video_limit"] = settings.UPLOAD_LIMITS_BYTES["video"]
        context["poster_form"] = forms.get("poster_form") or PosterForm()
    if lesson.kind == LessonKind.QUIZ:
        context["quiz_url"] = quiz_url(lesson)
    has_errors = any(getattr(form, "errors", None) for form in forms.values())
    return render(
        request, "learning/catalogue/lesson.html", context, status=422 if has_errors else 200
    )


def video_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """Return what the video panel shows: what plays, what is on its way, captions."""
    media, pending = lesson.media, lesson.pending_media
    playing = media is not None and media.status == MediaStatus.READY
    if pending is None and not playing:
        pending = media  # given before it was ready: still on its way
    return {
        "lesson": lesson,
        "media": media,
        "pending": pending,
        "pending_state": _STATES[MediaStatus(pending.status)] if pending else "",
        "is_silent": pending is not None and _is_silent(pending),
        "player": playback(media.id, person(request).id) if media and playing else None,
        "captions": list(media.captions.all()) if media else [],
    }


def quiz_url(lesson: Lesson) -> str:
    """Return the address of the quiz's own editor, which the app of quizzes serves."""
    return reverse("assessment:studio_quiz", kwargs={"lesson_id": lesson.id})


def _is_silent(asset: MediaAsset) -> bool:
    if asset.status not in (MediaStatus.UPLOADED, MediaStatus.PROCESSING):
        return False
    return (asset.heartbeat_at or asset.created_at) < now() - _SILENT

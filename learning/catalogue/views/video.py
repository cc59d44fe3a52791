"""The video of a lesson: upload, state, giving up, trying again, captions, poster."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from learning.catalogue.forms.lesson import CaptionForm, PosterForm, VideoForm
from learning.catalogue.models import Lesson, MediaAsset
from learning.catalogue.services import caption as captions
from learning.catalogue.services import poster, upload
from learning.catalogue.views.access import author_required, lesson_of, person
from learning.catalogue.views.editor import editor_page, video_context
from tenants.kernel.body import takes_large_body
from tenants.kernel.errors import DomainError

# What a browser adds around the file: boundaries, the token.
_ENVELOPE_BYTES = 64 * 1024


@transaction.non_atomic_requests
@csrf_exempt  # the token is checked inside, once the size is known and the file goes to disk
@require_POST
@takes_large_body
def video_upload(request: HttpRequest, lesson_id: UUID) -> HttpResponseBase:
    """Take a video. Its size is judged before a byte of it is read."""
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > settings.UPLOAD_LIMITS_BYTES["video"] + _ENVELOPE_BYTES:
        return _too_large(request, lesson_id=lesson_id, size=announced)
    return _upload(request, lesson_id=lesson_id)


@author_required
def _too_large(request: HttpRequest, lesson_id: UUID, size: int) -> HttpResponse:
    lesson = lesson_of(request, lesson_id)
    form = VideoForm(data={})
    form.errors.clear()
    form.add_error("video", upload.too_large(_("This file"), size))
    return editor_page(request, lesson, video_form=form)


@csrf_protect
@author_required
def _upload(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    lesson = lesson_of(request, lesson_id)
    form = VideoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["video"]
        try:
            media_id = upload.receive_video(
                path=Path(file.temporary_file_path()), name=file.name, actor=person(request)
            )
            upload.attach_video(lesson_id=lesson_id, media_id=media_id)
        except DomainError as error:
            form.add_error("video", error.message)
        else:
            return _to_editor(request, lesson_id)
    return editor_page(request, lesson, video_form=form)


@require_safe
@author_required
def video_state(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Answer the panel that asks how far the worker is."""
    context = video_context(request, lesson_of(request, lesson_id))
    return render(request, "learning/catalogue/_video.html", context)


@require_POST
@author_required
def video_cancel(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Forget a replacement; the lesson keeps what it has."""
    lesson_of(request, lesson_id)
    upload.drop_pending(lesson_id=lesson_id)
    messages.success(request, _("The upload is dropped. The lesson is as it was."))
    return redirect("catalogue:lesson_edit", lesson_id=lesson_id)


@require_POST
@author_required
def video_retry(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Process a failed or forgotten upload again."""
    lesson = lesson_of(request, lesson_id)
    media_id = lesson.pending_media_id or lesson.media_id
    if media_id is not None:
        upload.retry_video(media_id=media_id)
    return redirect("catalogue:lesson_edit", lesson_id=lesson_id)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def captions_edit(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Show the captions in a language (`?language=`) for correction; on POST save them."""
    lesson = lesson_of(request, lesson_id)
    media = _media_of(lesson)
    if request.method != "POST":
        language = request.GET.get("language", "")
        text = captions.captions_text(media_id=media.id, language=language)
        form = CaptionForm(initial={"language": language, "text": text})
        return editor_page(request, lesson, caption_form=form)
    form = CaptionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            captions.set_captions(
                media_id=media.id, language=form.cleaned_data["language"], data=form.data_of()
            )
        except DomainError as error:
            form.place_error(error)
        else:
            messages.success(request, _("The captions are saved."))
            return _to_editor(request, lesson_id)
    return editor_page(request, lesson, caption_form=form)


@require_POST
@author_required
def captions_remove(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Take the captions in a language away."""
    media = _media_of(lesson_of(request, lesson_id))
    captions.remove_captions(media_id=media.id, language=request.POST.get("language", ""))
    messages.success(request, _("The captions are removed."))
    return redirect("catalogue:lesson_edit", lesson_id=lesson_id)


@transaction.non_atomic_requests
@require_POST
@author_required
def poster_upload(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Replace the picture shown before the video plays."""
    lesson = lesson_of(request, lesson_id)
    media = _media_of(lesson)
    form = PosterForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            poster.set_poster(media_id=media.id, data=form.cleaned_data["poster"].read())
        except DomainError as error:
            form.add_error("poster", error.message)
        else:
            messages.success(request, _("The poster is saved."))
            return redirect("catalogue:lesson_edit", lesson_id=lesson_id)
    return editor_page(request, lesson, poster_form=form)


def _media_of(lesson: Lesson) -> MediaAsset:
    return get_object_or_404(MediaAsset, id=lesson.media_id)


def _to_editor(request: HttpRequest, lesson_id: UUID) -> Any:
    address = reverse("catalogue:lesson_edit", args=[lesson_id])
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)

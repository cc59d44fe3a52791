"""Documents and the sample video of an application: adding, removing, opening."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from public_site.forms.sending import PaperForm, SampleVideoForm
from public_site.selectors.papers import paper_link
from public_site.services.review import papers, sample
from public_site.views.access import person
from public_site.views.application import own_application, step_page
from public_site.views.steps import find_step
from tenants.kernel.body import takes_large_body
from tenants.kernel.errors import DomainError

# What a browser adds around the file: boundaries, the token.
_ENVELOPE_BYTES = 64 * 1024


@transaction.non_atomic_requests
@login_required
@require_POST
def paper_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a document."""
    room, info = own_application(request, kind)
    form = PaperForm(request.POST, request.FILES, review_kind=kind)
    if form.is_valid():
        try:
            papers.add_document(
                review_id=info.id,
                applicant=person(request),
                kind=form.cleaned_data["kind"],
                upload=form.cleaned_data["file"],
            )
        except DomainError as error:
            if error.status == 409 and not error.field:
                raise
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The document is added."))
            return _back(request, room.url("step", step="papers"))
    return step_page(request, room, find_step(kind, "papers"), info, paper_form=form)


@require_POST
@login_required
def paper_remove(request: HttpRequest, kind: str, document_id: UUID) -> HttpResponse:
    """Take a document away."""
    room, info = own_application(request, kind)
    papers.remove_document(review_id=info.id, applicant=person(request), document_id=document_id)
    back = room.url("paper_restore", document_id=document_id)
    messages.success(request, _("The document is removed."), extra_tags=f"undo:{back}")
    return redirect(room.url("step", step="papers"))


@require_POST
@login_required
def paper_restore(request: HttpRequest, kind: str, document_id: UUID) -> HttpResponse:
    """Put a document back that was just removed."""
    room, info = own_application(request, kind)
    papers.restore_document(review_id=info.id, applicant=person(request), document_id=document_id)
    messages.success(request, _("The document is back."))
    return redirect(room.url("step", step="papers"))


@login_required
@never_cache
@require_safe
def paper_open(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Lead an applicant or staff to a paper on the content host, by a link that expires."""
    return redirect(paper_link(document_id=document_id, reader=person(request)))


@transaction.non_atomic_requests
@takes_large_body
@csrf_exempt  # the token is checked inside, once the size is known and the file goes to disk
@require_POST
def sample_video(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Take the sample lesson as a video. Its size is judged before a byte of it is read."""
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    announced = request.META.get("CONTENT_LENGTH") or "0"
    limit = settings.UPLOAD_LIMITS_BYTES["sample_video"]
    if not announced.isdigit() or int(announced) > limit + _ENVELOPE_BYTES:
        return _too_large(request, kind)
    return _take(request, kind)


@login_required
def _too_large(request: HttpRequest, kind: str) -> HttpResponse:
    room, info = own_application(request, kind)
    form = SampleVideoForm(data={})
    form.errors.clear()
    limit = settings.UPLOAD_LIMITS_BYTES["sample_video"] // 1024**2
    form.add_error("video", _("This file is larger than %(n)d MB.") % {"n": limit})
    return step_page(request, room, find_step(kind, "sample"), info, video_form=form)


@csrf_protect
@login_required
def _take(request: HttpRequest, kind: str) -> HttpResponse:
    room, info = own_application(request, kind)
    form = SampleVideoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["video"]
        try:
            sample.receive_sample(
                review_id=info.id,
                applicant=person(request),
                path=Path(file.temporary_file_path()),
                name=file.name,
            )
        except DomainError as error:
            form.add_error("video", error.message)
        else:
            messages.success(
                request, _("The video has arrived. It is being prepared to be played.")
            )
            return _back(request, room.url("step", step="sample"))
    return step_page(request, room, find_step(kind, "sample"), info, video_form=form)


@require_POST
@login_required
def sample_drop(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the video off the application."""
    room, info = own_application(request, kind)
    sample.drop_sample(review_id=info.id, applicant=person(request))
    messages.success(request, _("The video is off your application."))
    return redirect(room.url("step", step="sample"))


def _back(request: HttpRequest, address: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)

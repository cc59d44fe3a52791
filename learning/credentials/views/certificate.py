"""A learner's own certificates: the list, one of them, its files, and asking for one."""

import mimetypes
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from learning.credentials.enums import CertificateState
from learning.credentials.models import Certificate
from learning.credentials.selectors.certificate import certificate_of_course, own_certificates
from learning.credentials.selectors.colour import readable_ground
from learning.credentials.selectors.rosette import rosette
from learning.credentials.selectors.sharing import linkedin_link, share_link
from learning.credentials.selectors.sheet import sheet_of
from learning.credentials.services.issuing import issue_certificate
from learning.credentials.services.rendering import credential_bytes
from learning.credentials.views.access import own_or_404, person, tenant
from learning.delivery.api import enrolment_of, progress_outline
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Refused
from tenants.kernel.jobs import hasten

PAGE_SIZE = 12
_PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp")


@login_required
@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    """Show a learner's certificates, the latest first."""
    found = own_certificates(person(request).id).defer("credential")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    cards = [
        {
            "certificate": row,
            "colour": readable_ground(row.colour),
            "rings": rosette(row.code)[:2],
        }
        for row in page.object_list
    ]
    return render(
        request, "learning/credentials/my_certificates.html", {"page": page, "cards": cards}
    )


@login_required
@require_safe
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Show one certificate as it hangs on the wall, and what can be done with it."""
    row = own_or_404(request, certificate_id)
    if row.state != CertificateState.READY:
        hasten("credentials.render_certificate", certificate_id=row.id)
    return render(
        request,
        "learning/credentials/certificate.html",
        {
            "certificate": row,
            "sheet": sheet_of(row, time_zone=tenant(request).time_zone),
            "logo_url": _picture_url("credentials:logo", row, row.logo_key),
            "background_url": _picture_url("credentials:background", row, row.background_key),
            "share_link": share_link(row),
            "linkedin_link": linkedin_link(row, time_zone=tenant(request).time_zone),
        },
    )


@login_required
@require_safe
def state(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Answer how far the PDF is; the page asks until it is there."""
    row = own_or_404(request, certificate_id)
    return render(request, "learning/credentials/_files.html", {"certificate": row})


@login_required
@require_safe
def pdf(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Give the PDF; while it is being made, send back to the page that says so."""
    row = own_or_404(request, certificate_id)
    if row.state != CertificateState.READY:
        return redirect("credentials:certificate", certificate_id=certificate_id)
    return _download(storage.read(row.pdf_key), "application/pdf", f"{row.code}.pdf")


@login_required
@require_safe
def credential(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Give the signed JSON."""
    row = own_or_404(request, certificate_id)
    return _download(credential_bytes(row.credential), "application/json", f"{row.code}.json")


@login_required
@require_safe
def logo(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Send the logo as it was when the certificate was issued."""
    return _picture(own_or_404(request, certificate_id).logo_key)


@login_required
@require_safe
def background(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Send the picture behind the words as it was when the certificate was issued."""
    return _picture(own_or_404(request, certificate_id).background_key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Go to the certificate of a course; before completion say what is missing and make nothing."""
    existing = certificate_of_course(learner_id=person(request).id, course_id=course_id)
    if existing is not None:
        return redirect("credentials:certificate", certificate_id=existing.id)
    enrolment = enrolment_of(person(request).id, course_id)
    if enrolment is None or enrolment.is_withdrawn:
        raise Http404
    status = 200
    if request.method == "POST":
        try:
            made = issue_certificate(enrolment_id=enrolment.id, issued_at=now())
        except Refused as refusal:
            status = refusal.status
        else:
            return redirect("credentials:certificate", certificate_id=made)
    elif not enrolment.is_completed:
        status = Refused.status
    return render(
        request,
        "learning/credentials/not_yet.html",
        {
            "enrolment": enrolment,
            "progress": progress_outline(enrolment),
            "lessons_open": enrolment.lessons_total - enrolment.lessons_done,
        },
        status=status,
    )


def _picture_url(name: str, row: Certificate, key: str) -> str:
    return reverse(name, kwargs={"certificate_id": row.id}) if _picture_type(key) else ""


def _picture_type(key: str) -> str | None:
    guessed = mimetypes.guess_type(key)[0] if key else None
    return guessed if guessed in _PICTURE_TYPES else None


def _picture(key: str) -> HttpResponse:
    media_type = _picture_type(key)
    if media_type is None or not storage.exists(key):
        raise Http404
    response = HttpResponse(storage.read(key), content_type=media_type)
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _download(content: bytes, media_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(True, filename)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-cache"
    return response

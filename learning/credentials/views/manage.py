"""Certificates of a whole company: list, export, one of them, revoking and taking that back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from learning.credentials.forms import FilterForm, RevokeForm
from learning.credentials.models import Certificate
from learning.credentials.policies import can_revoke_certificates, can_see_certificates
from learning.credentials.selectors.certificate import (
    CertificateFilter,
    all_certificates,
    counts,
    courses_with_certificates,
)
from learning.credentials.selectors.sharing import share_link
from learning.credentials.services.revocation import reinstate_certificate, revoke_certificate
from learning.credentials.views.access import person, tenant
from tenants.accounts.api import asks
from tenants.kernel import audit, exports, xlsx
from tenants.kernel.clock import local, today
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.stream import stream

PAGE_SIZE = 25


@asks(can_see_certificates)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = Paginator(all_certificates(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "chips": _chips(request, wanted, counts()),
        "courses": courses_with_certificates(),
        "filtered": bool(wanted.text or wanted.status or wanted.course_id),
    }
    return render(request, "learning/credentials/manage_certificates.html", context)


def _chips(
    request: HttpRequest, wanted: CertificateFilter, found: dict[str, int]
) -> list[dict[str, Any]]:
    labels = (
        ("", _("All"), "all"),
        ("valid", _("Valid"), "valid"),
        ("revoked", _("Revoked"), "revoked"),
    )
    chips = []
    for status, label, key in labels:
        query = request.GET.copy()
        query.pop("page", None)
        query["status"] = status
        chips.append(
            {
                "url": f"?{query.urlencode()}",
                "label": label,
                "current": wanted.status == status,
                "count": found[key],
            }
        )
    return chips


@asks(can_see_certificates)
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the list, as filtered, as CSV or with `format=xlsx` for Excel."""
    wanted = FilterForm(request.GET).wanted()
    zone = tenant(request).time_zone
    as_xlsx = request.GET.get("format") == "xlsx"
    audit.record("certificate.exported", actor=person(request))
    header = [
        _("Code"),
        _("Name"),
        _("Name in own script"),
        _("Course"),
        _("Score %"),
        _("Issued"),
        _("Status"),
        _("Revoked on"),
        _("Reason"),
        _("Check at"),
    ]

    def produce() -> Iterator[bytes]:
        rows = (_row(row, zone) for row in all_certificates(wanted).iterator(chunk_size=500))
        return xlsx.xlsx_chunks(header, rows) if as_xlsx else exports.csv_rows(header, rows)

    name = f"certificates-{today(zone):%Y-%m-%d}"
    if as_xlsx:
        return stream(produce, content_type=xlsx.XLSX_TYPE, filename=f"{name}.xlsx", may_lag=True)
    return stream(produce, content_type=exports.CSV_TYPE, filename=f"{name}.csv", may_lag=True)


def _row(row: Certificate, zone: str) -> list[Any]:
    return [
        row.code,
        row.learner_name,
        row.learner_native_name,
        row.course_title,
        row.score_percent,
        local(row.issued_at, zone).date(),
        _("Valid") if row.is_valid else _("Revoked"),
        local(row.revoked_at, zone).date() if row.revoked_at else None,
        row.revoked_reason,
        share_link(row),
    ]


@asks(can_see_certificates)
@require_safe
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Show one certificate's facts and history, with revoking or reinstating."""
    return _page(request, certificate_id, RevokeForm())


def _page(
    request: HttpRequest, certificate_id: UUID, form: RevokeForm, *, status: int = 200
) -> HttpResponse:
    row = get_object_or_404(Certificate.objects.defer("credential"), id=certificate_id)
    return render(
        request,
        "learning/credentials/manage_certificate.html",
        {
            "certificate": row,
            "changes": list(row.status_changes.all()),
            "form": form,
            "share_link": share_link(row),
            "may_revoke": can_revoke_certificates(person(request)),
        },
        status=status,
    )


@asks(can_revoke_certificates)
@require_POST
def revoke(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Take a certificate back, with an undo."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, certificate_id, form, status=Invalid.status)
    try:
        row = revoke_certificate(
            certificate_id=certificate_id,
            reason=form.cleaned_data["reason"],
            by=person(request),
        )
    except Invalid as error:
        form.add_error(error.field or None, error.message)
        return _page(request, certificate_id, form, status=error.status)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        undo = reverse("credentials:reinstate", args=[certificate_id])
        messages.success(
            request,
            _("Revoked. %(code)s says so to everyone who checks it.") % {"code": row.code},
            extra_tags=f"undo:{undo}",
        )
    return redirect("credentials:manage_certificate", certificate_id=certificate_id)


@asks(can_revoke_certificates)
@require_POST
def reinstate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Take a revocation back."""
    try:
        reinstate_certificate(certificate_id=certificate_id, by=person(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The certificate is valid again."))
    return redirect("credentials:manage_certificate", certificate_id=certificate_id)

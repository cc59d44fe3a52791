"""Checking a certificate: by code, by file; and the documents that publish the signing key."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learning.credentials.api import did_document, study_time
from public_site.forms.verification import CodeForm, FileForm
from public_site.services.verification import FileCheck, check_file
from tenants.kernel.clock import now
from tenants.kernel.ids import normalise_code
from tenants.registry.api import RegisteredCertificate, has_issued, lookup

# No code given out is longer; what is longer is not shown back.
_LONGEST_CODE = 24


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a code, or a file and say what it is."""
    code_form = CodeForm(request.GET if "code" in request.GET else None)
    if request.method != "POST" and code_form.is_valid():
        return redirect("public_site:certificate", code=code_form.cleaned_data["code"])
    file_form = FileForm(request.POST or None, request.FILES or None)
    check: FileCheck | None = None
    if request.method == "POST":
        file_form = FileForm(request.POST, request.FILES)
        if file_form.is_valid():
            check = check_file(content=file_form.cleaned_data["file"].read())
    refused = file_form.is_bound and check is None
    answered = code_form.is_bound or file_form.is_bound
    response = render(
        request,
        "public_site/verification/verify.html",
        {
            "code_form": code_form,
            "file_form": file_form,
            "max_bytes": settings.UPLOAD_LIMITS_BYTES["certificate"],
            "check": check,
            "answered": answered,
            **(_facts(check.certificate) if check and check.certificate else {}),
        },
        status=422 if refused or code_form.errors else 200,
    )
    # Who looks for a way to check a certificate finds the form; what was asked with it stays between us.
    return _private(response) if answered else response


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say who earned what, when, from whom, and whether it holds."""
    canonical = normalise_code(code)
    if canonical != code and canonical:
        return redirect(f"{reverse('public_site:verify')}{quote(canonical, safe='-')}/")
    found = lookup(canonical) if len(canonical) <= _LONGEST_CODE else None
    if found is None:
        return _private(
            render(
                request,
                "public_site/verification/unknown.html",
                {
                    "code": code[:_LONGEST_CODE],
                    "code_form": CodeForm(initial={"code": code[:_LONGEST_CODE]}),
                },
                status=404,
            )
        )
    return _private(render(request, "public_site/verification/certificate.html", _facts(found)))


def _facts(found: RegisteredCertificate) -> dict[str, object]:
    checked_at: datetime = now()
    return {
        "certificate": found,
        "study_time": study_time(found.duration_minutes),
        "checked_at": checked_at,
    }


def _private(response: HttpResponse) -> HttpResponse:
    """Keep names out of search engines and shared caches."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def platform_key(request: HttpRequest) -> JsonResponse:
    """Publish the platform's key (did:web)."""
    return _did(did_document(None))


@require_safe
def issuer_key(request: HttpRequest, issuer_id: UUID) -> JsonResponse:
    """Publish the key of a company that has issued certificates (did:web with a path)."""
    if not has_issued(issuer_id):
        raise Http404
    return _did(did_document(issuer_id))


def _did(document: dict[str, object]) -> JsonResponse:
    response = JsonResponse(document, content_type="application/did+json")
    # Verifiers run in browsers too; the document is public.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    return response

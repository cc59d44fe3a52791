"""One's own data: what is held and why, a copy of it, being forgotten, what one agreed to."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.api import User, require_step_up, step_up_required
from tenants.kernel import storage
from tenants.kernel.errors import Conflict
from tenants.privacy.forms import ErasureForm
from tenants.privacy.selectors.consent import consents_of
from tenants.privacy.selectors.overview import archives_of, open_erasure, overview_of
from tenants.privacy.services.archive import own_archive, request_archive
from tenants.privacy.services.erasure import request_erasure, take_back_erasure


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
@never_cache
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is held about oneself, and what one can have done with it."""
    person = _user(request)
    archives = archives_of(person.id)
    return render(
        request,
        "privacy/own.html",
        {
            "kinds": overview_of(person.id),
            "archives": archives,
            "is_waiting": any(archive.is_waiting for archive in archives),
            "erasure": open_erasure(person.id),
            "consents": consents_of(person.id)[:50],
        },
    )


@step_up_required
@require_POST
def archive_request(request: HttpRequest) -> HttpResponse:
    """Have one's archive made."""
    try:
        request_archive(person=_user(request))
    except Conflict as error:
        messages.info(request, error.message)
    else:
        messages.success(
            request, _("Your archive is being made. This page shows when it is there.")
        )
    return redirect("privacy:own")


@login_required
@never_cache
@require_safe
def archive_file(request: HttpRequest, archive_id: UUID) -> HttpResponseBase:
    """Send one's archive, to who has just proved who they are."""
    archive = own_archive(archive_id=archive_id, person_id=_user(request).id)
    require_step_up(request)
    return FileResponse(
        storage.open_file(archive.key),
        as_attachment=True,
        filename=f"my-data-{archive.requested_at:%Y-%m-%d}.zip",
        content_type="application/zip",
    )


@step_up_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be forgotten, after reading what goes and what stays."""
    person = _user(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            request_erasure(person=person)
        except Conflict as error:
            messages.info(request, error.message)
        return redirect("privacy:own")
    status = 422 if form.is_bound else 200
    return render(
        request,
        "privacy/erasure.html",
        {"form": form, "kinds": overview_of(person.id)},
        status=status,
    )


@login_required
@require_POST
def erasure_take_back(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Take one's request back."""
    take_back_erasure(request_id=erasure_id, person=_user(request))
    messages.success(request, _("Taken back. Nothing was erased."))
    return redirect("privacy:own")

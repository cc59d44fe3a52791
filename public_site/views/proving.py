"""The forms of the website's proof."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from public_site.enums import ReviewKind
from public_site.forms.sending import CodeForm, WorkEmailForm
from public_site.services.review import proof
from public_site.views.access import person
from public_site.views.application import own_application, step_page
from public_site.views.steps import find_step
from tenants.kernel.errors import Conflict, DomainError

_KIND = ReviewKind.COMPANY


@login_required
@require_POST
def code_send(request: HttpRequest) -> HttpResponse:
    """Send a code to the work address."""
    room, info = own_application(request, _KIND)
    form = WorkEmailForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            proof.send_code(review_id=info.id, applicant=person(request), email=address)
        except Conflict:
            raise
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            messages.success(
                request, _("A code is on its way to %(address)s.") % {"address": address}
            )
            return redirect(room.url("step", step="proof"))
    return step_page(request, room, find_step(_KIND, "proof"), info, email_form=form)


@login_required
@require_POST
def code_confirm(request: HttpRequest) -> HttpResponse:
    """Take the code."""
    room, info = own_application(request, _KIND)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            proof.confirm_code(
                review_id=info.id, applicant=person(request), code=form.cleaned_data["code"]
            )
        except Conflict:
            raise
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            messages.success(request, _("The website is proven."))
            return redirect(room.url("step", step="proof"))
    return step_page(request, room, find_step(_KIND, "proof"), info, code_form=form)


@transaction.non_atomic_requests
@login_required
@require_POST
def record_check(request: HttpRequest) -> HttpResponse:
    """Look for the TXT record."""
    room, info = own_application(request, _KIND)
    try:
        is_there = proof.check_record(review_id=info.id, applicant=person(request))
    except Conflict:
        raise
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        if is_there:
            messages.success(request, _("The website is proven."))
        else:
            messages.warning(
                request, _("The record is not there yet. New records may take an hour to be seen.")
            )
    return redirect(room.url("step", step="proof"))

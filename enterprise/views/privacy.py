"""A company's side of privacy: requests to be erased, and letting our staff look in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.policies import may_own_company
from enterprise.views.access import asks, for_admins, person
from tenants.accounts.api import step_up_required
from tenants.kernel.errors import DomainError
from tenants.privacy.api import (
    DecisionForm,
    SupportForm,
    as_erasure,
    decide_erasure,
    end_support,
    erasure_requests,
    grant_in_force,
    grant_support,
    past_grants,
    visits,
)

_PER_PAGE = 30


@for_admins
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """List requests to be erased, those that wait for an answer first."""
    page = Paginator(erasure_requests(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "pages": page,
        "requests": [as_erasure(row) for row in page],
        "grant": grant_in_force(),
    }
    return render(request, "enterprise/privacy.html", context)


@for_admins
@require_POST
def decide(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Answer a request; an answer that cannot be taken changes nothing and says why."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was decided: the reason may have 500 characters."))
    else:
        approve = form.cleaned_data["decision"] == "approve"
        try:
            decide_erasure(
                request_id=erasure_id,
                approve=approve,
                reason=form.cleaned_data["reason"],
                actor=person(request),
            )
        except DomainError as error:
            if not error.field:
                raise
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("It will be done in a week.") if approve else _("Declined and told.")
            )
    return redirect("enterprise:privacy")


@asks(may_own_company)
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest) -> HttpResponseBase:
    """Show who looked in and when; let somebody look in."""
    if request.method == "POST":
        return _allow(request)
    return _page(request, SupportForm(), 200)


@step_up_required
def _allow(request: HttpRequest) -> HttpResponse:
    form = SupportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    grant_support(
        hours=form.cleaned_data["hours"],
        what_for=form.cleaned_data["what_for"],
        actor=person(request),
    )
    messages.success(request, _("Our staff may look in now. You can end it at any time."))
    return redirect("enterprise:support")


@asks(may_own_company)
@require_POST
def support_end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Take the permission back."""
    end_support(grant_id=grant_id, actor=person(request))
    messages.success(request, _("Ended. Nobody of our staff can look in any more."))
    return redirect("enterprise:support")


def _page(request: HttpRequest, form: SupportForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "grant": grant_in_force(),
        "grants": past_grants(),
        "visits": visits(),
    }
    return render(request, "enterprise/support.html", context, status=status)

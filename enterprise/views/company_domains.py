"""The company's own domains: added, looked at, made the main address, removed, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enterprise.forms.company import DomainForm
from enterprise.selectors.company import company_page
from enterprise.views.access import person
from enterprise.views.company import _details, _page, for_owners
from tenants.api import ask_domain
from tenants.kernel.errors import DomainError


@for_owners
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Claim a domain."""
    form = DomainForm(request.POST)
    if form.is_valid():
        try:
            ask_domain(act="add", domain=form.cleaned_data["domain"], actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Added. Now put the records there; we look by ourselves."))
            return _back()
    page = company_page(person(request))
    return _page(request, page, details=_details(page), domain=form, status=422)


@for_owners
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do something about a domain of the company's list."""
    deed, domain = request.POST.get("act", ""), request.POST.get("domain", "")
    ask_domain(act=deed, domain=domain, actor=person(request))
    if deed == "remove":
        undo = reverse("enterprise:company_domain_restore") + f"?{urlencode({'domain': domain})}"
        messages.success(
            request, _("%(domain)s is removed.") % {"domain": domain}, extra_tags=f"undo:{undo}"
        )
    return _back()


@for_owners
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Take the removal of a domain back."""
    ask_domain(act="restore", domain=request.GET.get("domain", ""), actor=person(request))
    messages.success(request, _("It is on your list again, and looked at now."))
    return _back()


def _back() -> HttpResponse:
    return redirect(reverse("enterprise:company_home") + "#domains")

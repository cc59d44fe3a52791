"""The company itself: opened by an owner who wants to know where it stands, or to change that."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.company import CloseForm, DetailsForm, DomainForm
from enterprise.policies.company import may_own_company
from enterprise.selectors.company import CompanyPage, company_page
from enterprise.selectors.group import sisters
from enterprise.services.company_export import begin_export, is_good_link, open_export
from enterprise.views.access import asks, person
from tenants.accounts.api import step_up_required
from tenants.api import ask_closing, ask_details, ask_reopening
from tenants.kernel import storage
from tenants.kernel.clock import today
from tenants.kernel.errors import DomainError
from tenants.schemas import current_tenant

for_owners = asks(may_own_company)


@for_owners
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where the company stands and what an owner can do."""
    page = company_page(person(request))
    return _page(request, page, details=_details(page), domain=DomainForm())


@for_owners
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Answer the page that waits: the same words while it waits, a fresh page once there is news."""
    page = company_page(person(request))
    if not page.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "enterprise/company/_waiting.html", {"page": page})


@for_owners
@require_POST
def details(request: HttpRequest) -> HttpResponse:
    """Ask for another name, time zone or language."""
    form = DetailsForm(request.POST)
    if form.is_valid():
        try:
            ask_details(**form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Saved. It is in force within seconds."))
            return redirect("enterprise:company_home")
    page = company_page(person(request))
    return _page(request, page, details=form, domain=DomainForm(), status=422)


@for_owners
@step_up_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close the company after its name was typed; it can be opened again until its grace is over."""
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_closing(
                typed_name=form.cleaned_data["typed_name"],
                reason=form.cleaned_data["reason"],
                actor=person(request),
            )
        except DomainError as error:
            form.add_refusal(error)
        else:
            if form.cleaned_data["archive"]:
                begin_export(actor=person(request))
            messages.success(request, _("Your company is being closed."))
            return redirect("enterprise:company_home")
    context = {"form": form, "days": settings.CLOSED_DAYS, "company": current_tenant().name}
    return render(
        request, "enterprise/company/close.html", context, status=422 if form.is_bound else 200
    )


@for_owners
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Open the closed company again."""
    ask_reopening(actor=person(request))
    messages.success(request, _("Your company is being opened again."))
    return redirect("enterprise:company_home")


@for_owners
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Have an archive made."""
    begin_export(actor=person(request))
    messages.success(request, _("The archive is being made. You can leave; owners get a mail."))
    return redirect("enterprise:company_home")


@for_owners
@require_safe
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Send an archive to the owner whose link it is; an old link leads to where there is a new one."""
    token = request.GET.get("token", "")
    if not is_good_link(export_id=export_id, token=token, actor=person(request)):
        messages.info(request, _("This link is no longer good. Here is a new one."))
        return redirect(reverse("enterprise:company_home") + "#archive")
    return _send(request, export_id=export_id, token=token)


@step_up_required
def _send(request: HttpRequest, *, export_id: UUID, token: str) -> HttpResponseBase:
    row = open_export(export_id=export_id, token=token, actor=person(request))
    company = current_tenant()
    name = f"{company.slug}-{today(company.time_zone):%Y-%m-%d}.zip"
    response = FileResponse(storage.open_file(row.key), as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["Cache-Control"] = "private, no-store"
    return response


def _details(page: CompanyPage) -> DetailsForm:
    life = page.life
    return DetailsForm(
        initial={"name": life.name, "time_zone": life.time_zone, "locale": life.locale}
    )


def _page(
    request: HttpRequest,
    page: CompanyPage,
    *,
    details: DetailsForm,
    domain: DomainForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "details": details,
        "domain_form": domain,
        "sisters": sisters(person(request)) if page.life.group_id else (),
        "is_open": page.life.status not in ("suspended", "closed"),
        "target": settings.DOMAIN_TARGET,
        "addresses": settings.DOMAIN_ADDRESSES,
    }
    return render(request, "enterprise/company/home.html", context, status=status)

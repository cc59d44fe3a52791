"""Companies, for our staff: who is where, one company's life, and the steps we take with a reason."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from public_site.forms.staff_companies import CompaniesForm, MoveForm
from public_site.views.access import person
from tenants import api as tenants
from tenants.accounts.api import asks, step_up_required
from tenants.api import Mover, TenantStatus
from tenants.kernel.errors import DomainError
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.kernel.xlsx import XLSX_TYPE, xlsx_chunks

for_keepers = asks(tenants.can_keep_companies)
_SHOWN = ("trial", "active", "past_due", "suspended", "closed", "erased")
TONES = {
    "trial": "brand",
    "active": "good",
    "past_due": "warn",
    "suspended": "bad",
    "closed": "bad",
}


@for_keepers
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """Show what matches, the newest first by default."""
    wanted = CompaniesForm(request.GET).wanted()
    page = Paginator(tenants.companies(wanted), tenants.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "rows": [(row, TONES.get(row.status, "")) for row in map(tenants.company_row, page)],
        "chips": _chips(request, wanted),
    }
    return render(request, "public_site/staff/companies.html", context)


@for_keepers
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    header, lines = _table(request)
    return stream(
        lambda: csv_rows(header, lines()), content_type=CSV_TYPE, filename="companies.csv"
    )


@for_keepers
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as XLSX."""
    header, lines = _table(request)
    return stream(
        lambda: xlsx_chunks(header, lines()), content_type=XLSX_TYPE, filename="companies.xlsx"
    )


@for_keepers
@require_safe
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Show one company's life, with the steps that can be taken."""
    return _page(request, company_id, None)


@for_keepers
@step_up_required
@require_POST
def move(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Take a step, with a reason."""
    life = tenants.company_life(company_id)
    if life is None:
        raise Http404
    form = MoveForm(request.POST, choices=[(str(step), str(step.label)) for step in TenantStatus])
    if form.is_valid():
        try:
            tenants.move_company(company_id=company_id, **form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Done. Its owners are told."))
            return redirect("public_site:staff_company", company_id=company_id)
    return _page(request, company_id, form, status=422)


def _page(
    request: HttpRequest, company_id: UUID, form: MoveForm | None, status: int = 200
) -> HttpResponse:
    life = tenants.company_life(company_id)
    if life is None:
        raise Http404
    source = TenantStatus(life.status)
    steps = tenants.targets(source, mover=Mover.STAFF, closed_from=life.closed_from)
    choices = [(str(step), str(step.label)) for step in steps]
    if form is None:
        form = MoveForm(choices=choices, initial={"expected": life.status})
    else:
        form.fields["target"].choices = choices  # type: ignore[attr-defined]
        # What is shown now is what the next try is about.
        form.data = {**form.data.dict(), "expected": life.status}  # type: ignore[attr-defined]
    context = {
        "life": life,
        "tone": TONES.get(life.status, ""),
        "form": form if steps else None,
        "timeline": [_item(change) for change in life.changes],
        "erasure": tenants.erasure_report(company_id),
    }
    return render(request, "public_site/staff/company.html", context, status=status)


def _item(change: tenants.Change) -> dict[str, Any]:
    who = change.actor_name or {
        "owner": _("An owner"),
        "clock": _("By date"),
        "system": _("Set up"),
        "billing": _("Billing"),
    }.get(change.mover, _("Our staff"))
    return {
        "when": change.at,
        "title": change.target_label,
        "text": f"{who}: {change.reason}" if change.reason else who,
        "tone": TONES.get(change.target, ""),
    }


def _table(request: HttpRequest) -> tuple[list[str], Any]:
    wanted = CompaniesForm(request.GET).wanted()
    header = [
        _("Company"),
        _("Address"),
        _("Group"),
        _("Standing"),
        _("Since"),
        _("Until"),
        _("Started"),
    ]

    def lines() -> Iterator[tuple[Any, ...]]:
        return tenants.company_lines(wanted)

    return header, lines


def _chips(request: HttpRequest, wanted: tenants.CompaniesFilter) -> list[dict[str, Any]]:
    counts = tenants.count_companies(wanted.search)
    kinds = [("", _("All"), sum(counts.values()))]
    kinds += [(status, str(TenantStatus(status).label), counts.get(status, 0)) for status in _SHOWN]
    found = []
    for status, label, count in kinds:
        query = request.GET.copy()
        query.pop("page", None)
        query["status"] = status
        found.append(
            {
                "url": f"?{query.urlencode()}",
                "label": label,
                "count": count,
                "current": wanted.status == status,
            }
        )
    return found

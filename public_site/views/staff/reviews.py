"""The queue of applications: list, filters, export."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from public_site.forms.staff import QueueForm
from public_site.selectors.review_queue import (
    PAGE_SIZE,
    QueueFilter,
    queue_counts,
    queue_lines,
    queue_row,
    review_queue,
)
from public_site.views.access import for_staff, person
from tenants.kernel.clock import local, now
from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.stream import stream
from tenants.kernel.xlsx import XLSX_TYPE, xlsx_chunks
from tenants.schemas import current_tenant


@for_staff
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what matches; by default what waits for us, the nearest deadline first."""
    staff_id, moment = person(request).id, now()
    form = QueueForm(request.GET)
    wanted = form.wanted()
    page = Paginator(review_queue(wanted, staff_id=staff_id), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    counts = queue_counts(staff_id=staff_id)
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": [queue_row(row, staff_id=staff_id, moment=moment) for row in page],
        "counts": counts,
        "chips": _chips(request, wanted, counts.waiting, counts.asked),
    }
    return render(request, "public_site/staff/reviews.html", context)


@for_staff
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what the page shows, all pages of it, as CSV."""
    header, produce = _table(request)
    return stream(
        lambda: csv_rows(header, produce()), content_type=CSV_TYPE, filename="reviews.csv"
    )


@for_staff
@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Send the same as XLSX."""
    header, produce = _table(request)
    return stream(
        lambda: xlsx_chunks(header, produce(), title=_("Reviews")),
        content_type=XLSX_TYPE,
        filename="reviews.xlsx",
    )


def _table(request: HttpRequest) -> tuple[list[str], Any]:
    wanted, staff_id = QueueForm(request.GET).wanted(), person(request).id
    header = [
        _("Name"), _("Kind"), _("Applicant"), _("E-mail"), _("State"), _("Sent"), _("Due"),
        _("Overdue"), _("Taken by"), _("Decided"),
    ]  # fmt: skip
    zone = current_tenant().time_zone

    def moment(value: Any) -> str:
        return local(value, zone).strftime("%Y-%m-%d %H:%M") if value else ""

    def produce() -> Iterator[tuple[Any, ...]]:
        for row in queue_lines(wanted, staff_id=staff_id):
            yield (
                row.title, row.kind_label, row.applicant, row.email, row.state_label,
                moment(row.submitted_at), moment(row.clock.due_at),
                _("yes") if row.clock.is_overdue else "", row.assignee, moment(row.decided_at),
            )  # fmt: skip

    return header, produce


def _chips(
    request: HttpRequest, wanted: QueueFilter, waiting: int, asked: int
) -> list[dict[str, Any]]:
    counts = {"waiting": waiting, "asked": asked, "decided": None, "all": None}
    labels = {
        "waiting": _("Waiting for us"),
        "asked": _("Waiting for the applicant"),
        "decided": _("Decided"),
        "all": _("All"),
    }
    chips = []
    for name, count in counts.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = name
        chips.append(
            {
                "url": f"?{query.urlencode()}",
                "label": labels[name],
                "current": wanted.state == name,
                "count": count,
            }
        )
    return chips

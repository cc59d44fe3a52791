"""The staff's first page: what waits, with true counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.delivery.api import reported_reviews_waiting
from public_site.policies import can_read_audit_log
from public_site.selectors.review_queue import (
    QueueFilter,
    queue_counts,
    queue_row,
    review_queue,
)
from public_site.selectors.staff_home import platform
from public_site.views.access import for_staff, person
from tenants.kernel.clock import now

_FIRST = 5


@for_staff
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the counts, and the applications whose time ends first."""
    staff_id, moment = person(request).id, now()
    rows = review_queue(QueueFilter(), staff_id=staff_id)[:_FIRST]
    context = {
        "counts": queue_counts(staff_id=staff_id),
        "rows": [queue_row(row, staff_id=staff_id, moment=moment) for row in rows],
        "read_at": moment,
        "reported": reported_reviews_waiting(),
        "platform": platform(now=moment),
        "may_read_log": can_read_audit_log(person(request)),
    }
    return render(request, "public_site/staff/home.html", context)

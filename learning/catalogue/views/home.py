"""The studio's first page: an author's courses."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from learning.catalogue.enums import CourseStatus
from learning.catalogue.forms.course import StudioFilter
from learning.catalogue.selectors.studio import PAGE_SIZE, studio_counts, studio_courses
from learning.catalogue.views.access import author_required, person


@require_safe
@author_required
def studio_home(request: HttpRequest) -> HttpResponse:
    """List the courses a person may change, filtered, sorted, in pages."""
    form = StudioFilter(request.GET)
    q, status, sort = form.known("q"), form.known("status"), form.known("sort")
    counts = studio_counts(person(request), q=q)
    rows = studio_courses(person(request), q=q, status=status, sort=sort)
    paginator = Paginator(rows, PAGE_SIZE)
    paginator.count = counts.of(status)  # counted already, with the chips
    chips = [
        {
            "label": label,
            "count": counts.of(value),
            "current": value == status,
            "url": _with_status(request, value),
        }
        for value, label in [("", _("All")), *CourseStatus.choices]
    ]
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "chips": chips,
        "q": q,
        "status": status,
        "is_filtered": bool(q or status),
    }
    # Going back, htmx asks for the whole page; caches must not mix the two answers.
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    partial = bool(htmx) and not htmx.history_restore_request
    name = "_list" if partial else "home"
    response = render(request, f"learning/catalogue/{name}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _with_status(request: HttpRequest, status: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("status", None)
    if status:
        query["status"] = status
    return f"?{query.urlencode()}"

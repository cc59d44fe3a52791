"""Career paths, for our staff: all of them, one's words, its order, whether learners see it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.catalogue import api as catalogue
from public_site.forms.paths import MoveForm, PathForm, PathsForm, StepForm
from public_site.views.access import person
from tenants.accounts.api import asks
from tenants.kernel.errors import DomainError

for_path_keepers = asks(catalogue.may_edit_all)


@for_path_keepers
@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Show what matches, in the order learners see by default."""
    form = PathsForm(request.GET)
    wanted = form.wanted()
    page = Paginator(catalogue.find_paths(wanted), catalogue.PATHS_PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": [catalogue.path_row(row) for row in page],
        "chips": _chips(request, wanted),
    }
    return render(request, "public_site/staff/paths.html", context)


@for_path_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a draft."""
    form = PathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            path_id = catalogue.create_path(details=form.details(), actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("The draft is there. Add its steps."))
            return redirect("public_site:staff_path", path_id=path_id)
    status = 422 if form.is_bound else 200
    return render(request, "public_site/staff/path_new.html", {"form": form}, status=status)


@for_path_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def path(request: HttpRequest, path_id: UUID) -> HttpResponse:
    """Show a path with its steps, and change its words."""
    form = PathForm(request.POST or None)
    if request.method != "POST":
        return path_page(request, path_id)
    catalogue.path_for_staff(path_id)
    if form.is_valid():
        try:
            catalogue.update_path(path_id=path_id, details=form.details(), actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("public_site:staff_path", path_id=path_id)
    return path_page(request, path_id, form=form, status=422)


@for_path_keepers
@require_POST
def publish(request: HttpRequest, path_id: UUID) -> HttpResponse:
    """Show it to learners; what is missing is said on the page."""
    try:
        catalogue.publish_path(path_id=path_id, actor=person(request))
    except DomainError as error:
        if error.status == 404:
            raise
        return path_page(request, path_id, problem=error.message, status=error.status)
    messages.success(
        request,
        _("Learners see it now."),
        extra_tags=f"undo:/staff/paths/{path_id}/hide/",
    )
    return redirect("public_site:staff_path", path_id=path_id)


@for_path_keepers
@require_POST
def hide(request: HttpRequest, path_id: UUID) -> HttpResponse:
    """Make it a draft again."""
    catalogue.hide_path(path_id=path_id, actor=person(request))
    messages.success(
        request,
        _("Learners no longer see it."),
        extra_tags=f"undo:/staff/paths/{path_id}/publish/",
    )
    return redirect("public_site:staff_path", path_id=path_id)


@for_path_keepers
@require_POST
def move(request: HttpRequest, path_id: UUID) -> HttpResponse:
    """Move it by one place; a direction that is none moves nothing."""
    form = MoveForm(request.POST)
    if form.is_valid():
        catalogue.move_path(path_id=path_id, step=form.cleaned_data["step"])
    return redirect("public_site:staff_paths")


def path_page(
    request: HttpRequest,
    path_id: UUID,
    *,
    form: PathForm | None = None,
    step_form: StepForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render one path; the forms may hold errors, `problem` is said above."""
    found = catalogue.path_for_staff(path_id)
    initial = {name: getattr(found, name) for name in PathForm.base_fields}
    context = {
        "path": found,
        "form": form or PathForm(initial=initial),
        "step_form": step_form or StepForm(prefix="new"),
        "problem": problem,
    }
    return render(request, "public_site/staff/path.html", context, status=status)


def _chips(request: HttpRequest, wanted: catalogue.PathFilter) -> list[dict[str, Any]]:
    counts = catalogue.count_paths(wanted)
    kinds = [("", _("All"), sum(counts.values()))]
    kinds += [(one.value, str(one.label), counts.get(one.value, 0)) for one in catalogue.PathStatus]
    found = []
    for value, label, count in kinds:
        query = request.GET.copy()
        query.pop("page", None)
        query["status"] = value
        found.append(
            {
                "url": f"?{query.urlencode()}",
                "label": label,
                "count": count,
                "current": wanted.status == value,
            }
        )
    return found

"""The steps of a career path and their courses, for our staff."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from learning.catalogue import api as catalogue
from public_site.forms.paths import MoveForm, StepCourseForm, StepForm
from public_site.views.access import person
from public_site.views.staff.paths import for_path_keepers, path_page
from tenants.kernel.errors import DomainError

# A shelf longer than this is chosen from by search, in the studio.
_MOST_COURSES = 500


@for_path_keepers
@require_POST
def add(request: HttpRequest, path_id: UUID) -> HttpResponse:
    """Add a step at the end, then show it, as its courses come next."""
    catalogue.path_for_staff(path_id)
    form = StepForm(request.POST, prefix="new")
    if form.is_valid():
        try:
            step_id = catalogue.add_step(
                path_id=path_id, **form.cleaned_data, actor=person(request)
            )
        except DomainError as error:
            form.add_refusal(error)
        else:
            return redirect("public_site:staff_step", step_id=step_id)
    return path_page(request, path_id, step_form=form, status=422)


@for_path_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Show a step with its courses, and change its words."""
    found = catalogue.step_for_staff(step_id)
    initial = {"title": found.step.title, "summary": found.step.summary}
    form = StepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            catalogue.change_step(step_id=step_id, **form.cleaned_data, actor=person(request))
        except DomainError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("public_site:staff_step", step_id=step_id)
    return _page(request, found, form=form, status=422 if form.is_bound else 200)


@for_path_keepers
@require_POST
def move(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Move a step by one place."""
    found, form = catalogue.step_for_staff(step_id), MoveForm(request.POST)
    if form.is_valid():
        catalogue.move_step(step_id=step_id, step=form.cleaned_data["step"])
    return redirect("public_site:staff_path", path_id=found.path_id)


@for_path_keepers
@require_POST
def remove(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Take a step off; the toast brings it back."""
    found = catalogue.step_for_staff(step_id)
    catalogue.remove_step(step_id=step_id, actor=person(request))
    back = reverse("public_site:staff_step_restore", args=[step_id])
    messages.success(request, _("The step is removed."), extra_tags=f"undo:{back}")
    return redirect("public_site:staff_path", path_id=found.path_id)


@for_path_keepers
@require_POST
def restore(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Bring a removed step back."""
    catalogue.restore_step(step_id=step_id, actor=person(request))
    messages.success(request, _("The step is back."))
    return redirect("public_site:staff_path", path_id=catalogue.step_for_staff(step_id).path_id)


@for_path_keepers
@require_POST
def course_add(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Add a course to a step."""
    found = catalogue.step_for_staff(step_id)
    form = StepCourseForm(request.POST, cards=_shelf())
    if form.is_valid():
        try:
            catalogue.add_course(
                step_id=step_id,
                course_id=UUID(form.cleaned_data["course"]),
                actor=person(request),
            )
        except DomainError as error:
            form.add_refusal(error)
        else:
            return redirect("public_site:staff_step", step_id=step_id)
    return _page(request, found, course_form=form, status=422)


@for_path_keepers
@require_POST
def course_remove(request: HttpRequest, step_id: UUID, course_id: UUID) -> HttpResponse:
    """Take a course out of a step; adding it again is one line below."""
    catalogue.remove_course(step_id=step_id, course_id=course_id, actor=person(request))
    messages.success(request, _("The course is out of this step."))
    return redirect("public_site:staff_step", step_id=step_id)


@for_path_keepers
@require_POST
def course_move(request: HttpRequest, step_id: UUID, course_id: UUID) -> HttpResponse:
    """Move a course by one place within its step."""
    form = MoveForm(request.POST)
    if form.is_valid():
        catalogue.move_course(step_id=step_id, course_id=course_id, step=form.cleaned_data["step"])
    return redirect("public_site:staff_step", step_id=step_id)


def _shelf() -> tuple[catalogue.CourseCard, ...]:
    query = catalogue.CatalogueQuery(sort="title", page_size=_MOST_COURSES)
    return catalogue.list_published(query).cards


def _page(
    request: HttpRequest,
    found: catalogue.StaffStep,
    *,
    form: StepForm | None = None,
    course_form: StepCourseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    there = {card.id for card in found.step.courses}
    cards = tuple(card for card in _shelf() if card.id not in there)
    initial = {"title": found.step.title, "summary": found.step.summary}
    context = {
        "found": found,
        "step": found.step,
        "form": form or StepForm(initial=initial),
        "course_form": course_form or (StepCourseForm(cards=cards) if cards else None),
    }
    return render(request, "public_site/staff/path_step.html", context, status=status)

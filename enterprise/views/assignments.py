"""Assignments: list, create, one with its date, cancel and back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.assignment import AssignmentForm, DueDateForm
from enterprise.forms.listing import ListForm
from enterprise.policies import (
    can_assign_courses,
    can_assign_to,
    can_see_assignments,
    can_see_assignments_of,
)
from enterprise.selectors.assignment import (
    PAGE_SIZE,
    SHOWS,
    SORTS,
    AssignmentFilter,
    assignment_page,
    assignment_row,
)
from enterprise.selectors.department import (
    department_rows,
    departments_within,
    visible_departments,
)
from enterprise.services.assignment import (
    assign_course,
    cancel_assignment,
    change_due_date,
    default_due_on,
    restore_assignment,
)
from enterprise.views.access import asks, person
from enterprise.views.figures import cards_of, link_with
from learning.catalogue.api import CatalogueQuery, list_published
from tenants.accounts.api import Action
from tenants.kernel.clock import now
from tenants.kernel.errors import DomainError, Missing

# A company has hundreds of courses, not thousands; the select is searched by typing.
_MOST_COURSES = 1000
SHOW_LABELS = (
    ("open", gettext_lazy("Open")),
    ("week", gettext_lazy("Ends within 7 days")),
    ("late", gettext_lazy("Somebody is late")),
    ("past", gettext_lazy("Date has passed")),
    ("cancelled", gettext_lazy("Cancelled")),
    ("all", gettext_lazy("All")),
)


@asks(can_see_assignments)
@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    """Show the list of assignments."""
    form = ListForm(request.GET)
    asked = form.read()
    wanted = AssignmentFilter(
        show=asked["status"] if asked["status"] in SHOWS else "open",
        search=asked["search"],
        department_id=form.department_id,
        sort=asked["sort"] if asked["sort"] in SORTS else "due",
        page=asked["page"],
        within=departments_within(person(request), Action.SEE_ASSIGNMENTS),
    )
    found = assignment_page(wanted, now=now())
    context = {
        "found": found,
        "filtered": bool(wanted.search or wanted.department_id or wanted.show != "open"),
        "chips": [
            {
                "url": link_with(request.GET, status=value),
                "label": label,
                "current": value == wanted.show,
            }
            for value, label in SHOW_LABELS
        ],
        "departments": visible_departments(person(request), Action.SEE_ASSIGNMENTS),
        "may_assign": can_assign_courses(person(request)),
        "pages": Paginator(range(found.total), PAGE_SIZE).page(found.page),
    }
    return render(request, "enterprise/assignments.html", context)


@asks(can_assign_courses)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Assign a course to one or more teams."""
    courses = list_published(CatalogueQuery(sort="title", page_size=_MOST_COURSES)).cards
    within = departments_within(person(request), Action.ASSIGN_COURSES)
    teams = [row for row in department_rows() if within is None or row.info.id in within]
    initial: dict[str, Any] = {
        "due_on": default_due_on(),
        "course": request.GET.get("course", ""),
        "departments": request.GET.getlist("department"),
    }
    form = AssignmentForm(request.POST or None, initial=initial, courses=courses, teams=teams)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ids = assign_course(
                course_id=data["course"],
                department_ids=data["departments"],
                due_on=data["due_on"],
                note=data["note"],
                actor=person(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            people = sum(row.members for row in teams if row.info.id in data["departments"])
            messages.success(
                request,
                ngettext(
                    "Assigned. %(n)d person gets it by mail.",
                    "Assigned. %(n)d people get it by mail.",
                    people,
                )
                % {"n": people},
            )
            if len(ids) == 1:
                return redirect("enterprise:assignment", assignment_id=ids[0])
            return redirect("enterprise:assignments")
    context = {"form": form, "courses": courses, "teams": teams}
    return render(
        request, "enterprise/assignment_new.html", context, status=422 if form.errors else 200
    )


@asks(can_see_assignments)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Show one assignment, how far its people are, and its date, which can be moved."""
    row = assignment_row(assignment_id, now=now())
    if row is None or not can_see_assignments_of(person(request), row.department_id):
        raise Missing(_("There is no such assignment."))
    if request.htmx:  # type: ignore[attr-defined]
        parts = {"row": row, "cards": cards_of(row.figures)}
        return render(request, "enterprise/_assignment_progress.html", parts)
    form = DueDateForm(
        request.POST or None, initial={"due_on": timezone.localtime(row.due_at).date()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_due_date(
                assignment_id=assignment_id,
                due_on=form.cleaned_data["due_on"],
                actor=person(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The due date is moved."))
            return redirect("enterprise:assignment", assignment_id=assignment_id)
    context = {
        "row": row,
        "form": form,
        "cards": cards_of(row.figures),
        "may_assign": can_assign_to(person(request), row.department_id),
    }
    return render(
        request, "enterprise/assignment.html", context, status=422 if form.errors else 200
    )


@asks(can_assign_courses)
@require_POST
def cancel(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Take an assignment back, with an undo."""
    cancel_assignment(assignment_id=assignment_id, actor=person(request))
    undo = reverse("enterprise:assignment_restore", args=[assignment_id])
    messages.success(
        request,
        _("Assignment cancelled. What people learned stays theirs."),
        extra_tags=f"undo:{undo}",
    )
    return redirect("enterprise:assignments")


@asks(can_assign_courses)
@require_POST
def restore(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Undo a cancellation."""
    try:
        restore_assignment(assignment_id=assignment_id, actor=person(request))
    except Missing:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The assignment holds again."))
    return redirect("enterprise:assignments")

"""One's own goals: set, changed, put away, taken out again."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.delivery.api import enrolled_courses, enrolments_of
from learning.engagement.enums import GoalKind
from learning.engagement.forms import CourseGoalForm, GoalForm, WeeklyGoalForm
from learning.engagement.selectors.goal import GoalInfo, goal_of
from learning.engagement.selectors.goal_page import goal_page
from learning.engagement.services.goal import (
    GoalTerms,
    archive_goal,
    change_goal,
    restore_goal,
    set_goal,
)
from tenants.accounts.api import User
from tenants.kernel.errors import Conflict, DomainError, Invalid, Missing


@login_required
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """Show one's goals and how far they are."""
    context = {"page": goal_page(_learner(request))}
    return render(request, "learning/engagement/goals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Set a goal."""
    learner_id = _learner(request)
    open_ones = [info for info in enrolments_of(learner_id) if not info.is_completed]
    kind = request.GET.get("kind", "")
    form = GoalForm(
        request.POST if request.method == "POST" else None,
        courses=enrolled_courses(open_ones),
        initial={"kind": kind if kind in GoalKind.values else GoalKind.WEEKLY_LESSONS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_goal(learner_id=learner_id, terms=form.terms())
        except DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Your goal is set."))
            return redirect("engagement:goals")
    context = {"form": form, "usual": goal_page(learner_id).usual}
    return render(request, "learning/engagement/goal_new.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Change a goal's number or date."""
    learner_id = _learner(request)
    goal = goal_of(learner_id, goal_id)
    if goal is None:
        raise Http404
    form = _edit_form(goal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        terms = GoalTerms(kind=goal.kind, course_id=goal.course_id, **form.cleaned_data)
        try:
            change_goal(learner_id=learner_id, goal_id=goal_id, terms=terms)
        except Missing as error:
            raise Http404 from error
        except DomainError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Your goal is changed."))
            return redirect("engagement:goals")
    context = {"form": form, "goal": goal}
    return render(request, "learning/engagement/goal_edit.html", context, status=_status(form))


@login_required
@require_POST
def archive(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Put a goal away; the toast takes it out again."""
    try:
        archive_goal(learner_id=_learner(request), goal_id=goal_id)
    except Missing as error:
        raise Http404 from error
    undo = reverse("engagement:goal_restore", args=[goal_id])
    messages.success(request, _("The goal is put away."), extra_tags=f"undo:{undo}")
    return redirect("engagement:goals")


@login_required
@require_POST
def restore(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Take a goal out again."""
    try:
        restore_goal(learner_id=_learner(request), goal_id=goal_id)
    except Missing as error:
        raise Http404 from error
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The goal is back."))
    return redirect("engagement:goals")


def _edit_form(goal: GoalInfo, data: Any) -> forms.Form:
    if goal.kind == GoalKind.FINISH_COURSE:
        return CourseGoalForm(data, initial={"due_on": goal.due_on, "why": goal.why})
    return WeeklyGoalForm(data, initial={"target": goal.target, "why": goal.why})


def _refuse(form: forms.Form, error: DomainError) -> None:
    field = error.field if isinstance(error, Invalid) else None
    form.add_error(field if field in form.fields else None, error.message)


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200


def _learner(request: HttpRequest) -> UUID:
    return cast(User, request.user).id

"""The skill check: what it is, one question at a time, and what it says."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.guidance.forms import AnswerForm, BeginForm
from learning.guidance.selectors.profile import profile_of
from learning.guidance.selectors.recommendation import recommendations_for
from learning.guidance.selectors.skill_check import open_question, results_of, standing_of
from learning.guidance.services.profile import skip_check
from learning.guidance.services.skill_check import answer_question, begin_check
from tenants.accounts.api import User
from tenants.kernel.errors import Conflict, DomainError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the question that is open, or what the check is; on POST take an answer."""
    learner, problem = _learner(request), ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        try:
            number = form.cleaned_data["number"] if form.is_valid() else 0
            finished = answer_question(
                learner_id=learner.id, position=number, choice=form.data.get("choice", "")
            )
        except Conflict as error:
            messages.warning(request, error.message)
            return redirect("guidance:check")
        except DomainError as error:
            problem = error.message
        else:
            return redirect("guidance:skills" if finished else "guidance:check")
    question = open_question(learner.id)
    if question is not None:
        context = {"question": question, "problem": problem}
        status = 422 if problem else 200
        return render(request, "learning/guidance/question.html", context, status=status)
    profile = profile_of(learner.id)
    begin_form = BeginForm(initial={"language": profile.language or get_language()})
    context = {"standing": standing_of(learner.id), "profile": profile, "form": begin_form}
    return render(request, "learning/guidance/check.html", context)


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a check, or go on with the open one."""
    form = BeginForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else "en"
    begin_check(learner_id=_learner(request).id, language=language)
    return redirect("guidance:check")


@login_required
@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Go without the check, to what can be said without it."""
    skip_check(learner_id=_learner(request).id)
    messages.success(request, _("You can take the skill check whenever you like."))
    return redirect("guidance:skills")


@login_required
@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """Show what the checks say, what was told, and what to learn next."""
    learner = _learner(request)
    profile, results = profile_of(learner.id), results_of(learner.id)
    context = {
        "profile": profile,
        "standing": standing_of(learner.id),
        "latest": results[0] if results else None,
        "earlier": results[1:],
        "picks": recommendations_for(learner.id, profile=profile),
    }
    return render(request, "learning/guidance/skills.html", context)


def _learner(request: HttpRequest) -> User:
    return cast(User, request.user)

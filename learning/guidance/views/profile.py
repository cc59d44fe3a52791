"""The welcome: five short questions, each on a page of its own, each of which may be skipped."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.guidance.enums import ProfileStep
from learning.guidance.forms import STEP_FORMS
from learning.guidance.selectors.profile import ProfileInfo, profile_of
from learning.guidance.selectors.skill_check import standing_of
from learning.guidance.services.profile import dismiss, save_step, skip_step
from tenants.accounts.api import User


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what is asked and how long it takes; those who have begun go on where they were."""
    profile = profile_of(_learner(request).id)
    if (profile.answered or profile.skipped) and profile.open_steps:
        return redirect(f"guidance:start_{profile.open_steps[0]}")
    context = {
        "profile": profile,
        "standing": standing_of(_learner(request).id),
        "steps": ProfileStep.choices,
    }
    return render(request, "learning/guidance/start.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Show one question; keep its answer, or pass it over, and go to the next."""
    here, learner = ProfileStep(step), _learner(request)
    profile = profile_of(learner.id)
    form = STEP_FORMS[here](request.POST or None, initial=profile.values())
    if request.method == "POST":
        if "skip" in request.POST:
            skip_step(learner_id=learner.id, step=here)
            return _onward(here)
        if form.is_valid():
            save_step(learner_id=learner.id, step=here, answers=form.cleaned_data)
            return HttpResponse(status=204) if _is_autosave(request) else _onward(here)
    status = 422 if form.errors else 200
    context = {"form": form, "here": here, "steps": _stepper(profile, here), "back": _before(here)}
    return render(request, "learning/guidance/step.html", context, status=status)


@login_required
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Make the invitation small; it stays within reach."""
    dismiss(learner_id=_learner(request).id)
    return redirect("guidance:home" if request.tenant.is_public else "/")  # type: ignore[attr-defined]


def _learner(request: HttpRequest) -> User:
    return cast(User, request.user)


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _before(here: ProfileStep) -> str:
    places = list(ProfileStep)
    at = places.index(here)
    return f"guidance:start_{places[at - 1]}" if at else "guidance:start"


def _onward(here: ProfileStep) -> HttpResponse:
    places = list(ProfileStep)
    at = places.index(here) + 1
    return redirect(f"guidance:start_{places[at]}" if at < len(places) else "guidance:check")


def _stepper(profile: ProfileInfo, here: ProfileStep) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "label": one.label,
            "state": "current" if one == here else "done" if profile.is_answered(one) else "",
        }
        for one in ProfileStep
    ]
    return [*rows, {"label": _("Skill check"), "state": ""}]

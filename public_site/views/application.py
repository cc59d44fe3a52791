"""Applying, for both kinds: the steps with their draft, sending, following, answering."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from public_site.enums import ReviewKind
from public_site.forms.application import STEPS, Step
from public_site.forms.reading import sections
from public_site.forms.sending import (
    Checked,
    ConsentForm,
    PaperForm,
    SampleVideoForm,
    check_answers,
    replies_of,
    typed,
)
from public_site.selectors.application import ApplicationInfo, application_of
from public_site.selectors.completeness import missing_beside_forms
from public_site.services.review import draft, submission
from public_site.terms import terms_for
from public_site.views.access import person
from public_site.views.proof import proof_context
from public_site.views.rooms import ROOMS, Room
from public_site.views.steps import find_step, step_after, stepper
from tenants.kernel.errors import Invalid, Missing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what is asked and how long it takes; on POST begin, or go on with what was begun."""
    room = ROOMS[ReviewKind(kind)]
    if request.method == "POST":
        draft.begin_application(
            kind=room.kind, applicant=person(request), language=get_language() or ""
        )
        return redirect(room.url("step", step=STEPS[kind][0].name))
    info = application_of(person(request).id, room.kind)
    if info is not None and info.is_open:
        if not info.is_editable or info.submitted_at:
            return redirect(room.url("application"))
        return redirect(room.url("step", step=_first_open(info)))
    context = {"room": room, "info": info, "steps": STEPS[kind]}
    return render(request, f"public_site/{room.prefix}/apply.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """Show one step; on POST keep what was typed, and go on when it passes."""
    room, here = ROOMS[ReviewKind(kind)], find_step(kind, step)
    info = _own(request, room)
    if request.method == "POST":
        return _save(request, room, here, info)
    if not info.is_editable:
        return redirect(room.url("application"))
    kept = info.answers.get(here.name, {})
    form = here.form(initial=kept) if here.form else None
    return step_page(request, room, here, info, form=form)


def _save(request: HttpRequest, room: Room, here: Step, info: ApplicationInfo) -> HttpResponse:
    """Keep a step's draft; a step without fields just leads on."""
    if here.form is None:
        return redirect(room.url("step", step=step_after(room.kind, here.name)))
    answers = typed(here.form, request.POST)
    draft.save_step(review_id=info.id, applicant=person(request), step=here.name, answers=answers)
    if request.headers.get("X-Autosave") == "1":
        return HttpResponse(status=204)
    if "later" in request.POST:
        messages.success(request, _("Your draft is kept. Come back whenever you like."))
        return redirect(room.home)
    form = here.form(request.POST)
    if form.is_valid():
        return redirect(room.url("step", step=step_after(room.kind, here.name)))
    return step_page(request, room, here, info, form=form)


def step_page(
    request: HttpRequest, room: Room, here: Step, info: ApplicationInfo, **forms: Any
) -> HttpResponse:
    """Render a step; `form`, `paper_form`, `video_form`, `consent_form`, `email_form`, `code_form` may hold errors."""
    checked = check_answers(room.kind, info.answers)
    missing = missing_beside_forms(info)
    context: dict[str, Any] = {
        "room": room,
        "here": here,
        "info": info,
        "stepper": stepper(info, checked, missing, here.name),
        "form": forms.get("form"),
        "problem": forms.get("problem", ""),
    }
    if here.name == "papers":
        context["paper_form"] = forms.get("paper_form") or PaperForm(review_kind=room.kind)
        context["max_bytes"] = settings.UPLOAD_LIMITS_BYTES["document"]
    if here.name == "sample":
        context["video_form"] = forms.get("video_form") or SampleVideoForm()
        context["video_max_bytes"] = settings.UPLOAD_LIMITS_BYTES["sample_video"]
    if here.name == "proof":
        context |= proof_context(request, info, forms)
    if here.name == "send":
        context |= _sending(info, checked, missing, forms.get("consent_form"))
    bad = forms.get("problem") or any(getattr(form, "errors", None) for form in forms.values())
    template = f"public_site/application/{here.name if here.form is None else 'step'}.html"
    if here.name == "sample":
        template = "public_site/application/sample.html"
    return render(request, template, context, status=422 if bad else 200)


@login_required
@require_POST
def send(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the application; what is missing is named, with a way to it."""
    room = ROOMS[ReviewKind(kind)]
    info = _own(request, room)
    here = find_step(kind, "send")
    form = ConsentForm(request.POST)
    checked = check_answers(kind, info.answers)
    if not form.is_valid():
        return step_page(request, room, here, info, consent_form=form)
    if checked.problems:
        problem = _("Some steps are not complete yet. They are marked below; the rest is kept.")
        return step_page(request, room, here, info, consent_form=form, problem=problem)
    try:
        submission.send_application(
            review_id=info.id,
            applicant=person(request),
            answers=checked.answers,
            terms_version=form.cleaned_data["terms_version"],
        )
    except Invalid as error:
        form.add_error("consent" if error.field == "consent" else None, error.message)
        return step_page(request, room, here, info, consent_form=form)
    messages.success(request, _("Your application is with us. We answer within 48 hours."))
    return redirect(room.url("application"))


@login_required
@require_safe
def follow(request: HttpRequest, kind: str) -> HttpResponse:
    """Show how an application stands: the clock, questions, the decision, the history."""
    room = ROOMS[ReviewKind(kind)]
    info = application_of(person(request).id, room.kind)
    if info is None or (info.state == "draft" and not info.submitted_at):
        return redirect(room.url("apply"))
    return _status_page(request, room, info)


@login_required
@require_POST
def replies(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep answers to our questions; send them when the button says so."""
    room, who = ROOMS[ReviewKind(kind)], person(request)
    info = _own(request, room)
    submission.save_replies(review_id=info.id, applicant=who, replies=replies_of(request.POST))
    if request.headers.get("X-Autosave") == "1":
        return HttpResponse(status=204)
    info = _own(request, room)
    if "send" not in request.POST:
        messages.success(request, _("Your answers are kept. Send them when you are ready."))
        return redirect(room.url("application"))
    checked = check_answers(kind, info.answers)
    if checked.problems:
        problem = _(
            "The application itself has something to correct: open it and look at the marked steps."
        )
        return _status_page(request, room, info, problem=problem)
    try:
        submission.answer_questions(
            review_id=info.id,
            applicant=who,
            answers=checked.answers,
            terms_version=terms_for(kind).version,
        )
    except Invalid as error:
        return _status_page(request, room, info, problem=error.message, field=error.field)
    messages.success(request, _("Your answers are with us. The clock goes on."))
    return redirect(room.url("application"))


@login_required
@require_POST
def withdraw(request: HttpRequest, kind: str) -> HttpResponse:
    """Take an application back."""
    room = ROOMS[ReviewKind(kind)]
    info = _own(request, room)
    submission.withdraw_application(review_id=info.id, applicant=person(request))
    messages.success(
        request, _("Your application is withdrawn. You can begin a new one at any time.")
    )
    return redirect(room.home)


def own_application(request: HttpRequest, kind: str) -> tuple[Room, ApplicationInfo]:
    """Return the visitor's own application of a kind; 404 when there is none."""
    room = ROOMS[ReviewKind(kind)]
    return room, _own(request, room)


def _own(request: HttpRequest, room: Room) -> ApplicationInfo:
    info = application_of(person(request).id, room.kind)
    if info is None:
        raise Missing(_("You have not begun an application."))
    return info


def _first_open(info: ApplicationInfo) -> str:
    """The first step that does not pass, so that coming back leads to where one was."""
    checked, missing = check_answers(info.kind, info.answers), missing_beside_forms(info)
    for one in STEPS[info.kind]:
        if one.name in checked.problems or one.name in missing:
            return one.name
    return STEPS[info.kind][-1].name


def _sending(
    info: ApplicationInfo, checked: Checked, missing: dict[str, str], form: ConsentForm | None
) -> dict[str, Any]:
    terms = terms_for(info.kind)
    problems = {name: list(lines) for name, lines in checked.problems.items()}
    for name, line in missing.items():
        problems.setdefault(name, []).append(line)
    return {
        "terms": terms,
        "consent_form": form or ConsentForm(initial={"terms_version": terms.version}),
        "sections": sections(info.kind, checked.answers),
        "problems": [
            {"step": one, "lines": problems[one.name]}
            for one in STEPS[info.kind]
            if one.name in problems
        ],
    }


def _status_page(
    request: HttpRequest, room: Room, info: ApplicationInfo, *, problem: str = "", field: str = ""
) -> HttpResponse:
    context = {
        "room": room,
        "info": info,
        "problem": problem,
        "problem_field": field,
        "first_step": STEPS[info.kind][0].name,
    }
    status = 422 if problem else 200
    return render(request, "public_site/application/status.html", context, status=status)

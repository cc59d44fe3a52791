"""Teaching: what it is, the way in, and the first steps of those who are in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from public_site.enums import ReviewKind
from public_site.forms.teaching import CourseChoice
from public_site.policies import is_instructor
from public_site.selectors.application import application_of
from public_site.selectors.first_steps import first_steps
from public_site.selectors.teaching import Teaching, teaching_of
from public_site.services.instructor import confirm_guidelines
from public_site.terms import terms_for
from public_site.views.access import person
from public_site.views.rooms import ROOMS
from tenants.kernel.clock import now


@require_safe
def teach(request: HttpRequest) -> HttpResponse:
    """Show visitors what teaching here means, applicants how it stands, instructors their first steps."""
    room = ROOMS[ReviewKind.INSTRUCTOR]
    if not request.user.is_authenticated:
        return render(request, "public_site/teach/offer.html", {"room": room, "info": None})
    who = person(request)
    if is_instructor(who):
        wanted = CourseChoice(request.GET).course_id
        teaching = teaching_of(who.id, wanted=wanted, now=now())
        context = {
            "room": room,
            "steps": first_steps(who),
            "teaching": teaching,
            "rows": _rows(teaching),
        }
        return render(request, "public_site/teach/first_steps.html", context)
    info = application_of(who.id, ReviewKind.INSTRUCTOR)
    return render(request, "public_site/teach/offer.html", {"room": room, "info": info})


def _rows(teaching: Teaching) -> list[dict[str, Any]]:
    top = teaching.chosen.audience.learners if teaching.chosen else 1
    return [
        {
            "label": f"{step.number}. {step.title}",
            "value": step.completed,
            "top": top,
            "shown": _("%(done)d done, %(opened)d opened")
            % {"done": step.completed, "opened": step.opened},
        }
        for step in teaching.funnel
    ]


@require_safe
def terms(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the terms in force."""
    context = {"terms": terms_for(kind), "room": ROOMS[ReviewKind(kind)]}
    return render(request, "public_site/application/terms.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guidelines(request: HttpRequest) -> HttpResponse:
    """Show the guidelines; on POST note that they were read."""
    if request.method == "POST":
        confirm_guidelines(instructor=person(request))
        messages.success(request, _("Noted. On to the next step."))
        return redirect("public_site:teach")
    steps = first_steps(person(request)) if is_instructor(person(request)) else None
    return render(request, "public_site/teach/guidelines.html", {"steps": steps})

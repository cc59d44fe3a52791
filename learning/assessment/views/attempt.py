"""Taking a quiz: rules, answer sheet, result."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from learning.assessment.enums import AttemptState
from learning.assessment.forms.sheet import sent_answers
from learning.assessment.models import Attempt
from learning.assessment.selectors.attempt import open_sheet, quiz_intro, result_of
from learning.assessment.services.attempt import save_answers, start_attempt
from learning.assessment.services.submission import submit_attempt
from learning.assessment.views.access import own_attempt_or_404, own_enrolment_or_404
from learning.delivery import api as delivery
from tenants.kernel.errors import Conflict, Missing


@login_required
@require_GET
def quiz(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Show a quiz's rules, the learner's attempts, and the way in."""
    info = own_enrolment_or_404(request, course_id)
    intro = quiz_intro(enrolment_id=info.id, version_id=info.version_id, lesson_id=lesson_id)
    if intro is None:
        raise Http404
    context = _around(info, lesson_id)
    return render(request, "learning/assessment/quiz.html", {**context, "intro": intro})


@login_required
@require_POST
def start(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Begin an attempt, or go back to the open one."""
    info = own_enrolment_or_404(request, course_id)
    try:
        attempt_id = start_attempt(enrolment_id=info.id, lesson_id=lesson_id)
    except Missing as error:
        raise Http404 from error
    return redirect(
        "assessment:attempt", course_id=course_id, lesson_id=lesson_id, attempt_id=attempt_id
    )


@login_required
@require_GET
def attempt(
    request: HttpRequest, course_id: UUID, lesson_id: UUID, attempt_id: UUID
) -> HttpResponse:
    """Show the answer sheet of an open attempt, the result of a submitted one."""
    info = own_enrolment_or_404(request, course_id)
    found = own_attempt_or_404(info, lesson_id, attempt_id)
    if found.state == AttemptState.OPEN:
        return _sheet(request, info, found)
    intro = quiz_intro(enrolment_id=info.id, version_id=info.version_id, lesson_id=lesson_id)
    if intro is None:
        raise Http404
    context = _around(info, lesson_id)
    return render(
        request,
        "learning/assessment/result.html",
        {
            **context,
            "intro": intro,
            "result": result_of(found, reveal=intro.is_passed or intro.attempts_left == 0),
        },
    )


@login_required
@require_POST
def save(request: HttpRequest, course_id: UUID, lesson_id: UUID, attempt_id: UUID) -> HttpResponse:
    """Keep the answers so far: by themselves while one works, or to go on another time."""
    info = own_enrolment_or_404(request, course_id)
    own_attempt_or_404(info, lesson_id, attempt_id)
    try:
        save_answers(
            attempt_id=attempt_id, enrolment_id=info.id, answers=sent_answers(request.POST)
        )
    except Conflict:
        if "X-Autosave" in request.headers:
            return HttpResponse(status=409)
        return redirect(
            "assessment:attempt", course_id=course_id, lesson_id=lesson_id, attempt_id=attempt_id
        )
    if "X-Autosave" in request.headers:
        return HttpResponse(status=204)
    return redirect("assessment:quiz", course_id=course_id, lesson_id=lesson_id)


@login_required
@require_POST
def submit(
    request: HttpRequest, course_id: UUID, lesson_id: UUID, attempt_id: UUID
) -> HttpResponse:
    """Hand in; with open questions only after asking once."""
    info = own_enrolment_or_404(request, course_id)
    try:
        result = submit_attempt(
            attempt_id=attempt_id,
            enrolment_id=info.id,
            answers=sent_answers(request.POST),
            allow_gaps="confirm" in request.POST,
        )
    except Missing as error:
        raise Http404 from error
    if not result.is_submitted:
        found = own_attempt_or_404(info, lesson_id, attempt_id)
        return _sheet(request, info, found, warned=True)
    return redirect(
        "assessment:attempt", course_id=course_id, lesson_id=lesson_id, attempt_id=attempt_id
    )


def _sheet(
    request: HttpRequest, info: delivery.EnrolmentInfo, found: Attempt, *, warned: bool = False
) -> HttpResponse:
    context = _around(info, found.lesson_id)
    return render(
        request,
        "learning/assessment/attempt.html",
        {**context, "sheet": open_sheet(found), "warned": warned},
        status=422 if warned else 200,
    )


def _around(info: delivery.EnrolmentInfo, lesson_id: UUID) -> dict[str, object]:
    """Return what stands around a quiz: the course's outline and the lessons beside it."""
    progress = delivery.progress_outline(info)
    row = progress.row(lesson_id)
    if row is None:
        raise Http404
    before, after = progress.neighbours(lesson_id)
    return {
        "progress": progress,
        "lesson": row,
        "module": progress.module_of(lesson_id),
        "before": before,
        "after": after,
    }

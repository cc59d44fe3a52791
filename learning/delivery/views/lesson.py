"""One lesson: text, or video with its player; quizzes have their own pages."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.catalogue import api as catalogue
from learning.delivery.forms.player import WatchResultSerializer, WatchSerializer
from learning.delivery.selectors.progress import (
    CourseProgress,
    LessonRow,
    progress_outline,
)
from learning.delivery.services.completion import mark_text_done
from learning.delivery.services.playback import open_lesson, record_watch
from learning.delivery.views.access import learner, own_enrolment, own_enrolment_or_404
from tenants.kernel.errors import Missing


@login_required
@require_GET
def lesson(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Show a lesson of a course the visitor is in, and remember that they are here."""
    enrolment = own_enrolment(request, course_id)
    if enrolment is None:
        return _to_offer(course_id)
    progress = progress_outline(enrolment)
    row = progress.row(lesson_id)
    if row is None:
        raise Http404
    open_lesson(
        enrolment_id=enrolment.id,
        lesson_id=row.id,
        kind=row.kind,
        is_new=not row.state,
        is_current=enrolment.current_lesson_id == row.id,
    )
    if row.kind == catalogue.LessonKind.QUIZ:
        return redirect("assessment:quiz", course_id=course_id, lesson_id=lesson_id)
    before, after = progress.neighbours(row.id)
    playback = _playback(request, progress, row)
    return render(
        request,
        "learning/delivery/lesson.html",
        {
            "progress": progress,
            "lesson": row,
            "module": progress.module_of(row.id),
            "before": before,
            "after": after,
            "body_html": catalogue.get_lesson_body(progress.outline, row.id),
            "playback": playback,
            "watched": json.dumps(row.watched),
            "watched_percent": (
                row.watched_ms * 100 // playback.duration_ms
                if playback and playback.duration_ms
                else 0
            ),
            "after_url": reverse(
                "delivery:lesson", kwargs={"course_id": course_id, "lesson_id": after.id}
            )
            if after
            else "",
        },
    )


@login_required
@require_POST
def done(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Mark a text as done and go on to the next lesson."""
    enrolment = own_enrolment_or_404(request, course_id)
    was_completed = enrolment.is_completed
    enrolment = mark_text_done(enrolment_id=enrolment.id, lesson_id=lesson_id)
    if enrolment.is_completed and not was_completed:
        messages.success(request, _("That was the last lesson. You have completed the course."))
        return redirect("delivery:course", course_id=course_id)
    progress = progress_outline(enrolment)
    _before, after = progress.neighbours(lesson_id)
    following = after or progress.next_lesson
    if following is None:
        return redirect("delivery:course", course_id=course_id)
    return redirect("delivery:lesson", course_id=course_id, lesson_id=following.id)


@login_required
@require_POST
def watch(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> JsonResponse:
    """Take the player's report of what was watched."""
    enrolment = own_enrolment_or_404(request, course_id)
    try:
        report = WatchSerializer(data=json.loads(request.body))
    except ValueError:
        return JsonResponse({"detail": _("The report is not JSON.")}, status=400)
    if not report.is_valid():
        return JsonResponse({"errors": report.errors}, status=422)
    result = record_watch(
        enrolment_id=enrolment.id,
        lesson_id=lesson_id,
        ranges=report.validated_data["ranges"],
        position_ms=report.validated_data["position_ms"],
    )
    return JsonResponse(WatchResultSerializer(result).data)


def _to_offer(course_id: UUID) -> HttpResponse:
    """Send somebody who is not in a course to where they can join it."""
    card = catalogue.cards_of_courses([course_id]).get(course_id)
    if card is None or card.status != catalogue.CourseStatus.PUBLISHED:
        raise Http404
    return redirect(reverse("delivery:course", kwargs={"course_id": course_id}))


def _playback(
    request: HttpRequest, progress: CourseProgress, row: LessonRow
) -> catalogue.PlaybackInfo | None:
    """Return the video's addresses; None when the lesson has none, or it is not ready."""
    media_id = progress.outline.lesson(row.id).media_id
    if row.kind != catalogue.LessonKind.VIDEO or media_id is None:
        return None
    try:
        return catalogue.playback(media_id, learner(request).id)
    except Missing:
        return None

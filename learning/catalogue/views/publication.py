"""Preview as a learner, and the page that publishes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.catalogue.enums import MediaStatus
from learning.catalogue.forms.lesson import PublishForm
from learning.catalogue.selectors.checklist import blockers, publication_checklist
from learning.catalogue.selectors.draft import draft_outline
from learning.catalogue.selectors.playback import playback
from learning.catalogue.selectors.studio import course_history
from learning.catalogue.services.publication import publish_course
from learning.catalogue.views.access import author_required, course_of, lesson_of, person
from learning.catalogue.views.editor import quiz_url
from tenants.kernel.errors import DomainError
from tenants.kernel.markup import render_markdown


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def course_publish(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show what is left to do and the versions so far; on POST publish the next one."""
    course = course_of(request, course_id)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_course(
                course_id=course_id, actor=person(request), notes=form.cleaned_data["notes"]
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Published. New learners get this version."))
            return redirect("catalogue:course_publish", course_id=course_id)
    points = publication_checklist(draft_outline(course_id))
    context = {
        "course": course,
        "form": form,
        "points": points,
        "is_blocked": bool(blockers(points)),
        "history": course_history(course_id),
        "tab": "publish",
    }
    status = 422 if form.errors else 200
    return render(request, "learning/catalogue/publish.html", context, status=status)


@require_safe
@author_required
def course_preview(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show the draft as learners will see it, from the first lesson."""
    course = course_of(request, course_id)
    outline = draft_outline(course_id)
    if outline.lessons:
        return redirect("catalogue:lesson_preview", lesson_id=outline.lessons[0].id)
    context = {"course": course, "outline": outline}
    return render(request, "learning/catalogue/preview.html", context)


@require_safe
@author_required
def lesson_preview(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Show one lesson of the draft as learners will see it."""
    lesson = lesson_of(request, lesson_id)
    course = lesson.module.course
    outline = draft_outline(course.id)
    lessons = outline.lessons
    at = [row.id for row in lessons].index(lesson_id)
    media = lesson.media
    ready = media is not None and media.status == MediaStatus.READY
    context = {
        "course": course,
        "outline": outline,
        "lesson": lesson,
        "html": render_markdown(lesson.body_md),
        "player": playback(media.id, person(request).id) if media and ready else None,
        "quiz_url": quiz_url(lesson),
        "before": lessons[at - 1] if at else None,
        "after": lessons[at + 1] if at + 1 < len(lessons) else None,
    }
    return render(request, "learning/catalogue/preview.html", context)

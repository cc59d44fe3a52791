"""Lessons: added, moved, deleted, brought back; their editor and its preview."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from learning.catalogue.forms.lesson import LessonForm
from learning.catalogue.forms.outline import MoveForm, NewLessonForm
from learning.catalogue.services import lesson as service
from learning.catalogue.views.access import author_required, lesson_of, module_of
from learning.catalogue.views.editor import editor_page
from learning.catalogue.views.outline import outline_answer, say_form_errors
from tenants.kernel.errors import Conflict, DomainError
from tenants.kernel.markup import render_markdown


@require_POST
@author_required
def lesson_add(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Add a lesson at the end of a module and open its editor."""
    course_id = module_of(request, module_id).course_id
    form = NewLessonForm(request.POST)
    if not form.is_valid():
        return outline_answer(request, course_id, problem=say_form_errors(form))
    try:
        lesson_id = service.add_lesson(module_id=module_id, **form.cleaned_data)
    except DomainError as error:
        return outline_answer(request, course_id, problem=error.message)
    return outline_answer(request, course_id, at=f"l-{lesson_id}")


@require_POST
@author_required
def lesson_move(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Move a lesson by one step, or to a place in a module of its course."""
    lesson = lesson_of(request, lesson_id)
    course_id = lesson.module.course_id
    form = MoveForm(request.POST)
    if not form.is_valid():
        return outline_answer(request, course_id, problem=say_form_errors(form))
    data = form.cleaned_data
    if data["step"] is not None:
        service.move_lesson(lesson_id=lesson_id, step=data["step"])
    else:
        target = data["module"] or lesson.module_id
        service.place_lesson(lesson_id=lesson_id, module_id=target, index=data["index"])
    return outline_answer(request, course_id, at=f"l-{lesson_id}")


@require_POST
@author_required
def lesson_delete(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Take a lesson out; the toast brings it back."""
    lesson = lesson_of(request, lesson_id)
    service.delete_lesson(lesson_id=lesson_id)
    undo = reverse("catalogue:lesson_restore", args=[lesson_id])
    text = _("“%(title)s” is removed.") % {"title": lesson.title}
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return outline_answer(request, lesson.module.course_id, whole_page=True)


@require_POST
@author_required
def lesson_restore(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Bring a lesson back."""
    lesson = lesson_of(request, lesson_id, deleted=True)
    service.restore_lesson(lesson_id=lesson_id)
    messages.success(request, _("“%(title)s” is back.") % {"title": lesson.title})
    return outline_answer(request, lesson.module.course_id, at=f"l-{lesson_id}", whole_page=True)


@require_http_methods(["GET", "HEAD", "POST"])
@author_required
def lesson_edit(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Show and save a lesson's draft; a background save is answered without a page."""
    lesson = lesson_of(request, lesson_id)
    if request.method != "POST":
        return editor_page(request, lesson)
    form = LessonForm(request.POST, lesson=lesson)
    quiet = request.headers.get("X-Autosave") == "1"
    if form.is_valid():
        try:
            revision = service.save_lesson(lesson_id=lesson_id, **form.cleaned_data)
        except DomainError as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, error.message)
            if quiet:
                return HttpResponse(
                    error.message, status=409 if isinstance(error, Conflict) else 422
                )
        else:
            if quiet:
                return HttpResponse(status=204, headers={"X-Revision": str(revision)})
            messages.success(request, _("The lesson is saved."))
            return redirect("catalogue:lesson_edit", lesson_id=lesson_id)
    if quiet:
        return HttpResponse(say_form_errors(form), status=422)
    return editor_page(request, lesson, form=form)


@require_POST
@author_required
def lesson_render(request: HttpRequest, lesson_id: UUID) -> HttpResponse:
    """Show the text being written as learners will see it."""
    lesson = lesson_of(request, lesson_id)
    text = request.POST.get("body_md", "")[: service.BODY_LIMIT]
    context = {"html": render_markdown(text), "language": lesson.module.course.language}
    return render(request, "learning/catalogue/_rendered.html", context)

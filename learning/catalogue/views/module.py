"""What the outline's buttons do to modules."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.catalogue.forms.outline import ModuleForm, MoveForm
from learning.catalogue.services import module as service
from learning.catalogue.views.access import author_required, course_of, module_of
from learning.catalogue.views.outline import outline_answer, say_form_errors
from tenants.kernel.errors import DomainError


@require_POST
@author_required
def module_add(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Add a module at the end."""
    course_of(request, course_id)
    form = ModuleForm(request.POST)
    if not form.is_valid():
        return outline_answer(request, course_id, problem=say_form_errors(form))
    try:
        module_id = service.add_module(course_id=course_id, title=form.cleaned_data["title"])
    except DomainError as error:
        return outline_answer(request, course_id, problem=error.message)
    return outline_answer(request, course_id, at=f"m-{module_id}")


@require_POST
@author_required
def module_rename(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Give a module another title."""
    course_id = module_of(request, module_id).course_id
    form = ModuleForm(request.POST)
    if not form.is_valid():
        return outline_answer(request, course_id, problem=say_form_errors(form))
    try:
        service.rename_module(module_id=module_id, title=form.cleaned_data["title"])
    except DomainError as error:
        return outline_answer(request, course_id, problem=error.message)
    return outline_answer(request, course_id, at=f"m-{module_id}")


@require_POST
@author_required
def module_move(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Move a module by one step, or to a place."""
    course_id = module_of(request, module_id).course_id
    form = MoveForm(request.POST)
    if not form.is_valid():
        return outline_answer(request, course_id, problem=say_form_errors(form))
    if form.cleaned_data["step"] is not None:
        service.move_module(module_id=module_id, step=form.cleaned_data["step"])
    else:
        service.place_module(module_id=module_id, index=form.cleaned_data["index"])
    return outline_answer(request, course_id, at=f"m-{module_id}")


@require_POST
@author_required
def module_delete(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Take a module out; the toast brings it back."""
    module = module_of(request, module_id)
    service.delete_module(module_id=module_id)
    undo = reverse("catalogue:module_restore", args=[module_id])
    text = _("“%(title)s” and its lessons are removed.") % {"title": module.title}
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return outline_answer(request, module.course_id, whole_page=True)


@require_POST
@author_required
def module_restore(request: HttpRequest, module_id: UUID) -> HttpResponse:
    """Bring a module back."""
    module = module_of(request, module_id)
    service.restore_module(module_id=module_id)
    messages.success(request, _("“%(title)s” is back.") % {"title": module.title})
    return outline_answer(request, module.course_id, at=f"m-{module_id}", whole_page=True)

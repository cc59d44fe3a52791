"""Finding the row an address names, and asking the policy: first 404, then 403."""

from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from learning.catalogue.models import Course, Lesson, Module
from learning.catalogue.policies.course import may_author, may_edit
from tenants.accounts.api import User, asks


class View(Protocol):
    """A view, whatever its address names."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def author_required(view: View) -> View:
    """Let authors in; others who are signed in are refused."""
    return asks(may_author)(view)


def person(request: HttpRequest) -> User:
    """Return who is signed in; only behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def course_of(request: HttpRequest, course_id: UUID) -> Course:
    """Return a course the person may change. 404 when there is none, 403 when it is not theirs."""
    course = get_object_or_404(Course.objects.defer("search"), id=course_id)
    return _allowed(request, course)


def module_of(request: HttpRequest, module_id: UUID) -> Module:
    """Return a module of such a course, deleted or not."""
    module = get_object_or_404(
        Module.objects.select_related("course").defer("course__search"), id=module_id
    )
    _allowed(request, module.course)
    return module


def lesson_of(request: HttpRequest, lesson_id: UUID, *, deleted: bool = False) -> Lesson:
    """Return a lesson of such a course; a deleted one only when asked for."""
    rows = Lesson.objects.select_related("module__course", "media", "pending_media").defer(
        "module__course__search"
    )
    if not deleted:
        rows = rows.filter(deleted_at=None, module__deleted_at=None)
    lesson = get_object_or_404(rows, id=lesson_id)
    _allowed(request, lesson.module.course)
    return lesson


def _allowed(request: HttpRequest, course: Course) -> Course:
    if not may_edit(person(request), course):
        raise PermissionDenied
    return course

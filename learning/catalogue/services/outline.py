"""Changing the draft outline: modules and lessons are added, named, moved, deleted, brought back.

Every function locks the course first, so two authors' changes come one after the other.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from learning.catalogue.enums import LessonKind
from learning.catalogue.models import Lesson, Module
from learning.catalogue.services.course import locked, mark_edited
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing

MODULES_LIMIT = 40
LESSONS_LIMIT = 60
# A quiz has no text to measure; authors change it when they know better.
_QUIZ_SECONDS = 300


def add_module(*, course_id: UUID, title: str) -> UUID:
    """Add a module at the end.

    Returns:
        The module's id.

    Raises:
        Missing: there is no such course.
        Invalid: no title, or the course is full.
    """
    with transaction.atomic():
        locked(course_id)
        live = Module.objects.filter(course_id=course_id, deleted_at=None)
        if live.count() >= MODULES_LIMIT:
            raise Invalid(_("A course has at most %(limit)d modules.") % {"limit": MODULES_LIMIT})
        module = Module.objects.create(
            course_id=course_id,
            title=_title(title, _("Name the module.")),
            position=_next(Module.objects.filter(course_id=course_id)),
        )
        mark_edited(course_id=course_id)
    return module.id


def rename_module(*, module_id: UUID, title: str) -> None:
    """Give a module another title. Raises Missing, Invalid."""
    with transaction.atomic():
        module = live_module(module_id)
        module.title = _title(title, _("Name the module."))
        module.save(update_fields=["title"])
        mark_edited(course_id=module.course_id)


def add_lesson(*, module_id: UUID, title: str, kind: str) -> UUID:
    """Add an empty lesson at the end of a module.

    Args:
        module_id: where.
        title: shown in the outline.
        kind: text, video or quiz; it does not change later.

    Returns:
        The lesson's id, which stays the same through all versions.

    Raises:
        Missing: there is no such module.
        Invalid: no title, an unknown kind, or the module is full.
    """
    with transaction.atomic():
        module = live_module(module_id)
        if kind not in LessonKind.values:
            raise Invalid(_("Choose text, video or quiz."), field="kind")
        if Lesson.objects.filter(module=module, deleted_at=None).count() >= LESSONS_LIMIT:
            raise Invalid(_("A module has at most %(limit)d lessons.") % {"limit": LESSONS_LIMIT})
        lesson = Lesson.objects.create(
            module=module,
            title=_title(title, _("Name the lesson.")),
            kind=kind,
            position=_next(Lesson.objects.filter(module=module)),
            duration_seconds=_QUIZ_SECONDS if kind == LessonKind.QUIZ else 0,
        )
        mark_edited(course_id=module.course_id)
    return lesson.id


def move_module(*, module_id: UUID, step: int) -> None:
    """Move a module one place up (-1) or down (+1); at the edge it stays. Raises Missing."""
    with transaction.atomic():
        module = live_module(module_id)
        siblings = list(Module.objects.filter(course_id=module.course_id, deleted_at=None))
        if _swap(siblings, module, step):
            Module.objects.bulk_update(siblings, ["position"])
            mark_edited(course_id=module.course_id)


def move_lesson(*, lesson_id: UUID, step: int) -> None:
    """Move a lesson one place up (-1) or down (+1), over the edge into the next module.

    Raises:
        Missing: there is no such lesson.
    """
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        siblings = list(Lesson.objects.filter(module_id=lesson.module_id, deleted_at=None))
        if _swap(siblings, lesson, step):
            Lesson.objects.bulk_update(siblings, ["position"])
        else:
            modules = list(
                Module.objects.filter(course_id=lesson.module.course_id, deleted_at=None)
            )
            at = modules.index(lesson.module) + step
            if not 0 <= at < len(modules):
                return
            _place(lesson, modules[at], 0 if step > 0 else None)
        mark_edited(course_id=lesson.module.course_id)


def place_lesson(*, lesson_id: UUID, module_id: UUID, index: int) -> None:
    """Put a lesson at a place in a module of the same course, as dragging does.

    Args:
        lesson_id: what is moved.
        module_id: where to.
        index: how many lessons come before it, counted without itself; too large means the end.

    Raises:
        Missing: no such lesson, or no such module in its course.
    """
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        target = live_module(module_id)
        if target.course_id != lesson.module.course_id:
            raise Missing(_("There is no such module."))
        _place(lesson, target, max(0, index))
        mark_edited(course_id=target.course_id)


def place_module(*, module_id: UUID, index: int) -> None:
    """Put a module at a place in its course, counted without itself. Raises Missing."""
    with transaction.atomic():
        module = live_module(module_id)
        others = list(
            Module.objects.filter(course_id=module.course_id, deleted_at=None).exclude(id=module.id)
        )
        others.insert(max(0, index), module)
        _number(others)
        Module.objects.bulk_update(others, ["position"])
        mark_edited(course_id=module.course_id)


def delete_module(*, module_id: UUID) -> None:
    """Take a module and its lessons out of the draft; `restore_module` undoes it. Raises Missing."""
    with transaction.atomic():
        module = live_module(module_id)
        module.deleted_at = now()
        module.save(update_fields=["deleted_at"])
        mark_edited(course_id=module.course_id)


def restore_module(*, module_id: UUID) -> None:
    """Bring a deleted module back to its place, with its lessons. Raises Missing."""
    with transaction.atomic():
        module = _module(module_id)
        module.deleted_at = None
        module.save(update_fields=["deleted_at"])
        mark_edited(course_id=module.course_id)


def delete_lesson(*, lesson_id: UUID) -> None:
    """Take a lesson out of the draft; `restore_lesson` undoes it. Raises Missing."""
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        lesson.deleted_at = now()
        lesson.save(update_fields=["deleted_at"])
        mark_edited(course_id=lesson.module.course_id)


def restore_lesson(*, lesson_id: UUID) -> None:
    """Bring a deleted lesson back to its place.

    Raises:
        Missing: there is no such lesson, or its module is deleted too.
    """
    with transaction.atomic():
        lesson = _lesson(lesson_id)
        if lesson.module.deleted_at is not None:
            raise Missing(_("Its module is deleted too; bring that back first."))
        lesson.deleted_at = None
        lesson.save(update_fields=["deleted_at"])
        mark_edited(course_id=lesson.module.course_id)


def live_module(module_id: UUID) -> Module:
    """Return a module that is not deleted, its course locked. Raises Missing."""
    module = _module(module_id)
    if module.deleted_at is not None:
        raise Missing(_("There is no such module."))
    return module


def live_lesson(lesson_id: UUID) -> Lesson:
    """Return a lesson that is not deleted, with its module, its course locked. Raises Missing."""
    lesson = _lesson(lesson_id)
    if lesson.deleted_at is not None or lesson.module.deleted_at is not None:
        raise Missing(_("There is no such lesson."))
    return lesson


def _module(module_id: UUID) -> Module:
    course_id = Module.objects.filter(id=module_id).values_list("course_id", flat=True).first()
    if course_id is None:
        raise Missing(_("There is no such module."))
    locked(course_id)
    return Module.objects.get(id=module_id)


def _lesson(lesson_id: UUID) -> Lesson:
    course_id = (
        Lesson.objects.filter(id=lesson_id).values_list("module__course_id", flat=True).first()
    )
    if course_id is None:
        raise Missing(_("There is no such lesson."))
    locked(course_id)
    return Lesson.objects.select_related("module").get(id=lesson_id)


def _place(lesson: Lesson, module: Module, index: int | None) -> None:
    others = list(Lesson.objects.filter(module=module, deleted_at=None).exclude(id=lesson.id))
    others.insert(len(others) if index is None else index, lesson)
    lesson.module = module
    _number(others)
    Lesson.objects.bulk_update(others, ["position", "module"])


def _swap[T: (Module, Lesson)](rows: list[T], row: T, step: int) -> bool:
    at = rows.index(row)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    _number(rows)
    return True


def _number(rows: list[Module] | list[Lesson]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _next(rows: object) -> int:
    highest = rows.aggregate(highest=Max("position"))["highest"]  # type: ignore[attr-defined]
    return (highest or 0) + 1


def _title(text: str, message: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise Invalid(message, field="title")
    if len(title) > 120:
        raise Invalid(_("Keep it under 120 characters."), field="title")
    return title

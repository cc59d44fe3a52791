"""Lessons of the draft: added, written, moved, deleted, brought back.

Every function locks the course first, so two authors' changes come one after the other.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.enums import LessonKind
from learning.catalogue.models import Lesson, Module
from learning.catalogue.services import order
from learning.catalogue.services.course import locked, mark_edited
from learning.catalogue.services.module import live_module
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing

LESSONS_LIMIT = 60
BODY_LIMIT = 60_000
MAX_LESSON_SECONDS = 4 * 3600
# A quiz has no text to measure; authors change it when they know better.
_QUIZ_SECONDS = 300
_WORDS_PER_MINUTE = 200


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
            title=order.clean_title(title, _("Name the lesson.")),
            kind=kind,
            position=order.next_position(Lesson.objects.filter(module=module)),
            duration_seconds=_QUIZ_SECONDS if kind == LessonKind.QUIZ else 0,
        )
        mark_edited(course_id=module.course_id)
    return lesson.id


def move_lesson(*, lesson_id: UUID, step: int) -> None:
    """Move a lesson one place up (-1) or down (+1), over the edge into the next module.

    Raises:
        Missing: there is no such lesson.
    """
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        siblings = list(Lesson.objects.filter(module_id=lesson.module_id, deleted_at=None))
        if order.swap(siblings, lesson, step):
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


def live_lesson(lesson_id: UUID) -> Lesson:
    """Return a lesson that is not deleted, with its module, its course locked. Raises Missing."""
    lesson = _lesson(lesson_id)
    if lesson.deleted_at is not None or lesson.module.deleted_at is not None:
        raise Missing(_("There is no such lesson."))
    return lesson


def save_lesson(
    *,
    lesson_id: UUID,
    title: str,
    body_md: str,
    is_preview: bool,
    minutes: int | None,
    revision: int,
) -> int:
    """Save a lesson's draft, as the author's window has it.

    Args:
        lesson_id: the lesson.
        title: shown in the outline.
        body_md: the text, or the notes below a video or quiz, as Markdown.
        is_preview: whether guests may see it before they enrol.
        minutes: how long it takes by the author's word; None to let text or video tell.
        revision: the revision the window was opened with.

    Returns:
        The new revision.

    Raises:
        Missing: there is no such lesson.
        Conflict: another window saved in the meantime; nothing is overwritten.
        Invalid: no title, too much text, an impossible length.
    """
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        if lesson.revision != revision:
            raise Conflict(
                _(
                    "This lesson was saved in another window meanwhile. Your text is still here: "
                    "copy it, then load the page again."
                )
            )
        if len(body_md) > BODY_LIMIT:
            raise Invalid(
                _("Keep the text under %(limit)d characters; make two lessons of it.")
                % {"limit": BODY_LIMIT},
                field="body_md",
            )
        if minutes is not None and not 1 <= minutes * 60 <= MAX_LESSON_SECONDS:
            raise Invalid(_("Give a length between 1 and 240 minutes."), field="minutes")
        lesson.title = order.clean_title(title, _("Name the lesson."))
        lesson.body_md = body_md.replace("\r\n", "\n")
        lesson.is_preview = is_preview
        lesson.duration_is_manual = minutes is not None
        lesson.duration_seconds = minutes * 60 if minutes is not None else measured_seconds(lesson)
        lesson.revision += 1
        lesson.save()
        mark_edited(course_id=lesson.module.course_id)
    return lesson.revision


def measured_seconds(lesson: Lesson) -> int:
    """Return how long a lesson takes, by its video or its text (200 words a minute)."""
    if lesson.kind == LessonKind.QUIZ:
        return _QUIZ_SECONDS
    if lesson.kind == LessonKind.VIDEO:
        return -(-lesson.media.duration_ms // 1000) if lesson.media else 0
    words = len(lesson.body_md.split())
    return -(-words * 60 // _WORDS_PER_MINUTE)


def _lesson(lesson_id: UUID) -> Lesson:
    course_id = (
        Lesson.objects.filter(id=lesson_id).values_list("module__course_id", flat=True).first()
    )
    if course_id is None:
        raise Missing(_("There is no such lesson."))
    locked(course_id)
    return Lesson.objects.select_related("module", "media").get(id=lesson_id)


def _place(lesson: Lesson, module: Module, index: int | None) -> None:
    others = list(Lesson.objects.filter(module=module, deleted_at=None).exclude(id=lesson.id))
    others.insert(len(others) if index is None else index, lesson)
    lesson.module = module
    order.number(others)
    Lesson.objects.bulk_update(others, ["position", "module"])

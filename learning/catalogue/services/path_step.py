"""The steps of a career path and their courses: added, changed, moved, removed, brought back.

Every function locks the path first, so two people's changes come one after the other.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import Course, PathStep, StepCourse
from learning.catalogue.services import order
from learning.catalogue.services.career_path import locked_path, touch
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing

STEPS_LIMIT = 12
COURSES_LIMIT = 6
_STEP_TITLE_LENGTH = 80


def add_step(*, path_id: UUID, title: str, actor: User, summary: str = "") -> UUID:
    """Add a step at the end.

    Returns:
        The step's id.

    Raises:
        Missing: there is no such path.
        Invalid: no title, a too long one, or the path is full.
    """
    with transaction.atomic():
        path = locked_path(path_id)
        if path.steps.filter(deleted_at=None).count() >= STEPS_LIMIT:
            raise Invalid(_("A path has at most %(limit)d steps.") % {"limit": STEPS_LIMIT})
        step = PathStep.objects.create(
            path=path,
            title=_title(title),
            summary=summary.strip(),
            position=order.next_position(path.steps.all()),
        )
        touch(path)
        audit.record("catalogue.path_step_added", actor=actor, target=step.title, target_id=path.id)
    return step.id


def change_step(*, step_id: UUID, title: str, summary: str, actor: User) -> None:
    """Give a step other words. Raises Missing, Invalid."""
    with transaction.atomic():
        step = _live(step_id)
        step.title, step.summary = _title(title), summary.strip()
        step.save(update_fields=["title", "summary"])
        touch(step.path)
        audit.record(
            "catalogue.path_step_changed", actor=actor, target=step.title, target_id=step.path_id
        )


def move_step(*, step_id: UUID, step: int) -> None:
    """Move a step up (-1) or down (+1); at the edge it stays. Raises Missing."""
    with transaction.atomic():
        row = _live(step_id)
        rows = list(row.path.steps.filter(deleted_at=None))
        if order.swap(rows, row, step):
            PathStep.objects.bulk_update(rows, ["position"])
            touch(row.path)


def remove_step(*, step_id: UUID, actor: User) -> None:
    """Take a step off its path; `restore_step` brings it back. Raises Missing."""
    with transaction.atomic():
        step = _live(step_id)
        step.deleted_at = now()
        step.save(update_fields=["deleted_at"])
        touch(step.path)
        audit.record(
            "catalogue.path_step_removed", actor=actor, target=step.title, target_id=step.path_id
        )


def restore_step(*, step_id: UUID, actor: User) -> None:
    """Bring a removed step back to its place. Raises Missing, Invalid when the path is full."""
    with transaction.atomic():
        step = _found(step_id)
        if step.deleted_at is None:
            return
        if step.path.steps.filter(deleted_at=None).count() >= STEPS_LIMIT:
            raise Invalid(_("A path has at most %(limit)d steps.") % {"limit": STEPS_LIMIT})
        step.deleted_at = None
        step.save(update_fields=["deleted_at"])
        touch(step.path)
        audit.record(
            "catalogue.path_step_restored", actor=actor, target=step.title, target_id=step.path_id
        )


def add_course(*, step_id: UUID, course_id: UUID, actor: User) -> None:
    """Add a published course to a step; one that is there already stays where it is.

    Raises:
        Missing: there is no such step.
        Invalid: (`course`) it is not published, or the step is full.
    """
    with transaction.atomic():
        step = _live(step_id)
        course = Course.objects.filter(id=course_id, status=CourseStatus.PUBLISHED).first()
        if course is None:
            raise Invalid(_("Choose a published course."), field="course")
        rows = StepCourse.objects.filter(step=step)
        if rows.filter(course=course).exists():
            return
        if rows.count() >= COURSES_LIMIT:
            raise Invalid(
                _("A step has at most %(limit)d courses.") % {"limit": COURSES_LIMIT},
                field="course",
            )
        StepCourse.objects.create(step=step, course=course, position=order.next_position(rows))
        touch(step.path)
        audit.record(
            "catalogue.path_course_added", actor=actor, target=course.title, target_id=step.path_id
        )


def remove_course(*, step_id: UUID, course_id: UUID, actor: User) -> None:
    """Take a course out of a step; one that is not in it changes nothing. Raises Missing."""
    with transaction.atomic():
        step = _live(step_id)
        rows = StepCourse.objects.filter(step=step, course_id=course_id)
        title = rows.values_list("course__title", flat=True).first()
        gone, _by_model = rows.delete()
        if gone:
            touch(step.path)
            audit.record(
                "catalogue.path_course_removed",
                actor=actor,
                target=step.title,
                target_id=step.path_id,
                changes={"course": str(course_id), "course_title": title},
            )


def move_course(*, step_id: UUID, course_id: UUID, step: int) -> None:
    """Move a course up (-1) or down (+1) within its step. Raises Missing."""
    with transaction.atomic():
        rows = list(StepCourse.objects.filter(step=_live(step_id)))
        row = next((one for one in rows if one.course_id == course_id), None)
        if row is None:
            raise Missing(_("The course is not in this step."))
        if order.swap(rows, row, step):
            StepCourse.objects.bulk_update(rows, ["position"])


def _title(text: str) -> str:
    title = order.clean_title(text, _("Name the step."))
    if len(title) > _STEP_TITLE_LENGTH:
        raise Invalid(
            _("Keep it under %(limit)d characters.") % {"limit": _STEP_TITLE_LENGTH}, field="title"
        )
    return title


def _live(step_id: UUID) -> PathStep:
    step = _found(step_id)
    if step.deleted_at is not None:
        raise Missing(_("There is no such step."))
    return step


def _found(step_id: UUID) -> PathStep:
    """Return a step as it is once its path is locked, removed or not."""
    path_id = PathStep.objects.filter(id=step_id).values_list("path_id", flat=True).first()
    if path_id is None:
        raise Missing(_("There is no such step."))
    path = locked_path(path_id)
    step = PathStep.objects.get(id=step_id)
    step.path = path
    return step

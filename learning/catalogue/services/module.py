"""Modules of the draft outline: added, named, moved, deleted, brought back.

Every function locks the course first, so two authors' changes come one after the other.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.models import Module
from learning.catalogue.services import order
from learning.catalogue.services.course import locked, mark_edited
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing

MODULES_LIMIT = 40


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
            title=order.clean_title(title, _("Name the module.")),
            position=order.next_position(Module.objects.filter(course_id=course_id)),
        )
        mark_edited(course_id=course_id)
    return module.id


def rename_module(*, module_id: UUID, title: str) -> None:
    """Give a module another title. Raises Missing, Invalid."""
    with transaction.atomic():
        module = live_module(module_id)
        module.title = order.clean_title(title, _("Name the module."))
        module.save(update_fields=["title"])
        mark_edited(course_id=module.course_id)


def move_module(*, module_id: UUID, step: int) -> None:
    """Move a module one place up (-1) or down (+1); at the edge it stays. Raises Missing."""
    with transaction.atomic():
        module = live_module(module_id)
        siblings = list(Module.objects.filter(course_id=module.course_id, deleted_at=None))
        if order.swap(siblings, module, step):
            Module.objects.bulk_update(siblings, ["position"])
            mark_edited(course_id=module.course_id)


def place_module(*, module_id: UUID, index: int) -> None:
    """Put a module at a place in its course, counted without itself. Raises Missing."""
    with transaction.atomic():
        module = live_module(module_id)
        others = list(
            Module.objects.filter(course_id=module.course_id, deleted_at=None).exclude(id=module.id)
        )
        others.insert(max(0, index), module)
        order.number(others)
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


def live_module(module_id: UUID) -> Module:
    """Return a module that is not deleted, its course locked. Raises Missing."""
    module = _module(module_id)
    if module.deleted_at is not None:
        raise Missing(_("There is no such module."))
    return module


def _module(module_id: UUID) -> Module:
    course_id = Module.objects.filter(id=module_id).values_list("course_id", flat=True).first()
    if course_id is None:
        raise Missing(_("There is no such module."))
    locked(course_id)
    return Module.objects.get(id=module_id)


def _live(course_id: UUID) -> list[Module]:
    return list(Module.objects.filter(course_id=course_id, deleted_at=None))

"""Making a career path, changing what it says, its place in the list, showing and hiding it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from learning.catalogue.enums import CourseStatus, PathStatus
from learning.catalogue.models import CareerPath, StepCourse
from learning.catalogue.services import order
from learning.catalogue.services.slug import free_slug
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing


@dataclass(frozen=True, slots=True)
class PathDetails:
    """What a path says of itself. Applies at once."""

    title: str
    level: str
    language: str = "en"
    summary: str = ""
    description_md: str = ""


def create_path(*, details: PathDetails, actor: User, slug: str = "") -> UUID:
    """Make a draft without any step, last among those of its language.

    Args:
        details: as shown.
        actor: who makes it.
        slug: its word in addresses; made from the title when empty.

    Returns:
        The path's id.

    Raises:
        Invalid: no title, or a too long one.
        Conflict: the slug is taken.
    """
    title = order.clean_title(details.title, _("Give the path a title."))
    moment = now()
    with transaction.atomic():
        if slug and CareerPath.objects.filter(slug=slug).exists():
            raise Conflict(_("Another path has this address."), field="slug")
        path = CareerPath.objects.create(
            slug=slug or free_slug(title, CareerPath),
            level=details.level,
            title=title,
            summary=details.summary.strip(),
            description_md=details.description_md.strip(),
            language=details.language,
            position=_last_position(details.language) + 1,
            created_at=moment,
            updated_at=moment,
        )
        audit.record("catalogue.path_created", actor=actor, target=title, target_id=path.id)
    return path.id


def update_path(*, path_id: UUID, details: PathDetails, actor: User) -> None:
    """Change what a path says. Its address stays; in another language it goes to the end.

    Raises:
        Missing: there is no such path.
        Invalid: no title, or a too long one.
    """
    with transaction.atomic():
        path = locked_path(path_id)
        path.title = order.clean_title(details.title, _("Give the path a title."))
        path.level = details.level
        path.summary = details.summary.strip()
        path.description_md = details.description_md.strip()
        if path.language != details.language:
            path.language = details.language
            path.position = _last_position(details.language) + 1
        touch(path)
        audit.record("catalogue.path_changed", actor=actor, target=path.title, target_id=path.id)


def publish_path(*, path_id: UUID, actor: User) -> None:
    """Show a path to learners. Publishing it again changes nothing.

    Raises:
        Missing: there is no such path.
        Conflict: it has no step, or a step without a course that learners can take.
    """
    with transaction.atomic():
        path = locked_path(path_id)
        if path.status == PathStatus.PUBLISHED:
            return
        steps = list(path.steps.filter(deleted_at=None))
        if not steps:
            raise Conflict(_("Add a step first: a path without one leads nowhere."))
        served = set(
            StepCourse.objects.filter(
                step__in=steps, course__status=CourseStatus.PUBLISHED
            ).values_list("step_id", flat=True)
        )
        if empty := next((step for step in steps if step.id not in served), None):
            raise Conflict(
                _("“%(step)s” has no published course. Add one, or remove the step.")
                % {"step": empty.title}
            )
        path.status, path.published_at = PathStatus.PUBLISHED, now()
        touch(path)
        audit.record("catalogue.path_published", actor=actor, target=path.title, target_id=path.id)


def hide_path(*, path_id: UUID, actor: User) -> None:
    """Make a published path a draft again; who follows it sees it when it comes back.

    Raises:
        Missing: there is no such path.
    """
    with transaction.atomic():
        path = locked_path(path_id)
        if path.status == PathStatus.DRAFT:
            return
        path.status = PathStatus.DRAFT
        touch(path)
        audit.record("catalogue.path_hidden", actor=actor, target=path.title, target_id=path.id)


def move_path(*, path_id: UUID, step: int) -> None:
    """Move a path up (-1) or down (+1) among those of its language. Raises Missing."""
    with transaction.atomic():
        path = locked_path(path_id)
        rows = list(CareerPath.objects.select_for_update().filter(language=path.language))
        if order.swap(rows, path, step):
            CareerPath.objects.bulk_update(rows, ["position"])


def locked_path(path_id: UUID) -> CareerPath:
    """Return a path that nobody else changes until the transaction ends.

    Raises:
        Missing: there is no such path.
    """
    path = CareerPath.objects.select_for_update().filter(id=path_id).first()
    if path is None:
        raise Missing(_("There is no such path."))
    return path


def touch(path: CareerPath) -> None:
    """Save a path with the moment of its change."""
    path.updated_at = now()
    path.save()


def _last_position(language: str) -> int:
    found: int | None = CareerPath.objects.filter(language=language).aggregate(
        highest=Max("position")
    )["highest"]
    return found or 0

"""Setting out on a career path, and leaving it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.api import paths_by_id
from learning.guidance.models import FollowedPath
from tenants.kernel.errors import Missing


def follow_path(*, learner_id: UUID, path_id: UUID) -> None:
    """Make a path one of a learner's goals; one that is already stays since when it was.

    Raises:
        Missing: there is no such path, or it is a draft.
    """
    with transaction.atomic():
        if path_id not in paths_by_id([path_id]):
            raise Missing(_("There is no such path."))
        FollowedPath.objects.bulk_create(
            [FollowedPath(learner_id=learner_id, path_id=path_id)], ignore_conflicts=True
        )


def leave_path(*, learner_id: UUID, path_id: UUID) -> None:
    """Make a path no goal any more. What was learned on it stays."""
    FollowedPath.objects.filter(learner_id=learner_id, path_id=path_id).delete()


def reassign_learner(*, from_id: UUID, to_id: UUID) -> None:
    """Give the goals of one account to another, each once."""
    with transaction.atomic():
        rows = FollowedPath.objects.filter(learner_id=from_id)
        FollowedPath.objects.bulk_create(
            [FollowedPath(learner_id=to_id, path_id=row.path_id, since=row.since) for row in rows],
            ignore_conflicts=True,
        )
        rows.delete()

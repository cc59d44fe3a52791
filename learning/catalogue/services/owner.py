"""Courses change hands: when their owner leaves, or turns out to be somebody we know already."""

from uuid import UUID

from learning.catalogue.models import Course, MediaAsset


def hand_over_courses(*, from_id: UUID, to_id: UUID) -> int:
    """Make somebody the owner of all courses of another, archived ones and their files too.

    The caller has asked whether that may be, and runs it in their transaction.

    Returns:
        How many courses changed hands.
    """
    MediaAsset.objects.filter(created_by_id=from_id).update(created_by_id=to_id)
    return Course.objects.filter(owner_id=from_id).update(owner_id=to_id)

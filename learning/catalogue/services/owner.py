"""Courses change hands: when their owner leaves, or turns out to be somebody we know already."""

from uuid import UUID

from django.db import transaction

from learning.catalogue.models import Course, MediaAsset
from learning.catalogue.policies.course import move_editing
from tenants.accounts.api import User


def hand_over_courses(*, from_id: UUID, to_id: UUID) -> int:
    """Make somebody the owner of all courses of another, archived ones and their files too.

    The caller has asked whether that may be, and runs it in their transaction.

    Returns:
        How many courses changed hands.
    """
    MediaAsset.objects.filter(created_by_id=from_id).update(created_by_id=to_id)
    return Course.objects.filter(owner_id=from_id).update(owner_id=to_id)


def take_over_courses(*, from_id: UUID, to_id: UUID) -> None:
    """Give one account the courses of another and those shared with it: both are one person's."""
    with transaction.atomic():
        hand_over_courses(from_id=from_id, to_id=to_id)
        people = User.objects.in_bulk([from_id, to_id])
        move_editing(from_user=people[from_id], to_user=people[to_id])

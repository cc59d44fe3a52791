"""Read and unread, with the bell's count kept right."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.notify.models import Notification


def mark(*, user: User, notification_id: UUID, read: bool) -> Notification:
    """Mark one of a person's messages as read, or as unread again.

    Raises:
        Missing: when they have no such message.
    """
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update()
            .filter(id=notification_id, user_id=user.id)
            .first()
        )
        if row is None:
            raise Missing(_("There is no such message."))
        if (row.read_at is not None) != read:
            row.read_at = now() if read else None
            row.save(update_fields=["read_at"])
            recount(user=user)
    return row


def mark_all_read(*, user: User) -> tuple[int, datetime]:
    """Mark everything as read.

    Returns:
        How many were unread, and the moment by which `mark_unread_since` takes it back.
    """
    moment = now()
    with transaction.atomic():
        count = Notification.objects.filter(user_id=user.id, read_at__isnull=True).update(
            read_at=moment
        )
        recount(user=user)
    return count, moment


def mark_unread_again(*, user: User, moment: datetime) -> int:
    """Undo `mark_all_read`: what was marked at that very moment is unread again."""
    with transaction.atomic():
        count = Notification.objects.filter(user_id=user.id, read_at=moment).update(read_at=None)
        recount(user=user)
    return count


def count_again(*, user: User) -> int:
    """Return how much is unread, putting the bell right should it say otherwise."""
    count = _unread(user)
    return count if count == user.unread_notifications else recount(user=user)


def recount(*, user: User) -> int:
    """Count what is unread and write it onto the person's row, if it says otherwise.

    A message that a job has not dispatched yet is not counted: the job will.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user.id)
        count = _unread(user)
        User.objects.filter(id=user.id).exclude(unread_notifications=count).update(
            unread_notifications=count
        )
    user.unread_notifications = count
    return count


def _unread(user: User) -> int:
    return Notification.objects.filter(
        user_id=user.id, read_at__isnull=True, dispatched_at__isnull=False
    ).count()

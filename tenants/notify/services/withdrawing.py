"""Taking back what was told and no longer holds, as far as it has not gone out."""

from django.db import transaction
from django.db.models import F

from tenants.accounts.api import User
from tenants.kernel.mail import cancel_mail
from tenants.notify.enums import Channel, DeliveryState, Reason
from tenants.notify.models import Delivery, Notification


def withdraw(*, dedupe_key: str) -> None:
    """Stop what was told under a key: its mails in the outbox, what waits, and its line under the bell.

    What has gone out cannot be taken back; its rows in the log stay, and say so.

    Args:
        dedupe_key: as it was given to `notify`.
    """
    with transaction.atomic():
        rows = Notification.objects.select_for_update().filter(dedupe_key=dedupe_key).order_by("id")
        for row in rows:
            if row.dispatched_at is not None and row.read_at is None:
                User.objects.filter(id=row.user_id, unread_notifications__gt=0).update(
                    unread_notifications=F("unread_notifications") - 1
                )
            for delivery in _unsent(row):
                is_stopped = delivery.channel != Channel.MAIL or (
                    delivery.message_id is not None and cancel_mail(delivery.message_id)
                )
                if is_stopped:
                    delivery.state = DeliveryState.SUPPRESSED
                    delivery.reason = Reason.WITHDRAWN
                    delivery.save(update_fields=["state", "reason"])
            # The log's rows outlive the message, without it.
            row.deliveries.update(notification=None)
            row.delete()


def _unsent(row: Notification) -> list[Delivery]:
    waiting = (DeliveryState.QUEUED, DeliveryState.HELD, DeliveryState.DIGESTED)
    return list(row.deliveries.filter(state__in=waiting).order_by("id"))

"""What happens by the clock: urgent messages that are stuck change channel, old ones are forgotten."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tenants.kernel.clock import now
from tenants.notify.enums import Channel, DeliveryState
from tenants.notify.kinds import KINDS
from tenants.notify.models import Batch, Delivery, Notification
from tenants.notify.selectors.company import company_rules
from tenants.notify.services.outcome import fall_back

# A mail that lies here so long, because the mail server is down, has waited too long to be urgent.
STUCK_AFTER = timedelta(minutes=15)
# How long messages and the log are kept. Who reads back further than this looks at the thing itself.
KEPT_DAYS = 180
_BATCH_KEPT = timedelta(days=7)
_AT_ONCE = 2000


def turn_to_other_channels() -> int:
    """Send urgent messages whose mail is stuck by their next channel, where the company wants that.

    The mail stays in its outbox and may still arrive later; nobody gets a third.

    Returns:
        How many were sent another way.
    """
    if not company_rules().falls_back:
        return 0
    urgent = [kind.name for kind in KINDS.values() if kind.fallback]
    moment, count = now(), 0
    with transaction.atomic():
        stuck = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("notification__user")
            .filter(
                channel=Channel.MAIL,
                state=DeliveryState.QUEUED,
                kind__in=urgent,
                created_at__lte=moment - STUCK_AFTER,
                # Later ones had their chance; an hour-old urgent message is not urgent any more.
                created_at__gte=moment - STUCK_AFTER * 8,
            )
            .order_by("created_at", "id")[:_AT_ONCE]
        )
        for row in stuck:
            count += fall_back(row) is not None
    return count


def forget_old() -> int:
    """Delete messages and lines of the log that are older than they are kept; return how many."""
    cutoff = now() - timedelta(days=KEPT_DAYS)
    Batch.objects.filter(created_at__lt=now() - _BATCH_KEPT).delete()
    forgotten = _delete(Delivery.objects.filter(created_at__lt=cutoff))
    return forgotten + _delete(Notification.objects.filter(created_at__lt=cutoff, deliveries=None))


def _delete(rows: QuerySet[Any]) -> int:
    """Delete row by thousands, each in a transaction of its own, so that nobody waits for a lock long."""
    count = 0
    while ids := list(rows.order_by("created_at").values_list("id", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            count += rows.model._default_manager.filter(id__in=ids).delete()[0]
    return count

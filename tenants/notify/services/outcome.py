"""What became of a delivery, and turning to another channel when one failed for good."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.mail import MailFailed, MailQueued, MailSent
from tenants.kernel.models import TextState
from tenants.kernel.texts import TextSent, TextSettled
from tenants.notify.enums import Channel, DeliveryState, Reason
from tenants.notify.kinds import kind_named
from tenants.notify.models import Delivery
from tenants.notify.planning import next_channel, when
from tenants.notify.reports import is_hard
from tenants.notify.selectors.company import read_company
from tenants.notify.selectors.reader import readers_of
from tenants.notify.services.dispatching import new_delivery, set_going
from tenants.notify.services.trouble import note_bounce

# What may still arrive, or has: another channel would be one message too many.
_ALIVE = (
    DeliveryState.QUEUED,
    DeliveryState.HELD,
    DeliveryState.DIGESTED,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
)


def note_mail_queued(event: MailQueued) -> None:
    """Write a line of the log for a mail that did not come from here. Its subject may hold a code."""
    Delivery.objects.create(
        user=User.objects.filter(email=event.to.lower()).first(),
        kind=f"mail.{event.template}"[:60],
        channel=Channel.MAIL,
        state=DeliveryState.QUEUED,
        address=event.to,
        message_id=event.message_id,
    )


def note_mail_sent(event: MailSent) -> None:
    """Write down that the mail server took a mail."""
    Delivery.objects.filter(message_id=event.message_id, state=DeliveryState.QUEUED).update(
        state=DeliveryState.SENT, sent_at=now(), error=""
    )


def note_mail_failed(event: MailFailed) -> None:
    """Write down that a mail will not arrive; an address that was refused gets no more."""
    rows = _open(event.message_id)
    reason = Reason.REFUSED if event.diagnostic else Reason.PROVIDER_DOWN
    fail(rows, reason=reason, error=event.diagnostic, bounced=event.is_refused)
    if event.is_refused and is_hard(event.diagnostic):
        user_id = next((row.user_id for row in rows if row.user_id), None)
        note_bounce(address=event.to, user_id=user_id, diagnostic=event.diagnostic)


def note_text_sent(event: TextSent) -> None:
    """Write down that the provider took a text."""
    Delivery.objects.filter(message_id=event.text_id, state=DeliveryState.QUEUED).update(
        state=DeliveryState.SENT, sent_at=now(), error=""
    )


def note_text_settled(event: TextSettled) -> None:
    """Write down whether a text arrived; one that did not may go by another channel."""
    if event.state == TextState.DELIVERED:
        Delivery.objects.filter(message_id=event.text_id).update(state=DeliveryState.DELIVERED)
    elif event.state != TextState.CANCELLED:
        fail(_open(event.text_id), reason=Reason.REFUSED, error=event.error_code or event.state)


def fail(
    rows: Iterable[Delivery], *, reason: Reason, error: str = "", bounced: bool = False
) -> None:
    """Mark deliveries as failed for good and turn to the next channel where the company wants that."""
    state = DeliveryState.BOUNCED if bounced else DeliveryState.FAILED
    with transaction.atomic():
        for row in rows:
            row.state, row.reason, row.error = state, reason, error[:500]
            row.save(update_fields=["state", "reason", "error"])
            fall_back(row)


def fall_back(row: Delivery) -> Delivery | None:
    """Send a message by the next channel of its kind, if the company and the person want it so."""
    notification = row.notification
    if notification is None or not kind_named(row.kind).fallback:
        return None
    company, kind = read_company(), kind_named(row.kind)
    if not company.rules.falls_back or notification.read_at is not None:
        return None
    reader = readers_of([notification.user], company)[notification.user_id]
    tried = {
        channel: state in _ALIVE
        for channel, state in notification.deliveries.exclude(
            channel__in=[Channel.IN_APP, row.channel]
        ).values_list("channel", "state")
    } | {row.channel: False}
    channel = next_channel(kind, reader, tried=tried) if reader.is_active else None
    if channel is None:
        return None
    moment = now()
    step = when(kind, channel, reader, moment)
    made = new_delivery(notification, step, title=row.title, moment=moment)
    made.reason = Reason.FALLBACK
    with transaction.atomic():
        made.save()
        set_going([made])
    return made


def _open(message_id: UUID) -> list[Delivery]:
    return list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notification__user")
        .filter(message_id=message_id)
        .exclude(state__in=[DeliveryState.FAILED, DeliveryState.BOUNCED])
        .order_by("id")
    )

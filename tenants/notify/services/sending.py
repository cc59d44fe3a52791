"""Sends one message by push, text or team chat. Mail has its own outbox.

Deciding and recording are short transactions; the network lies between them. Where the other side took the
message and that is not written down, as a worker died or the answer was lost, it is sent again (at least
once): push services replace the first by the second (same topic, same tag), the outbox of texts asks whether
the provider has it, and a team chat may show it twice, as webhooks know no keys. Everything else happens
once: a delivery is one row, its job runs in one worker at a time, and one that is sent is not looked at again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tenants.kernel.clock import now
from tenants.kernel.gateways import chat_webhook
from tenants.kernel.gateways.chat_webhook import ChatDown, ChatRefused
from tenants.kernel.jobs import enqueue
from tenants.notify.enums import LOUD, Channel, DeliveryState, Reason
from tenants.notify.kinds import kind_named
from tenants.notify.models import Delivery
from tenants.notify.planning import is_on, obstacle_to, when
from tenants.notify.selectors.company import read_company
from tenants.notify.selectors.reader import readers_of
from tenants.notify.services import chat, pushing, texting
from tenants.notify.services.outcome import fail
from tenants.schemas import current_tenant

_OPEN = (DeliveryState.QUEUED, DeliveryState.HELD)


@dataclass(frozen=True)
class ProviderDown(Exception):
    """The other side cannot be reached now; the job tries again."""

    channel: str


def deliver(*, delivery_id: UUID) -> None:
    """Send one message that is due, unless it is done, was read, or is no longer wanted.

    Raises:
        ProviderDown: so that the job tries again later.
    """
    row = _take(delivery_id)
    if row is None:
        return
    if row.channel == Channel.CHAT:
        _post(row)
    elif row.channel == Channel.PUSH:
        _finish(row, pushing.push(row))
    else:
        texting.send_text(row)


def give_up(*, delivery_id: UUID) -> None:
    """Mark a message as failed after the last try, and turn to another channel."""
    for row in _locked(delivery_id):
        last_words = row.error
        fail([row], reason=Reason.PROVIDER_DOWN, error=last_words)
        if row.chat is not None:
            chat.note_failure(
                chat_id=row.chat.id, words=last_words or str(row.get_reason_display())
            )


def _take(delivery_id: UUID) -> Delivery | None:
    """Return a delivery to send now; write down why not, or until when it waits."""
    with transaction.atomic():
        row = next(iter(_locked(delivery_id)), None)
        if row is None:
            return None
        if row.chat is not None:
            if row.chat.removed_at is not None:
                _suppress(row, Reason.SWITCHED_OFF)
                return None
        elif not _may_go(row):
            return None
        row.state, row.attempts = DeliveryState.QUEUED, row.attempts + 1
        row.save(update_fields=["state", "attempts"])
        return row


def _may_go(row: Delivery) -> bool:
    notification = row.notification
    assert notification is not None
    if notification.read_at is not None and row.channel in LOUD:
        _suppress(row, Reason.READ)
        return False
    company, kind, channel = read_company(), kind_named(row.kind), Channel(row.channel)
    reader = readers_of([notification.user], company)[notification.user_id]
    if not reader.is_active:
        _suppress(row, Reason.INACTIVE)
        return False
    wanted = is_on(kind, channel, chosen=reader.chosen, company=company.choices)
    if not wanted and not (
        row.reason == Reason.FALLBACK and reader.chosen.get((kind.name, str(channel)), True)
    ):
        _suppress(row, Reason.SWITCHED_OFF)
        return False
    obstacle = obstacle_to(channel, reader, mandatory=kind.is_mandatory)
    if obstacle is not None:
        _suppress(row, obstacle)
        return False
    step = when(kind, channel, reader, now())
    if step.state == DeliveryState.HELD:
        row.state, row.due_at = DeliveryState.HELD, step.due_at
        row.save(update_fields=["state", "due_at"])
        enqueue("notify.deliver", run_after=step.due_at, delivery_id=row.id)
        return False
    return True


def _post(row: Delivery) -> None:
    assert row.chat is not None
    assert row.payload is not None
    message = chat_webhook.Post(company=current_tenant().name, **row.payload)
    try:
        chat_webhook.post(row.chat.service, row.chat.url, message)
    except ChatDown as error:
        Delivery.objects.filter(id=row.id).update(error=str(error)[:500])
        raise ProviderDown(row.channel) from error
    except ChatRefused as error:
        with transaction.atomic():
            fail(_locked(row.id), reason=Reason.REFUSED, error=str(error))
            chat.note_failure(chat_id=row.chat.id, words=str(error))
        return
    with transaction.atomic():
        _sent(row)
        chat.note_success(chat_id=row.chat.id)


def _finish(row: Delivery, result: pushing.Result) -> None:
    if result.taken:
        _sent(row)
    elif result.is_down:
        Delivery.objects.filter(id=row.id).update(error=result.words[:500])
        raise ProviderDown(row.channel)
    else:
        with transaction.atomic():
            reason = Reason.REFUSED if result.words else Reason.GONE
            fail(_locked(row.id), reason=reason, error=result.words)


def _sent(row: Delivery) -> None:
    Delivery.objects.filter(id=row.id, state=DeliveryState.QUEUED).update(
        state=DeliveryState.SENT, sent_at=now(), error=""
    )


def _suppress(row: Delivery, reason: Reason) -> None:
    row.state, row.reason = DeliveryState.SUPPRESSED, reason
    row.save(update_fields=["state", "reason"])


def _locked(delivery_id: UUID) -> list[Delivery]:
    return list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notification__user", "chat")
        .filter(id=delivery_id, state__in=_OPEN)
    )

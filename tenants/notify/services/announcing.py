"""Posts to the company's team chats: once for each chat and key."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from tenants.kernel.jobs import enqueue
from tenants.kernel.names import link
from tenants.notify.enums import Channel, DeliveryState
from tenants.notify.kinds import Kind
from tenants.notify.models import ChatChannel, Delivery
from tenants.notify.selectors.company import language_of
from tenants.notify.wording import decode, put_for_chat
from tenants.schemas import current_tenant


def announce(*, kind: Kind, context: Mapping[str, Any], dedupe_key: str, url: str) -> None:
    """Queue a post for each chat that asked for this kind.

    Args:
        kind: one with words for a chat.
        context: as JSON.
        dedupe_key: a chat hears once under it.
        url: a path, or "".
    """
    chats = ChatChannel.objects.filter(removed_at__isnull=True, kinds__contains=[kind.name])
    tenant = current_tenant()
    for chat in chats:
        with translation.override(language_of("")), timezone.override(tenant.time_zone):
            text = put_for_chat(kind, decode(kind, context), company=tenant.name)
            payload = {
                "text": text,
                "label": str(kind.chat_label),
                "action": str(kind.action),
                "url": link(url) if url else "",
            }
        queue_post(chat=chat, kind=kind.name, payload=payload, dedupe_key=dedupe_key)


def queue_post(
    *, chat: ChatChannel, kind: str, payload: dict[str, str], dedupe_key: str
) -> Delivery | None:
    """Write one post to be sent after commit; None when the chat heard it before."""
    row = Delivery(
        chat=chat,
        kind=kind,
        channel=Channel.CHAT,
        state=DeliveryState.QUEUED,
        title=payload["text"][:300],
        address=chat.name,
        payload=payload,
        dedupe_key=dedupe_key,
    )
    with transaction.atomic():
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
        if not Delivery.objects.filter(id=row.id).exists():
            return None
        enqueue("notify.deliver", delivery_id=row.id)
    return row

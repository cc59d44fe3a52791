"""Messages as SMS and WhatsApp: handed to the kernel's outbox of texts, which knows the provider."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from tenants.kernel import words
from tenants.kernel.clock import now
from tenants.kernel.names import link
from tenants.kernel.texts import queue_text
from tenants.notify.enums import DeliveryState
from tenants.notify.kinds import kind_named
from tenants.notify.models import Delivery
from tenants.notify.places import place
from tenants.notify.selectors.company import language_of
from tenants.notify.selectors.phone import phones_of
from tenants.notify.wording import decode
from tenants.schemas import current_tenant

# An hour-old reminder is still one; the next day's is not.
_GOOD_FOR = timedelta(hours=24)
# The Indian registry allows a variable 30 characters; longer words are cut where they can be.
_LONGEST_VARIABLE = 30


def send_text(row: Delivery) -> None:
    """Hand a message to the outbox of texts, with its delivery's id as key: a repeat writes no second."""
    notification, kind = row.notification, kind_named(row.kind)
    assert notification is not None
    user, tenant = notification.user, current_tenant()
    number = phones_of([user])[user.id]
    context = {"place": _short(tenant.name)}
    with (
        translation.override(language_of(user.language)),
        timezone.override(tenant.time_zone),
        transaction.atomic(),
    ):
        facts = decode(kind, notification.context)
        for name in kind.text_fields:
            value = facts[name]
            context[name] = _short(value if isinstance(value, str) else words.day(value))
        context["url"] = link(place("notify:open", notification.id))
        text_id = queue_text(
            to=number,
            template=kind.text,
            context=context,
            channel=row.channel,
            language=language_of(user.language),
            dedupe_key=f"notify:{row.id}",
            valid_until=now() + _GOOD_FOR,
        )
        if text_id is not None:
            Delivery.objects.filter(id=row.id, state=DeliveryState.QUEUED).update(
                message_id=text_id, address=number
            )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VARIABLE else f"{text[: _LONGEST_VARIABLE - 1]}…"

"""Text messages (SMS, WhatsApp) as an outbox: written with the act that causes them, sent by a job.

Twilio has no key under which a repeat is recognised. So a row says ASKED, committed, before Twilio is
asked; a job that finds it so, because a worker died or an answer did not come, asks first whether Twilio
has the text. Nothing is lost: the job stays until the text was taken, refused for good, ran out, or most
of a day has passed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from tenants.kernel.clock import now
from tenants.kernel.events import event, publish
from tenants.kernel.gateways import twilio
from tenants.kernel.jobs import enqueue, job
from tenants.kernel.models import TextChannel, TextMessage, TextState
from tenants.kernel.names import link
from tenants.kernel.registered_texts import RegisteredText
from tenants.schemas import current_tenant

# With the waiting times of kernel.jobs about 17 hours.
_ATTEMPTS = 38
# How long Twilio may need until it lists what it took.
_LISTED_AFTER = timedelta(seconds=20)
LONGEST_BODY = 1600  # characters; Twilio takes no more
_SETTLED = {
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "canceled": TextState.UNDELIVERED,
}


class StillInDoubt(Exception):
    """It is too early to ask whether a text was taken; the job comes back."""


@event("kernel.text_sent")
@dataclass(frozen=True)
class TextSent:
    """The provider took a text."""

    text_id: UUID


@event("kernel.text_settled")
@dataclass(frozen=True)
class TextSettled:
    """What became of a text is known: a value of TextState. Twilio's code says why it did not arrive."""

    text_id: UUID
    state: str
    error_code: str = ""


def texts_work(channel: TextChannel | str = TextChannel.SMS) -> bool:
    """Whether texts can be sent this way at all; where they cannot, nobody is offered what needs them."""
    return twilio.is_configured(TextChannel(channel))


def texts_are_simulated() -> bool:
    """Whether texts go to a counterpart on this machine; pages say so where they speak of a text."""
    return texts_work() and twilio.is_simulated()


def queue_text(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    channel: TextChannel | str = TextChannel.SMS,
    language: str | None = None,
    dedupe_key: str = "",
    valid_until: datetime | None = None,
) -> UUID | None:
    """Write a text to be sent after commit.

    Args:
        to: a number in E.164, as `phones.parse_number` returns it.
        template: a name in TEXTS; its words are `templates/text/<template>.txt`.
        context: its variables, in the order in which it is registered; all become text.
        channel: SMS or WhatsApp.
        language: wished for; a text that is not registered in it goes out in English.
        dedupe_key: at most one text is ever written under a key.
        valid_until: after which it is not sent any more (UTC).

    Returns:
        The text's id, or None when the key was used before.

    Raises:
        KeyError: for a text that the table does not know.
        ValueError: when the words are too long for one message.
    """
    tenant = current_tenant()
    variables = {name: str(value) for name, value in context.items()}
    chosen, _registered = _entry(template).in_language(language or tenant.locale)
    with translation.override(chosen):
        body = render_to_string(f"text/{template}.txt", {"tenant": tenant, **variables}).strip()
    if len(body) > LONGEST_BODY:
        raise ValueError(f"{template} is {len(body)} characters long.")
    try:
        with transaction.atomic():
            text = TextMessage.objects.create(
                to=to,
                channel=TextChannel(channel),
                template=template,
                body=body,
                variables=list(variables.values()),
                language=chosen,
                dedupe_key=dedupe_key or None,
                valid_until=valid_until,
            )
    except IntegrityError:
        return None
    enqueue("kernel.send_text", text_id=text.id)
    return text.id


def cancel_text(text_id: UUID) -> bool:
    """Stop a text for which nobody was asked yet; return whether it was stopped in time."""
    waiting = TextMessage.objects.filter(id=text_id, state=TextState.QUEUED)
    return bool(waiting.update(state=TextState.CANCELLED, **_forgotten()))


def give_up(*, text_id: UUID) -> None:
    """Say that a text will not go out any more: it was tried for most of a day."""
    with transaction.atomic():
        row = TextMessage.objects.select_for_update().get(id=text_id)
        if row.state in (TextState.QUEUED, TextState.ASKED):
            _settle(row, TextState.FAILED, "given_up")


@job("kernel.send_text", attempts=_ATTEMPTS, on_failure=give_up)
def send_text(*, text_id: UUID) -> None:
    """Hand one text to the provider, unless it has it.

    Raises:
        TextsDown, TextInDoubt, StillInDoubt: the job comes back.
    """
    row, was_asked = _claim(text_id)
    if row is None:
        return
    text = _outgoing(row)
    try:
        provider_id = twilio.find(text, since=row.asked_at) if was_asked and row.asked_at else ""
        provider_id = provider_id or twilio.send(text)
    except twilio.TextsDown:
        if not was_asked:
            TextMessage.objects.filter(id=text_id, state=TextState.ASKED).update(
                state=TextState.QUEUED
            )
        raise
    except twilio.TextRefused as refusal:
        with transaction.atomic():
            row = TextMessage.objects.select_for_update().get(id=text_id)
            _settle(row, TextState.FAILED, refusal.code)
        return
    _note_sent(text_id, provider_id)


def _claim(text_id: UUID) -> tuple[TextMessage | None, bool]:
    """Mark a text as asked for, committed before anybody is asked; None when there is nothing to do.

    Returns:
        The row, and whether it had been asked for before.
    """
    with transaction.atomic():
        row = TextMessage.objects.select_for_update().filter(id=text_id).first()
        if row is None or row.state not in (TextState.QUEUED, TextState.ASKED):
            return None, False
        moment = now()
        was_asked = row.state == TextState.ASKED
        if was_asked and row.asked_at and moment - row.asked_at < _LISTED_AFTER:
            raise StillInDoubt(str(text_id))
        if not was_asked and row.valid_until is not None and row.valid_until <= moment:
            _settle(row, TextState.EXPIRED, "")
            return None, False
        row.state = TextState.ASKED
        # The first time counts: whatever Twilio has of it is from then or later.
        row.asked_at = row.asked_at if was_asked else moment
        row.save(update_fields=["state", "asked_at"])
    return row, was_asked


def _outgoing(row: TextMessage) -> twilio.Outgoing:
    _language, registered = _entry(row.template).in_language(row.language)
    left = (row.valid_until - now()).total_seconds() if row.valid_until else 0
    return twilio.Outgoing(
        to=row.to,
        channel=TextChannel(row.channel),
        body=row.body,
        variables=tuple(row.variables),
        dlt_template_id=registered.dlt_template_id,
        content_sid=registered.content_sid,
        status_url=status_url(row.id),
        valid_seconds=int(left),
    )


def status_url(text_id: UUID) -> str:
    """Return where Twilio tells what became of a text: on the company's own domain, with the text's id."""
    return link(reverse("kernel:text_status", args=[text_id]))


def _note_sent(text_id: UUID, provider_id: str) -> None:
    with transaction.atomic():
        row = TextMessage.objects.select_for_update().get(id=text_id)
        if row.state != TextState.ASKED:  # Twilio's own word was quicker
            return
        row.state, row.provider_id, row.sent_at = TextState.SENT, provider_id, now()
        fields = ["state", "provider_id", "sent_at"]
        if _entry(row.template).secret:
            row.body, row.variables = "", []
            fields += ["body", "variables"]
        row.save(update_fields=fields)
        publish(TextSent(text_id=row.id))


def note_status(*, text_id: UUID, provider_id: str, status: str, error_code: str = "") -> bool:
    """Write down what the provider says of a text; words that come late or twice change nothing.

    Args:
        status: Twilio's word for it.

    Returns:
        Whether the text is one of ours.
    """
    with transaction.atomic():
        row = TextMessage.objects.select_for_update().filter(id=text_id).first()
        if row is None or row.provider_id not in ("", provider_id):
            return False
        if row.state == TextState.ASKED:
            _note_sent_by_word(row, provider_id)
        if status in _SETTLED and row.state == TextState.SENT:
            _settle(row, _SETTLED[status], error_code[:20])
    return True


def _note_sent_by_word(row: TextMessage, provider_id: str) -> None:
    """The worker died between asking and writing down; the provider's word says that it has the text."""
    row.provider_id = provider_id
    row.save(update_fields=["provider_id"])
    _note_sent(row.id, provider_id)
    row.refresh_from_db()


def _settle(row: TextMessage, state: TextState, error_code: str) -> None:
    row.state, row.error_code, row.settled_at = state, error_code, now()
    fields = ["state", "error_code", "settled_at"]
    if _entry(row.template).secret:
        row.body, row.variables = "", []
        fields += ["body", "variables"]
    row.save(update_fields=fields)
    publish(TextSettled(text_id=row.id, state=str(state), error_code=error_code))


def _forgotten() -> dict[str, Any]:
    return {"body": "", "variables": [], "settled_at": now()}


def _entry(template: str) -> RegisteredText:
    entry: RegisteredText = settings.TEXTS[template]
    return entry

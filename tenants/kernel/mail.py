"""Mail as an outbox: rendered and stored with the act that causes it, sent by a job.

What is sent twice, and when: a worker that dies after the mail server took a message and before the
row says so sends it again, under the same Message-ID, by which receiving systems know it. Nothing else
repeats: the row is locked to one job, and a key is written once. Nothing is lost: the job stays until
the server took the message, refused it for good, or a day has passed.
"""

import re
import smtplib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string

from tenants.kernel.clock import now
from tenants.kernel.events import event, publish
from tenants.kernel.ids import uuid7
from tenants.kernel.jobs import enqueue, job
from tenants.kernel.models import MailMessage, MailState
from tenants.kernel.names import origin
from tenants.schemas import current_tenant

# With the waiting times of kernel.jobs this is a little more than a day (RFC 5321, 4.5.4.1, asks
# relays to go on for days; ours is the relay's client).
_ATTEMPTS = 52
_PERMANENT = 500  # SMTP replies from here on are final (RFC 5321, 4.2.1).
_MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})\.([0-9a-f]{32})@[^>]+>", re.IGNORECASE)


@event("kernel.mail_queued")
@dataclass(frozen=True)
class MailQueued:
    """A mail was written that no app keeps account of itself."""

    message_id: UUID
    to: str
    template: str


@event("kernel.mail_sent")
@dataclass(frozen=True)
class MailSent:
    """The mail server took a mail."""

    message_id: UUID


@event("kernel.mail_failed")
@dataclass(frozen=True)
class MailFailed:
    """A mail will not go out any more; `is_refused` when the server turned this address away."""

    message_id: UUID
    to: str
    diagnostic: str
    is_refused: bool


def queue_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    language: str | None = None,
    dedupe_key: str = "",
    headers: dict[str, str] | None = None,
    message_id: UUID | None = None,
) -> UUID | None:
    """Write a mail to be sent after commit.

    Args:
        to: one address.
        template: `templates/mail/<template>.{subject.txt,txt,html}`.
        context: for the templates, which also get `tenant`, `origin` and `brand`.
        language: of the texts; the company's by default.
        dedupe_key: at most one mail is ever written under a key.
        headers: beside those that every mail has.
        message_id: the id it shall have, when the caller keeps account of it; no MailQueued then.

    Returns:
        The message's id, or None when the key was used before.

    """
    tenant = current_tenant()
    language = language or tenant.locale
    # Who wears which brand is decided above the kernel; the settings say where to ask.
    brand = import_string(settings.MAIL_BRAND)()
    full = {"tenant": tenant, "origin": origin(), "brand": brand, **context}
    with translation.override(language):
        subject = " ".join(render_to_string(f"mail/{template}.subject.txt", full).split())
        text = render_to_string(f"mail/{template}.txt", full)
        html = render_to_string(f"mail/{template}.html", full)
    with transaction.atomic():
        try:
            with transaction.atomic():
                message = MailMessage.objects.create(
                    id=message_id or uuid7(),
                    to=to,
                    sender_name=tenant.name,
                    template=template,
                    subject=subject[:300],
                    text=text,
                    html=html,
                    language=language,
                    headers=headers or {},
                    dedupe_key=dedupe_key or None,
                )
        except IntegrityError:
            return None
        if message_id is None:
            publish(MailQueued(message_id=message.id, to=to, template=template))
        enqueue("kernel.send_mail", message_id=message.id)
    return message.id


def cancel_mail(message_id: UUID) -> bool:
    """Stop a mail that is not yet sent; return whether it was stopped in time."""
    return bool(
        MailMessage.objects.filter(id=message_id, state=MailState.QUEUED).update(
            state=MailState.CANCELLED
        )
    )


def header_id(message_id: UUID) -> str:
    """Return the Message-ID of a mail of the entered schema; it says whose mail came back."""
    return f"<{message_id}.{current_tenant().id.hex}@{settings.BASE_DOMAIN}>"


def read_header_id(text: str) -> tuple[UUID, UUID] | None:
    """Return message and company that a Message-ID of ours names (the nil UUID is the public site)."""
    found = _MESSAGE_ID.search(text)
    try:
        return (UUID(found[1]), UUID(found[2])) if found else None
    except ValueError:
        return None


def _give_up(*, message_id: UUID) -> None:
    message = MailMessage.objects.filter(id=message_id, state=MailState.QUEUED).first()
    if message is not None:
        _fail(message, "", is_refused=False)


def _goes_while_halted(*, message_id: UUID) -> bool:
    """Whether a mail of a suspended company goes out: only one to an owner."""
    to = MailMessage.objects.filter(id=message_id).values_list("to", flat=True).first()
    return to is None or bool(import_string(settings.MAIL_WHILE_HALTED)(to))


@job("kernel.send_mail", attempts=_ATTEMPTS, on_failure=_give_up, when_halted=_goes_while_halted)
def send_mail(*, message_id: UUID) -> None:
    """Send one message by SMTP, unless it was sent or cancelled.

    A refusal for good (5xx) is written down and not tried again; anything else is.
    """
    message = MailMessage.objects.filter(id=message_id, state=MailState.QUEUED).first()
    if message is None:
        return
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=f'"{_display(message.sender_name)}" <{settings.DEFAULT_FROM_EMAIL}>',
        to=[message.to],
        # Auto-Submitted (RFC 3834) keeps holiday replies away.
        headers={
            "Message-ID": header_id(message.id),
            "Auto-Submitted": "auto-generated",
            **message.headers,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        code, words, is_refused = _refusal(error)
        if code < _PERMANENT:
            raise
        _fail(message, f"{code} {words}", is_refused=is_refused)
        return
    with transaction.atomic():
        MailMessage.objects.filter(id=message_id).update(state=MailState.SENT, sent_at=now())
        publish(MailSent(message_id=message_id))


def _refusal(error: smtplib.SMTPException) -> tuple[int, str, bool]:
    """Return code, words, and whether it was the address that was refused."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    else:
        assert isinstance(error, smtplib.SMTPDataError)
        code, said = error.smtp_code, error.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return code, words, isinstance(error, smtplib.SMTPRecipientsRefused)


def _fail(message: MailMessage, diagnostic: str, *, is_refused: bool) -> None:
    with transaction.atomic():
        MailMessage.objects.filter(id=message.id).update(
            state=MailState.FAILED, error=diagnostic or message.error
        )
        publish(
            MailFailed(
                message_id=message.id,
                to=message.to,
                diagnostic=diagnostic[:500],
                is_refused=is_refused,
            )
        )


def _display(name: str) -> str:
    return "".join(character for character in name if character not in '"\\\r\n')

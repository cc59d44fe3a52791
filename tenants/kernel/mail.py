"""Mail as an outbox: rendered and stored with the act that causes it, sent by a job."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string

from tenants.kernel.clock import now
from tenants.kernel.jobs import enqueue, job
from tenants.kernel.models import MailMessage, MailState
from tenants.kernel.names import origin
from tenants.schemas import current_tenant


def queue_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    language: str | None = None,
    dedupe_key: str = "",
) -> UUID | None:
    """Write a mail to be sent after commit.

    Args:
        to: one address.
        template: `templates/mail/<template>.{subject.txt,txt,html}`.
        context: for the templates, which also get `tenant`, `origin` and `brand`.
        language: of the texts; the company's by default.
        dedupe_key: at most one mail is ever written under a key.

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
    try:
        with transaction.atomic():
            message = MailMessage.objects.create(
                to=to,
                sender_name=tenant.name,
                template=template,
                subject=subject[:300],
                text=text,
                html=html,
                language=language,
                dedupe_key=dedupe_key or None,
            )
    except IntegrityError:
        return None
    enqueue("kernel.send_mail", message_id=message.id)
    return message.id


def cancel_mail(message_id: UUID) -> bool:
    """Stop a mail that is not yet sent; return whether it was stopped in time."""
    return bool(
        MailMessage.objects.filter(id=message_id, state=MailState.QUEUED).update(
            state=MailState.CANCELLED
        )
    )


@job("kernel.send_mail")
def send_mail(*, message_id: UUID) -> None:
    """Send one message by SMTP, unless it was sent or cancelled.

    Its Message-ID is made from its key, so a repeat after a crash is recognised by receivers.
    """
    message = MailMessage.objects.filter(id=message_id, state=MailState.QUEUED).first()
    if message is None:
        return
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=f'"{_display(message.sender_name)}" <{settings.DEFAULT_FROM_EMAIL}>',
        to=[message.to],
        headers={"Message-ID": f"<{message.id}@{settings.BASE_DOMAIN}>"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    mail.send()
    MailMessage.objects.filter(id=message_id).update(state=MailState.SENT, sent_at=now())


def _display(name: str) -> str:
    return "".join(character for character in name if character not in '"\\\r\n')

"""Team chats that the company connected: added, changed, tried, removed, and noticed when they fail."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import audit, egress
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.gateways import chat_webhook
from tenants.kernel.gateways.chat_webhook import ChatDown, ChatRefused
from tenants.kernel.names import link
from tenants.notify.enums import ChatService
from tenants.notify.kinds import KINDS
from tenants.notify.models import ChatChannel
from tenants.notify.places import place
from tenants.notify.selectors.people import admin_ids
from tenants.notify.services.notify import notify
from tenants.schemas import current_tenant

MOST_CHATS = 20


def save_chat(
    *,
    chat_id: UUID | None = None,
    name: str,
    service: str,
    url: str,
    kinds: Sequence[str],
    actor: User,
) -> ChatChannel:
    """Connect a team chat, or change one. Asks the network, so call it outside any transaction.

    Args:
        chat_id: None for a new one.
        name: what the company calls it.
        service: a ChatService.
        url: of the incoming webhook; "" keeps the one it has.
        kinds: what goes there.
        actor: who does it.

    Raises:
        Invalid: (`url`, `name`, `kinds`) when it cannot be so.
        Missing: when there is no such chat.
    """
    name, url = " ".join(name.split()), url.strip()
    if not name:
        raise Invalid(_("Give the channel a name."), field="name")
    unknown = [kind for kind in kinds if kind not in KINDS or not KINDS[kind].chat]
    if unknown:
        raise Invalid(_("This message cannot go to a team chat."), field="kinds")
    if url or chat_id is None:
        _check(url)
    with transaction.atomic():
        if chat_id is None:
            if ChatChannel.objects.filter(removed_at__isnull=True).count() >= MOST_CHATS:
                raise Invalid(_("Remove one of the other channels first."), field="name")
            row = ChatChannel(created_by=actor, created_at=now())
        else:
            row = _locked(chat_id)
        row.name, row.service = name[:80], ChatService(service)
        row.kinds = sorted(set(kinds))
        row.url = url or row.url
        row.save()
        audit.record(
            "chat.connected" if chat_id is None else "chat.changed",
            actor=actor,
            target=row.name,
            target_id=row.id,
            changes={"service": str(row.service), "kinds": row.kinds},
        )
    return row


def remove_chat(*, chat_id: UUID, actor: User) -> ChatChannel:
    """Send nothing there any more. Raises Missing when there is no such chat."""
    with transaction.atomic():
        row = _locked(chat_id)
        row.removed_at = now()
        row.save(update_fields=["removed_at"])
        audit.record("chat.removed", actor=actor, target=row.name, target_id=row.id)
    return row


def restore_chat(*, chat_id: UUID, actor: User) -> ChatChannel:
    """Undo `remove_chat`. Raises Missing when there is no such chat."""
    with transaction.atomic():
        row = ChatChannel.objects.select_for_update().filter(id=chat_id).first()
        if row is None:
            raise Missing(_("There is no such channel."))
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        audit.record("chat.restored", actor=actor, target=row.name, target_id=row.id)
    return row


def try_chat(*, chat_id: UUID, actor: User) -> ChatChannel:
    """Post a test message. Asks the network, so call it outside any transaction.

    Raises:
        Missing: when there is no such chat.
        Invalid: with what the other side said.
    """
    row = ChatChannel.objects.filter(id=chat_id, removed_at__isnull=True).first()
    if row is None:
        raise Missing(_("There is no such channel."))
    message = chat_webhook.Post(
        text=_("This is a test. Messages from %(company)s arrive here.")
        % {"company": current_tenant().name},
        label=_("Test"),
        company=current_tenant().name,
        url=link("/"),
        action=_("Open"),
    )
    try:
        chat_webhook.post(row.service, row.url, message)
    except (ChatDown, ChatRefused) as error:
        ChatChannel.objects.filter(id=row.id).update(last_error=str(error)[:300])
        raise Invalid(
            _("The message did not arrive. The other side said: %(words)s") % {"words": error}
        ) from error
    note_success(chat_id=row.id)
    audit.record("chat.tried", actor=actor, target=row.name, target_id=row.id)
    return row


def note_success(*, chat_id: UUID) -> None:
    """Write down that a chat takes messages."""
    ChatChannel.objects.filter(id=chat_id).update(last_ok_at=now(), last_error="")


def note_failure(*, chat_id: UUID, words: str) -> None:
    """Write down that a chat refused a message; tell the admins when it worked until now."""
    with transaction.atomic():
        row = ChatChannel.objects.select_for_update().filter(id=chat_id).first()
        if row is None:
            return
        is_news, row.last_error = not row.last_error, words[:300]
        row.save(update_fields=["last_error"])
        if is_news:
            notify(
                to=admin_ids(),
                kind="messages.chat_fails",
                context={"chat": row.name, "reason": words[:300]},
                dedupe_key=f"chat:{row.id}:{int((row.last_ok_at or row.created_at).timestamp())}",
                url=place("notify_admin:chat", row.id),
                about=f"chat:{row.id}",
            )


def _locked(chat_id: UUID) -> ChatChannel:
    row = ChatChannel.objects.select_for_update().filter(id=chat_id, removed_at=None).first()
    if row is None:
        raise Missing(_("There is no such channel."))
    return row


def _check(url: str) -> None:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme != "https" and origin not in settings.EGRESS_ALLOWED:
        raise Invalid(_("The address must begin with https://."), field="url")
    try:
        egress.check(url)
    except egress.EgressRefused as error:
        raise Invalid(error.message, field="url", code="egress") from error

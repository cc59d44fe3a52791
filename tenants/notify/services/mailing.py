"""The mail of one message: words, details, and how to stop it, in the brand of the company."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.kernel.signing import sign
from tenants.notify.kinds import Kind, kind_named
from tenants.notify.models import Delivery, Notification
from tenants.notify.places import place
from tenants.notify.selectors.company import language_of
from tenants.notify.wording import Worded, decode
from tenants.schemas import current_tenant

PURPOSE = "notify.unsubscribe"
# Old mails are opened late; a link that does nothing any more is worse than one that works.
_LINK_SECONDS = 2 * 365 * 24 * 3600


def post_mail(*, notification: Notification, delivery: Delivery, worded: Worded) -> None:
    """Write the mail of a message into the outbox, under the id its delivery names.

    Args:
        notification: with its user.
        delivery: with `message_id` set.
        worded: in the reader's language.
    """
    kind, user = kind_named(notification.kind), notification.user
    url = link(notification.url or place("notify:centre"))
    with timezone.override(current_tenant().time_zone):
        queue_mail(
            to=delivery.address,
            template="notification",
            context={
                **mail_context(
                    kind,
                    decode(kind, notification.context),
                    worded,
                    name=user.display_name,
                    url=url,
                ),
                **stop_links(user.id, [kind]),
            },
            language=language_of(user.language or notification.language),
            headers=stop_headers(user.id, [kind]),
            message_id=delivery.message_id,
        )


def mail_context(
    kind: Kind, context: dict[str, Any], worded: Worded, *, name: str, url: str
) -> dict[str, Any]:
    """Return what the mail's templates show; the preview asks for it as well."""
    return {
        "name": name,
        "subject": worded.title,
        "intro": worded.intro,
        "line": worded.line,
        "detail_html": f"mail/notify/{kind.detail}.html" if kind.detail else "",
        "detail_text": f"mail/notify/{kind.detail}.txt" if kind.detail else "",
        "facts": context,
        "url": url,
        "action_url": url,
        "action_label": worded.action,
    }


def stop_links(user_id: UUID, kinds: Sequence[Kind]) -> dict[str, str]:
    """Return the addresses in a mail's foot; nothing to stop where nobody may."""
    settings = link(place("notify:settings"))
    url = unsubscribe_url(user_id, kinds)
    return {"settings_url": settings, "unsubscribe_url": url}


def stop_headers(user_id: UUID, kinds: Sequence[Kind]) -> dict[str, str]:
    """Return the headers by which mail programs offer to unsubscribe (RFC 2369, RFC 8058)."""
    url = unsubscribe_url(user_id, kinds)
    if not url:
        return {}
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def unsubscribe_url(user_id: UUID, kinds: Sequence[Kind]) -> str:
    """Return the signed address that stops mails of these kinds to one person, or ""."""
    names = [kind.name for kind in kinds if not kind.is_mandatory]
    if not names:
        return ""
    token = sign(PURPOSE, {"u": str(user_id), "k": names}, max_age_seconds=_LINK_SECONDS)
    return link(place("notify:unsubscribe", token))

"""A person's own messages, in the words and language they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tenants.accounts.api import User
from tenants.notify.kinds import KINDS
from tenants.notify.models import Notification
from tenants.notify.wording import decode, put_in_words
from tenants.schemas import current_tenant

PAGE_SIZE = 20


@dataclass(frozen=True)
class Shown:
    """One line of the bell's list. `url` is "" when there is nothing to open."""

    id: UUID
    line: str
    label: str
    icon: str
    at: datetime
    is_read: bool
    action: str
    url: str


def own_notifications(user: User, *, unread_only: bool = False) -> QuerySet[Notification]:
    """Return a person's messages, the latest first; those of kinds no longer known are left out."""
    rows = Notification.objects.filter(user_id=user.id, kind__in=KINDS)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return rows.order_by("-created_at", "-id")


def shown(rows: Iterable[Notification], *, user: User) -> list[Shown]:
    """Return messages as the page shows them, in the active language and time zone."""
    company, lines = current_tenant().name, []
    for row in rows:
        kind = KINDS[row.kind]
        worded = put_in_words(
            kind, decode(kind, row.context), name=user.display_name, company=company
        )
        lines.append(
            Shown(
                id=row.id,
                line=worded.line,
                label=str(kind.label),
                icon=kind.icon,
                at=row.created_at,
                is_read=row.read_at is not None,
                action=worded.action,
                url=row.url,
            )
        )
    return lines

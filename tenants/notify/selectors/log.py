"""The delivery log, for admins and for each person."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tenants.accounts.api import User
from tenants.notify.enums import Channel
from tenants.notify.kinds import ACCOUNT_MAILS, KINDS
from tenants.notify.models import Delivery
from tenants.schemas import current_tenant

PAGE_SIZE = 50
_MAIL = "mail."


@dataclass(frozen=True)
class LogFilter:
    """What to look for; days are the company's, both included."""

    search: str = ""
    kind: str = ""
    channel: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One line of the log in words. `title` is what it said, where that is no secret."""

    id: UUID
    at: datetime
    person: str
    person_id: UUID | None
    address: str
    label: str
    title: str
    channel: str
    state: str
    state_label: str
    reason: str
    due_at: datetime | None
    sent_at: datetime | None
    error: str


def log_rows(wanted: LogFilter, *, of: User | None = None) -> QuerySet[Delivery]:
    """Return what matches, the latest first; of one person, or of everybody.

    What stands in the app only is not listed for admins: nothing was delivered to anywhere else.
    """
    rows = Delivery.objects.select_related("user").order_by("-created_at", "-id")
    rows = rows.filter(user_id=of.id) if of else rows.exclude(channel=Channel.IN_APP)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for word in wanted.search.split()[:6]:
        rows = rows.filter(
            Q(user__name__icontains=word) | Q(address__icontains=word) | Q(title__icontains=word)
        )
    if wanted.since is not None:
        rows = rows.filter(created_at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(created_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def line_of(row: Delivery) -> Line:
    """Return a row of the log in the words of the active language."""
    return Line(
        id=row.id,
        at=row.created_at,
        person=row.user.display_name if row.user else "",
        person_id=row.user_id,
        address=row.address,
        label=label_of(row.kind),
        title=row.title,
        channel=str(row.get_channel_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        reason=str(row.get_reason_display()) if row.reason else "",
        due_at=row.due_at if row.state in ("held", "digested") else None,
        sent_at=row.sent_at,
        error=row.error,
    )


def label_of(kind: str) -> str:
    """Return what a kind is called; mails that do not come from here are named by their template."""
    if kind in KINDS:
        return str(KINDS[kind].label)
    template = kind.removeprefix(_MAIL)
    return str(ACCOUNT_MAILS.get(template, template.replace("_", " ").capitalize()))


def kinds_told() -> list[tuple[str, str]]:
    """Return every kind that may stand in the log with its label, sorted by label."""
    every = [*KINDS, *(f"{_MAIL}{template}" for template in ACCOUNT_MAILS)]
    return sorted(((kind, label_of(kind)) for kind in every), key=lambda pair: pair[1].lower())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(current_tenant().time_zone))

"""Reading the entered schema's audit log: a company's for its admins, the platform's for our staff."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tenants.kernel.audit_words import NOTHING, deeds_called, is_pair
from tenants.kernel.models import AuditEntry
from tenants.schemas import current_tenant

PAGE_SIZE = 50


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; days are the host's, both included."""

    search: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None


def audit_entries(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """Return the entries that match, the latest first."""
    rows = AuditEntry.objects.order_by("-at", "-id")
    if wanted.area:
        rows = rows.filter(action__startswith=f"{wanted.area}.")
    for word in wanted.search.split()[:6]:
        rows = rows.filter(
            Q(actor_name__icontains=word)
            | Q(target__icontains=word)
            | Q(action__icontains=word)
            | Q(action__in=deeds_called(word))
        )
    if wanted.since is not None:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def audit_areas() -> list[str]:
    """Return what has been acted on so far: the first words of the actions, sorted."""
    actions = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted({action.partition(".")[0] for action in actions})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(current_tenant().time_zone))


def describe(changes: dict[str, Any]) -> list[str]:
    """Return the changes of an entry by the names they are kept under: "due_at: old → new".

    For the exported file, which programs compare; a page says them in words (`kernel.audit_words`).
    """
    return [
        f"{name}: {_plain(change[0])} → {_plain(change[1])}"
        if is_pair(name, change)
        else f"{name}: {_plain(change)}"
        for name, change in changes.items()
    ]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value) if value not in ("", None) else NOTHING

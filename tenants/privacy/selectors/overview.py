"""What is held about a person, and what they asked for, for pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet, Value
from django.utils.functional import Promise

from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.personal import Fate
from tenants.privacy.enums import OPEN_ERASURES, ArchiveState, ErasureState
from tenants.privacy.holdings import holdings_here, rows_about
from tenants.privacy.models import ErasureRequest, PersonalArchive
from tenants.privacy.subjects import subject_of

_SHOWN = 5


@dataclass(frozen=True)
class Kind:
    """One kind of data about a person; `keep_days` is None when it stays as long as the account."""

    what: str | Promise
    why: str | Promise
    rows: int
    fate: str
    reason: str | Promise
    keep_days: int | None


@dataclass(frozen=True)
class Archive:
    """A copy of one's data."""

    id: UUID
    requested_at: datetime
    is_waiting: bool
    has_failed: bool
    percent: int
    size_bytes: int
    expires_at: datetime | None
    is_there: bool


@dataclass(frozen=True)
class Erasure:
    """A request to be forgotten, as the person and the admins see it."""

    id: UUID
    person_id: UUID
    name: str
    asked_at: datetime
    due_at: datetime | None
    is_decided: bool
    state: str
    label: str
    reason: str


def overview_of(person_id: UUID) -> list[Kind]:
    """Return every kind of data of which there is some about this person. One query for all tables."""
    subject, holdings = subject_of(person_id), holdings_here()
    counts = [
        rows_about(held, subject)
        .order_by()
        .annotate(place=Value(place, output_field=IntegerField()))
        .values("place")
        .annotate(rows=Count("*"))
        .values_list("place", "rows")
        for place, held in enumerate(holdings)
    ]
    found = dict(counts[0].union(*counts[1:], all=True))
    kinds = [
        Kind(held.what, held.why, found[place], held.fate.value, held.reason, held.keep_days)
        for place, held in enumerate(holdings)
        if found.get(place)
    ]
    order = {fate.value: place for place, fate in enumerate((Fate.CLEAR, Fate.DELETE, Fate.KEEP))}
    return sorted(kinds, key=lambda kind: order[kind.fate])


def archives_of(person_id: UUID) -> list[Archive]:
    """Return a person's latest archives."""
    rows = PersonalArchive.objects.filter(user_id=person_id).order_by("-requested_at")[:_SHOWN]
    return [
        Archive(
            id=row.id,
            requested_at=row.requested_at,
            is_waiting=row.state == ArchiveState.WAITING,
            has_failed=row.state == ArchiveState.FAILED,
            percent=row.percent,
            size_bytes=row.size_bytes,
            expires_at=row.expires_at,
            is_there=row.state == ArchiveState.READY
            and row.expires_at is not None
            and row.expires_at > now(),
        )
        for row in rows
    ]


def open_erasure(person_id: UUID) -> Erasure | None:
    """Return a person's own request that is not done yet, or was declined last."""
    row = (
        ErasureRequest.objects.select_related("user")
        .filter(user_id=person_id)
        .order_by("-asked_at")
        .first()
    )
    if row is None or row.state not in (*OPEN_ERASURES, ErasureState.DECLINED):
        return None
    return as_erasure(row)


def erasure_requests() -> QuerySet[ErasureRequest]:
    """Return every request of the entered schema, those that wait for a decision first."""
    return ErasureRequest.objects.select_related("user").order_by("-state", "-asked_at", "-id")


def count_undecided() -> int:
    """Return how many requests wait for an admin."""
    return ErasureRequest.objects.filter(state=ErasureState.ASKED).count()


def as_erasure(row: ErasureRequest) -> Erasure:
    """Return a row as pages show it; the name is the person's as it stands now."""
    person: User = row.user
    return Erasure(
        id=row.id,
        person_id=row.user_id,
        name=person.display_name,
        asked_at=row.asked_at,
        due_at=row.due_at,
        is_decided=row.state != ErasureState.ASKED,
        state=row.state,
        label=str(ErasureState(row.state).label),
        reason=row.reason,
    )

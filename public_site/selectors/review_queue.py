"""The staff's queue of reviews, and the counts of their home page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from public_site.deadline import ReviewClock
from public_site.enums import ReviewKind, ReviewState
from public_site.models import Review
from public_site.selectors.application import clock_of
from tenants.kernel.clock import now, today
from tenants.schemas import current_tenant

PAGE_SIZE = 25
_STATES = {
    "waiting": (ReviewState.WAITING,),
    "asked": (ReviewState.ASKED,),
    "decided": (ReviewState.APPROVED, ReviewState.DECLINED),
    "all": (
        ReviewState.WAITING,
        ReviewState.ASKED,
        ReviewState.APPROVED,
        ReviewState.DECLINED,
        ReviewState.WITHDRAWN,
    ),
}
SORTS = {
    "due": (F("due_at").asc(nulls_last=True), "left_seconds", "id"),
    "-due": (F("due_at").desc(nulls_last=True), "-left_seconds", "-id"),
    "name": ("title", "id"),
    "-name": ("-title", "-id"),
    "kind": ("kind", F("due_at").asc(nulls_last=True), "id"),
    "-kind": ("-kind", F("due_at").asc(nulls_last=True), "id"),
    "sent": ("submitted_at", "id"),
    "-sent": ("-submitted_at", "-id"),
}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What to look for. `whose` is "mine", "free" or empty."""

    state: str = "waiting"
    kind: str = ""
    whose: str = ""
    q: str = ""
    sort: str = "due"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One application in the queue."""

    id: UUID
    kind_label: str
    title: str
    applicant: str
    email: str
    state: str
    state_label: str
    clock: ReviewClock
    submitted_at: datetime
    decided_at: datetime | None
    assignee: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many wait, for whom, and how many were decided today (in the platform's zone)."""

    waiting: int
    overdue: int
    free: int
    mine: int
    asked: int
    decided_today: int


def review_queue(wanted: QueueFilter, *, staff_id: UUID) -> QuerySet[Review]:
    """Return the applications that match; drafts are nobody's business but their writers'."""
    rows = Review.objects.filter(
        state__in=_STATES.get(wanted.state, _STATES["waiting"]), submitted_at__isnull=False
    ).select_related("applicant", "assignee")
    if wanted.kind in ReviewKind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.whose == "mine":
        rows = rows.filter(assignee_id=staff_id)
    elif wanted.whose == "free":
        rows = rows.filter(assignee=None)
    for word in wanted.q.replace("\x00", "").split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(applicant__name__icontains=word)
            | Q(applicant__email__icontains=word)
        )
    return rows.defer("answers").order_by(*SORTS.get(wanted.sort, SORTS["due"]))


def queue_row(row: Review, *, staff_id: UUID, moment: datetime) -> QueueRow:
    """Return a row of the queue as it stands at `moment`."""
    assert row.submitted_at is not None
    return QueueRow(
        id=row.id,
        kind_label=str(ReviewKind(row.kind).label),
        title=row.title,
        applicant=row.applicant.display_name,
        email=row.applicant.email or "",
        state=row.state,
        state_label=str(ReviewState(row.state).label),
        clock=clock_of(row, moment),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        assignee=row.assignee.display_name if row.assignee else "",
        is_mine=row.assignee_id == staff_id,
    )


def queue_lines(wanted: QueueFilter, *, staff_id: UUID) -> Iterator[QueueRow]:
    """Yield all rows that match, for an export."""
    moment = now()
    for row in review_queue(wanted, staff_id=staff_id).iterator(chunk_size=500):
        yield queue_row(row, staff_id=staff_id, moment=moment)


def queue_counts(*, staff_id: UUID) -> QueueCounts:
    """Return the counts, in one query."""
    zone = ZoneInfo(current_tenant().time_zone)
    midnight = datetime.combine(today(current_tenant().time_zone), time(), zone)
    waiting = Q(state=ReviewState.WAITING)
    found = Review.objects.aggregate(
        waiting=Count("id", filter=waiting),
        overdue=Count("id", filter=waiting & Q(due_at__lt=now())),
        free=Count("id", filter=waiting & Q(assignee=None)),
        mine=Count("id", filter=waiting & Q(assignee_id=staff_id)),
        asked=Count("id", filter=Q(state=ReviewState.ASKED)),
        decided_today=Count(
            "id", filter=Q(decided_at__gte=midnight, decided_at__lt=midnight + timedelta(days=1))
        ),
    )
    return QueueCounts(**found)

"""The one rule for who is done, on track, at risk or late; in Python and as SQL.

Both forms are kept beside each other because they must never differ: `tests/enterprise/test_status.py`
compares them on random rows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, Value, When

from enterprise.enums import Reason, Status

# How far, in hundredths of the whole, progress may lag behind the time that has passed.
LAG_POINTS = 25
# Silence of this length counts when the date is this near.
QUIET = timedelta(days=7)
NEAR = timedelta(days=7)

# Worst first, for sorting.
RANK = {Status.OVERDUE: 0, Status.AT_RISK: 1, Status.ON_TRACK: 2, Status.COMPLETED: 3}
BY_RANK = {rank: status for status, rank in RANK.items()}


@dataclass(frozen=True)
class Standing:
    """What the rule looks at. Moments are aware; a course without a date has no `due_at`."""

    assigned_at: datetime | None
    due_at: datetime | None
    lessons_done: int
    lessons_total: int
    completed_at: datetime | None
    last_activity_at: datetime | None


def status_of(standing: Standing, now: datetime) -> Status:
    """Return where somebody stands at `now`.

    Completed: the course is completed, in time or not. Overdue: its date has passed. At risk: the
    share of lessons done lags the share of time passed by more than 25 points, or the date is
    within 7 days and there was no activity for 7. Otherwise on track, always so without a date.
    """
    if standing.completed_at is not None:
        return Status.COMPLETED
    if standing.due_at is None:
        return Status.ON_TRACK
    if standing.due_at < now:
        return Status.OVERDUE
    if is_behind(standing, now) or is_quiet(standing, now):
        return Status.AT_RISK
    return Status.ON_TRACK


def is_behind(standing: Standing, now: datetime) -> bool:
    """Whether progress lags the calendar by more than 25 points; in whole microseconds, unrounded."""
    if standing.assigned_at is None or standing.due_at is None:
        return False
    length = _micros(standing.due_at - standing.assigned_at)
    passed = _micros(now - standing.assigned_at)
    total = max(standing.lessons_total, 1)
    if length <= 0:
        return False
    return 100 * (passed * total - standing.lessons_done * length) > LAG_POINTS * total * length


def is_quiet(standing: Standing, now: datetime) -> bool:
    """Whether the date is within 7 days and nothing was done for 7, counted from the assignment."""
    since = quiet_since(standing)
    if since is None or standing.due_at is None:
        return False
    return standing.due_at - now <= NEAR and now - since >= QUIET


def quiet_since(standing: Standing) -> datetime | None:
    """Return when something last happened: activity, or the assignment itself."""
    known = [moment for moment in (standing.last_activity_at, standing.assigned_at) if moment]
    return max(known, default=None)


def reason_for(standing: Standing, now: datetime) -> Reason | None:
    """Return why somebody is at risk or late; None when they are neither or no more can be said."""
    if status_of(standing, now) not in (Status.AT_RISK, Status.OVERDUE):
        return None
    if standing.lessons_done == 0 and standing.last_activity_at is None:
        return Reason.NEVER_OPENED
    since = quiet_since(standing)
    if since is not None and now - since >= QUIET:
        return Reason.QUIET
    return Reason.BEHIND if is_behind(standing, now) else None


def risk_from(standing: Standing) -> datetime | None:
    """Return the first moment at which `status_of` would say at risk if nothing happened until then.

    It is stored with the row, so that lists of thousands compare two moments instead of doing sums.
    None when that moment never comes before the due date, or the course is completed.
    """
    due, assigned = standing.due_at, standing.assigned_at
    if standing.completed_at is not None or due is None:
        return None
    moments = []
    since = quiet_since(standing)
    if since is not None:
        moments.append(max(due - NEAR, since + QUIET))
    if assigned is not None and due > assigned:
        total = max(standing.lessons_total, 1)
        length = _micros(due - assigned)
        lag = length * (LAG_POINTS * total + 100 * standing.lessons_done) // (100 * total)
        moments.append(assigned + timedelta(microseconds=lag + 1))
    return min((moment for moment in moments if moment <= due), default=None)


def rank_sql(now: datetime, *, via: str = "") -> Case:
    """Return the rule as an expression over LearnerCourseStatus, giving the rank (0 is overdue).

    Args:
        now: the moment to judge at.
        via: the lookup path to the rows, such as `user__course_statuses__`.

    """

    def when(condition: Q, status: Status) -> When:
        return When(condition, then=Value(RANK[status]))

    return Case(
        when(Q(**{f"{via}completed_at__isnull": False}), Status.COMPLETED),
        when(Q(**{f"{via}due_at__lt": now}), Status.OVERDUE),
        when(Q(**{f"{via}risk_at__lte": now}), Status.AT_RISK),
        default=Value(RANK[Status.ON_TRACK]),
        output_field=IntegerField(),
    )


def _micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)

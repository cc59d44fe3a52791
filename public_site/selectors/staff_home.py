"""The platform as its staff see it first: companies, people, courses, what is stuck."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.catalogue.api import count_courses
from tenants.accounts.api import Headcount, headcount
from tenants.api import TenantStatus, count_companies
from tenants.kernel.work import StuckWork, stuck_work

_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StandingCount:
    """How many companies stand somewhere; `status` is the filter of their list."""

    status: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Platform:
    """Counts of the shared schema; the link beside each leads to the list it counts."""

    companies: tuple[StandingCount, ...]
    people: Headcount
    courses: dict[str, int]
    stuck: StuckWork
    read_at: datetime


def platform(*, now: datetime) -> Platform:
    """Return the platform's counts. Five queries."""
    counts = count_companies("")
    return Platform(
        companies=tuple(
            StandingCount(status.value, str(status.label), counts[status.value])
            for status in TenantStatus
            if counts.get(status.value)
        ),
        people=headcount(since=now - _LATELY),
        courses=count_courses(),
        stuck=stuck_work(),
        read_at=now,
    )

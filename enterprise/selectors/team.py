"""A manager's team: one query gives figures and chips, one the page of people."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from enterprise.models import LearnerCourseStatus, Membership
from enterprise.selectors.figures import Figures
from enterprise.selectors.team_order import ids_on_page
from enterprise.selectors.team_people import in_order, people_of, with_status
from enterprise.selectors.team_rows import PersonRow, person_rows
from enterprise.selectors.team_skills import weak_in
from enterprise.selectors.team_sums import Chips, sums_of
from enterprise.status import rank_sql

# Worst first, so those who need help are on the first page; a phone shows this many in a few screens.
PAGE_SIZE = 20


@dataclass(frozen=True)
class TeamFilter:
    """What to show. `status` is a Status, `none` for people without an assignment, or empty."""

    department_ids: Collection[UUID]
    status: str = ""
    search: str = ""
    sort: str = "worst"
    page: int = 1
    # Only people who have yet to build this skill up; empty for everybody.
    weak: str = ""


@dataclass(frozen=True)
class TeamPage:
    """What the departments shown add up to, and one page of people as filtered."""

    figures: Figures
    chips: Chips
    skill_stamp: int
    rows: tuple[PersonRow, ...]
    total: int
    page: int
    pages: int
    read_at: datetime
    filter: TeamFilter = field(repr=False)


def team_page(wanted: TeamFilter, *, now: datetime) -> TeamPage:
    """Return the team as a manager works with it. Four queries, however many people there are."""
    sums = sums_of(wanted.department_ids, now)
    # What was searched for may be anything, so such a list is written down anew.
    found = _matching(people_of(wanted.department_ids, now), wanted) if _is_sought(wanted) else None
    total = sums.chips.of(wanted.status) if found is None else found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    start = (page - 1) * PAGE_SIZE
    if found is None:
        ids = ids_on_page(
            wanted.department_ids,
            now,
            status=wanted.status,
            sort=wanted.sort,
            start=start,
            length=PAGE_SIZE,
        )
    else:
        order = in_order(found, wanted.sort).values_list("user_id", flat=True)
        ids = list(order[start : start + PAGE_SIZE])
    return TeamPage(
        figures=sums.figures,
        chips=sums.chips,
        skill_stamp=sums.skill_stamp,
        rows=tuple(person_rows(ids, now=now)),
        total=total,
        page=page,
        pages=pages,
        read_at=now,
        filter=wanted,
    )


def team_figures(department_ids: Collection[UUID], *, now: datetime) -> tuple[Figures, Chips]:
    """Return the figures and chips of some departments alone. One query."""
    sums = sums_of(department_ids, now)
    return sums.figures, sums.chips


def team_member(user_id: UUID, *, now: datetime) -> PersonRow | None:
    """Return one person of some department, or None. Two queries."""
    return next(iter(person_rows([user_id], now=now)), None)


def people_in(department_ids: Collection[UUID], *, among: Collection[UUID]) -> set[UUID]:
    """Return which of some people are active members of some departments. One query."""
    return set(
        Membership.objects.filter(
            department_id__in=department_ids, user_id__in=among, user__is_active=True
        ).values_list("user_id", flat=True)
    )


def team_lines(wanted: TeamFilter, *, now: datetime) -> "QuerySet[Any]":
    """Return the assignments of the people a filter finds, by person and date, for exports."""
    people = _matching(people_of(wanted.department_ids, now), wanted)
    return (
        LearnerCourseStatus.objects.filter(
            assignment__isnull=False, learner_id__in=people.values("user_id")
        )
        .annotate(rank=rank_sql(now), department_name=F("learner__membership__department__name"))
        .order_by("learner__name", "learner_id", "due_at", "id")
    )


def _is_sought(wanted: TeamFilter) -> bool:
    return bool(wanted.search.split() or wanted.weak)


def _matching(rows: "QuerySet[Any]", wanted: TeamFilter) -> "QuerySet[Any]":
    for word in wanted.search.lower().split()[:6]:
        rows = rows.filter(user__search_text__contains=word)
    if wanted.weak:
        rows = rows.filter(weak_in(wanted.weak))
    return with_status(rows, wanted.status)

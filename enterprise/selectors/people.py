"""People of the company with their teams, as the admin's list shows and exports them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from enterprise.models import Membership
from enterprise.selectors.department import DepartmentInfo, departments, departments_of
from tenants.accounts.api import (
    PAGE_SIZE,
    SORTS,
    PeopleFilter,
    PersonInfo,
    PersonStatus,
    Role,
    count_by_status,
    people,
    person,
)

NO_TEAM = UUID(int=0)
_EXPORT_BATCH = 500


@dataclass(frozen=True)
class ListFilter:
    """What the list shows.

    Args:
        search, role, status, sort, page: as in an address; what is not understood is left out.
        department_id: a team with all beneath it; NO_TEAM means people who are in none.
        within: only people of these teams, as a manager sees them; None means everybody.

    """

    search: str = ""
    role: Role | None = None
    status: PersonStatus | None = None
    department_id: UUID | None = None
    sort: str = "name"
    page: int = 1
    within: tuple[UUID, ...] | None = None


@dataclass(frozen=True)
class ListRow:
    """One line of the list."""

    info: PersonInfo
    department: str

    @property
    def roles(self) -> list[str]:
        """The roles worth showing, in words: not that everyone is a learner."""
        return [str(role.label) for role in Role if role in self.info.granted]


@dataclass(frozen=True)
class PeoplePage:
    """One page of people, and what the filters need. `counts` are of all statuses."""

    rows: tuple[ListRow, ...]
    counts: dict[PersonStatus, int]
    total: int
    page: int
    pages: int
    departments: tuple[DepartmentInfo, ...]
    filter: ListFilter


def people_page(wanted: ListFilter) -> PeoplePage:
    """Return a page of people. Five queries, however many there are."""
    teams = departments()
    asked = _asked(wanted, teams)
    counts = count_by_status(asked)
    total = counts[wanted.status] if wanted.status else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(wanted.page, pages)
    found = people(asked, offset=(page - 1) * PAGE_SIZE)
    names = departments_of([info.id for info in found])
    return PeoplePage(
        rows=tuple(ListRow(info, names.get(info.id, "")) for info in found),
        counts=counts,
        total=total,
        page=page,
        pages=pages,
        departments=tuple(
            info for info in teams if wanted.within is None or info.id in wanted.within
        ),
        filter=wanted,
    )


def list_row(person_id: UUID, *, within: tuple[UUID, ...] | None = None) -> ListRow | None:
    """Return one person as the list shows them, or None: also for who is in none of `within`."""
    if within is not None and not Membership.objects.filter(
        user_id=person_id, department_id__in=within
    ):
        return None
    info = person(person_id)
    return ListRow(info, departments_of([person_id]).get(person_id, "")) if info else None


def export_lines(wanted: ListFilter) -> tuple[list[str], Iterator[list[str]]]:
    """Return header and lines of everybody a filter finds, read in batches."""
    header = [
        _("Name"),
        _("E-mail"),
        _("Team"),
        _("Job title"),
        _("Employee ID"),
        _("Role"),
        _("Name in own script"),
        _("Status"),
        _("Joined"),
    ]

    language = get_language()

    def lines() -> Iterator[list[str]]:
        asked = _asked(wanted, departments())
        offset = 0
        while found := people(asked, offset=offset, limit=_EXPORT_BATCH):
            names = departments_of([info.id for info in found])
            # Lines are asked for after the request, and its language, are gone.
            with override(language):
                batch = [_line(ListRow(info, names.get(info.id, ""))) for info in found]
            yield from batch
            offset += _EXPORT_BATCH

    return header, lines()


def _line(row: ListRow) -> list[str]:
    info = row.info
    return [
        info.name,
        info.email,
        row.department,
        info.job_title,
        info.employee_id,
        ", ".join(row.roles) or str(Role.LEARNER.label),
        info.native_name,
        str(info.status.label),
        info.date_joined.date().isoformat(),
    ]


def _asked(wanted: ListFilter, teams: list[DepartmentInfo]) -> PeopleFilter:
    among: QuerySet[Any, Any] | None = None
    outside: QuerySet[Any, Any] | None = None
    if wanted.within is not None:
        ids = set(wanted.within)
        if wanted.department_id is not None:
            ids &= _beneath(wanted.department_id, teams)
        among = Membership.objects.filter(department_id__in=ids).values("user_id")
    elif wanted.department_id == NO_TEAM:
        outside = Membership.objects.values("user_id")
    elif wanted.department_id is not None:
        ids = _beneath(wanted.department_id, teams)
        among = Membership.objects.filter(department_id__in=ids).values("user_id")
    return PeopleFilter(
        search=wanted.search,
        role=wanted.role,
        status=wanted.status,
        among=among,
        outside=outside,
        sort=wanted.sort if wanted.sort in SORTS else "name",
    )


def _beneath(top: UUID, teams: list[DepartmentInfo]) -> set[UUID]:
    """Return a team and all beneath it; `teams` has each after the one above it."""
    found = {top}
    for info in teams:
        if info.parent_id in found:
            found.add(info.id)
    return found

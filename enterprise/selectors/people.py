"""People of the company with their teams, as the admin's list shows and exports them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from enterprise.models import DepartmentManager, Membership
from enterprise.selectors.department import (
    DepartmentInfo,
    PersonName,
    departments,
    departments_of,
)
from tenants.accounts.api import (
    PAGE_SIZE,
    SORTS,
    PeopleFilter,
    PersonInfo,
    PersonStatus,
    Role,
    count_by_status,
    numbers_of,
    people,
    people_ids,
    people_in_batches,
    person,
)
from tenants.kernel.clock import local, now
from tenants.schemas import current_tenant

NO_TEAM = UUID(int=0)
NEVER = -1
_EXPORT_BATCH = 1_000


@dataclass(frozen=True)
class ListFilter:
    """What the list shows.

    Args:
        search, role, status, sort, page: as in an address; what is not understood is left out.
        department_id: a team with all beneath it; NO_TEAM means people who are in none.
        manager_id: people of the teams that somebody manages, with all beneath them.
        language: of their pages.
        joined_from, joined_to: days in the company's time zone, both included.
        unseen_days: who was not here for so many days; 0 for everybody, NEVER for who never was.
        without_email: who has no address.
        within: only people of these teams, as a manager sees them; None means everybody.

    """

    search: str = ""
    role: Role | None = None
    status: PersonStatus | None = None
    department_id: UUID | None = None
    manager_id: UUID | None = None
    language: str = ""
    joined_from: date | None = None
    joined_to: date | None = None
    unseen_days: int = 0
    without_email: bool = False
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
    # Who manages a team, by name; empty unless asked for.
    managers: tuple[PersonName, ...] = ()


def people_page(wanted: ListFilter, *, with_managers: bool = False) -> PeoplePage:
    """Return a page of people. Seven queries at most, however many there are.

    Args:
        wanted: what to show.
        with_managers: whether the filter of managers is shown, too.
    """
    teams = departments()
    managers = _managers() if with_managers or wanted.manager_id else []
    asked = _asked(wanted, teams, managers)
    counts = count_by_status(asked)
    total = counts[wanted.status] if wanted.status else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(wanted.page, pages)
    found = people(asked, offset=(page - 1) * PAGE_SIZE, total=total)
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
        managers=_names_of(managers) if with_managers else (),
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
        _("Language of that name"),
        _("Page language"),
        _("Phone"),
        _("Status"),
        _("Joined"),
        _("Last seen"),
    ]

    language, zone = get_language(), current_tenant().time_zone

    def lines() -> Iterator[list[str]]:
        asked = _asked(wanted, departments(), _managers() if wanted.manager_id else ())
        for found in people_in_batches(asked, size=_EXPORT_BATCH):
            ids = [info.id for info in found]
            names, phones = departments_of(ids), numbers_of(ids)
            # Lines are asked for after the request, and its language, are gone.
            with override(language):
                batch = [
                    _line(ListRow(info, names.get(info.id, "")), phones.get(info.id, ""), zone)
                    for info in found
                ]
            yield from batch

    return header, lines()


def _line(row: ListRow, phone: str, zone: str) -> list[str]:
    info = row.info
    return [
        info.name,
        info.email,
        row.department,
        info.job_title,
        info.employee_id,
        ", ".join(row.roles) or str(Role.LEARNER.label),
        info.native_name,
        info.native_language,
        info.language,
        phone,
        str(info.status.label),
        local(info.date_joined, zone).date().isoformat(),
        local(info.last_seen_at, zone).date().isoformat() if info.last_seen_at else "",
    ]


def _asked(
    wanted: ListFilter, teams: list[DepartmentInfo], managers: Iterable["_Manager"]
) -> PeopleFilter:
    ids = None if wanted.within is None else set(wanted.within)
    outside: QuerySet[Any, Any] | None = None
    if wanted.department_id == NO_TEAM and ids is None:
        outside = Membership.objects.values("user_id")
    elif wanted.department_id is not None:
        beneath = _beneath({wanted.department_id}, teams)
        ids = beneath if ids is None else ids & beneath
    if wanted.manager_id is not None:
        theirs = {one.department_id for one in managers if one.person.id == wanted.manager_id}
        beneath = _beneath(theirs, teams)
        ids = beneath if ids is None else ids & beneath
    among = (
        None if ids is None else Membership.objects.filter(department_id__in=ids).values("user_id")
    )
    zone, moment = ZoneInfo(current_tenant().time_zone), now()
    return PeopleFilter(
        search=wanted.search,
        role=wanted.role,
        status=wanted.status,
        language=wanted.language,
        joined_from=_midnight(wanted.joined_from, zone),
        joined_before=_midnight(wanted.joined_to, zone, days=1),
        unseen_since=moment - timedelta(days=wanted.unseen_days)
        if wanted.unseen_days > 0
        else None,
        never_seen=wanted.unseen_days == NEVER,
        without_email=wanted.without_email,
        among=among,
        outside=outside,
        sort=wanted.sort if wanted.sort in SORTS else "name",
    )


def _midnight(day: date | None, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), zone) if day else None


def matching_ids(wanted: ListFilter) -> list[UUID]:
    """Return the ids of everybody a filter finds, whatever page it asks for."""
    managers = _managers() if wanted.manager_id else ()
    return people_ids(_asked(wanted, departments(), managers))


@dataclass(frozen=True)
class _Manager:
    person: PersonName
    department_id: UUID


def _managers() -> list[_Manager]:
    """Return who manages which team. One query."""
    rows = DepartmentManager.objects.filter(
        user__is_active=True, department__archived_at__isnull=True
    ).values_list("user_id", "user__name", "user__email", "department_id")
    return [
        _Manager(PersonName(user_id, name or email or ""), department_id)
        for user_id, name, email, department_id in rows
    ]


def _names_of(managers: Iterable[_Manager]) -> tuple[PersonName, ...]:
    found = {one.person.id: one.person for one in managers}
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))


def _beneath(tops: set[UUID], teams: list[DepartmentInfo]) -> set[UUID]:
    """Return teams and all beneath them; `teams` has each after the one above it."""
    found = set(tops)
    for info in teams:
        if info.parent_id in found:
            found.add(info.id)
    return found

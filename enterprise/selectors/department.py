"""Departments as a tree, and which of them somebody sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from enterprise.models import Department, DepartmentManager, Membership
from enterprise.policies import sees_everybody
from tenants.accounts.api import Action, Visitor, people_by_id, powers_of
from tenants.kernel.statements import Written


@dataclass(frozen=True)
class DepartmentInfo:
    """A department in use; `depth` counts what is above it, `path` names it from the top."""

    id: UUID
    name: str
    parent_id: UUID | None
    depth: int
    path: str


@dataclass(frozen=True)
class PersonName:
    """Just enough of a person to name them."""

    id: UUID
    name: str


@dataclass(frozen=True)
class DepartmentRow:
    """A line of the list of teams."""

    info: DepartmentInfo
    members: int
    open_assignments: int
    managers: tuple[PersonName, ...]


def departments() -> list[DepartmentInfo]:
    """Return the departments in use, each after the one above it, by name. One query."""
    beneath: dict[UUID | None, list[tuple[UUID, str]]] = {}
    rows = _IN_USE.rows()
    known = {department_id for department_id, _name, _parent_id in rows}
    for department_id, name, parent_id in rows:
        # Beneath an archived one counts as being at the top.
        beneath.setdefault(parent_id if parent_id in known else None, []).append(
            (department_id, name)
        )
    return list(_walk(beneath, None, 0, ""))


def _in_use() -> "QuerySet[Department, Any]":
    found = Department.objects.filter(archived_at__isnull=True).order_by("name", "id")
    return found.values_list("id", "name", "parent_id")


_IN_USE = Written(_in_use)


def _walk(
    beneath: dict[UUID | None, list[tuple[UUID, str]]],
    parent: UUID | None,
    depth: int,
    above: str,
) -> Iterable[DepartmentInfo]:
    for department_id, name in beneath.get(parent, ()):
        path = f"{above} / {name}" if above else name
        yield DepartmentInfo(department_id, name, parent, depth, path)
        yield from _walk(beneath, department_id, depth + 1, path)


def visible_departments(
    user: Visitor, action: Action = Action.SEE_PROGRESS
) -> list[DepartmentInfo]:
    """Return the departments that somebody's action goes for. At most two queries.

    All of them for an admin; for a manager, and for who has a role for one team, those and what is
    beneath them.
    """
    everything = departments()
    if sees_everybody(user, action):
        return everything
    tops = powers_of(user).tops_of(action)
    seen: set[UUID] = set()
    for info in everything:
        if info.id in tops or info.parent_id in seen:
            seen.add(info.id)
    return [info for info in everything if info.id in seen]


def departments_within(user: Visitor, action: Action) -> tuple[UUID, ...] | None:
    """Return the ids of `visible_departments`, for filters; None means everybody, without a query."""
    if sees_everybody(user, action):
        return None
    return tuple(info.id for info in visible_departments(user, action))


def department_rows() -> list[DepartmentRow]:
    """Return the list of teams with their counts. Four queries, however many teams there are."""
    infos = departments()
    members = dict(
        Membership.objects.filter(user__is_active=True)
        .values_list("department_id")
        .annotate(n=Count("id"))
    )
    open_ones = dict(
        Department.objects.annotate(
            n=Count("assignments", filter=Q(assignments__cancelled_at__isnull=True))
        ).values_list("id", "n")
    )
    managers: dict[UUID, list[PersonName]] = {}
    for manager in DepartmentManager.objects.select_related("user").order_by("user__name"):
        managers.setdefault(manager.department_id, []).append(
            PersonName(manager.user_id, manager.user.display_name)
        )
    return [
        DepartmentRow(
            info=info,
            members=members.get(info.id, 0),
            open_assignments=open_ones.get(info.id, 0),
            managers=tuple(managers.get(info.id, ())),
        )
        for info in infos
    ]


def archived_departments() -> list[PersonName]:
    """Return the departments that were put away, by name."""
    return [
        PersonName(row.id, row.name)
        for row in Department.objects.filter(archived_at__isnull=False).order_by("name")
    ]


def manager_names(department_id: UUID) -> list[PersonName]:
    """Return who manages a department."""
    ids = DepartmentManager.objects.filter(department_id=department_id).values_list(
        "user_id", flat=True
    )
    return sorted(
        (PersonName(info.id, info.display_name) for info in people_by_id(ids).values()),
        key=lambda one: one.name,
    )


def department_of(user_id: UUID) -> DepartmentInfo | None:
    """Return the department a person is in, or None."""
    row = Membership.objects.filter(user_id=user_id).first()
    if row is None:
        return None
    return next((info for info in departments() if info.id == row.department_id), None)


def departments_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of people's departments by person; who is in none is left out. One query."""
    return dict(
        Membership.objects.filter(user_id__in=list(user_ids)).values_list(
            "user_id", "department__name"
        )
    )


def members_of(department_id: UUID) -> list[UUID]:
    """Return the ids of a department's people, deactivated ones included. One query."""
    return list(
        Membership.objects.filter(department_id=department_id).values_list("user_id", flat=True)
    )

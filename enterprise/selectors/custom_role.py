"""Roles as the pages show them: the built-in ones, the company's own, and who holds those."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprise.models import Department
from enterprise.policies.holding import Holding, holdings
from enterprise.selectors.department import departments
from tenants.accounts.api import (
    BY_TEAM,
    CATALOGUE,
    COMPANY_ROLES,
    Act,
    Action,
    Area,
    Bound,
    CustomRole,
    PersonInfo,
    Role,
    User,
    Visitor,
    can_grant_custom_role,
    effective,
    people_by_id,
    sees,
)

_LIMITS = {Bound.TEAMS: _("in the teams they manage"), Bound.OWN: _("their own")}


@dataclass(frozen=True)
class ActGroup:
    """The acts under one heading."""

    area: Area
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class BuiltIn:
    """A role everybody knows, with what it may do: (heading, [(act, how far)])."""

    role: Role
    groups: tuple[tuple[Area, tuple[tuple[Act, str | Promise], ...]], ...]
    people: int


@dataclass(frozen=True)
class OwnRole:
    """A role the company made."""

    id: UUID
    name: str
    about: str
    actions: frozenset[Action]
    groups: tuple[ActGroup, ...]
    people: int
    is_archived: bool
    by_team: bool


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role; `department` is empty for the whole company."""

    person: PersonInfo
    department_id: UUID | None
    department: str
    may_revoke: bool


def grouped(acts: Iterable[Act]) -> tuple[ActGroup, ...]:
    """Return acts by heading, in the catalogue's order."""
    wanted = {act.action for act in acts}
    found = [
        ActGroup(
            area,
            tuple(act for act in CATALOGUE.values() if act.area == area and act.action in wanted),
        )
        for area in Area
    ]
    return tuple(group for group in found if group.acts)


def built_in_roles() -> list[BuiltIn]:
    """Return the roles of every company, the most powerful last. One query."""
    granted = Counter(
        User.objects.filter(is_active=True, role_grants__isnull=False).values_list(
            "role_grants__role", flat=True
        )
    )
    return [
        BuiltIn(
            role=role,
            groups=tuple(
                (group.area, tuple((act, limit_words(role, act)) for act in group.acts))
                for group in grouped(
                    act
                    for act in CATALOGUE.values()
                    if not effective({role}, in_company=True).isdisjoint(act.roles)
                )
            ),
            people=granted[role],
        )
        for role in COMPANY_ROLES
    ]


def own_roles(*, archived: bool = False) -> list[OwnRole]:
    """Return the company's own roles by name. Two queries, however many there are."""
    rows = CustomRole.objects.filter(archived_at__isnull=not archived).order_by("name")
    held: dict[UUID, set[UUID]] = {}
    for one in holdings():
        held.setdefault(one.role_id, set()).add(one.user_id)
    return [_own(row, len(held.get(row.id, ()))) for row in rows]


def own_role(role_id: UUID) -> CustomRole | None:
    """Return one of the company's own roles, archived or not, or None."""
    return CustomRole.objects.filter(id=role_id).first()


def describe_role(row: CustomRole) -> OwnRole:
    """Return a role as pages show it."""
    return _own(row, len({one.user_id for one in holdings(role_id=row.id)}))


def _own(row: CustomRole, people: int) -> OwnRole:
    return OwnRole(
        id=row.id,
        name=row.name,
        about=row.about,
        actions=row.acts,
        groups=grouped(CATALOGUE[action] for action in row.acts),
        people=people,
        is_archived=row.archived_at is not None,
        by_team=row.acts <= BY_TEAM,
    )


def holders(role: CustomRole, *, reader: Visitor) -> list[Holder]:
    """Return who holds a role, by name; of them only those the reader may give roles to."""
    found = holdings(role_id=role.id)
    names = _team_names(found)
    people = people_by_id({one.user_id for one in found})
    rows = [
        Holder(
            person=people[one.user_id],
            department_id=one.department_id,
            department=names.get(one.department_id, "") if one.department_id else "",
            may_revoke=can_grant_custom_role(reader, role, one.department_id),
        )
        for one in found
        if sees(reader, Action.GRANT_ROLES, one.user_id)
    ]
    return sorted(rows, key=lambda one: (one.person.display_name, one.department))


def roles_held_by(user_id: UUID, *, without: UUID | None = None) -> list[tuple[OwnRole, str]]:
    """Return the company's own roles that a person holds, each with its team ("" for all).

    Args:
        user_id: who.
        without: somebody else; what they hold just as far is left out.
    """
    found = holdings(user_id=user_id)
    if found and without is not None:
        theirs = {(one.role_id, one.department_id) for one in holdings(user_id=without)}
        found = [one for one in found if (one.role_id, one.department_id) not in theirs]
    if not found:
        return []
    rows = {row.id: row for row in CustomRole.objects.filter(archived_at__isnull=True)}
    names = _team_names(found)
    return [
        (_own(rows[one.role_id], 0), names.get(one.department_id, "") if one.department_id else "")
        for one in found
        if one.role_id in rows
    ]


def _team_names(found: Iterable[Holding]) -> dict[UUID, str]:
    """Return the names of teams; one that is archived must not read like the whole company."""
    names = {info.id: info.path for info in departments()}
    archived = {one.department_id for one in found if one.department_id} - names.keys()
    if archived:
        rows = Department.objects.filter(id__in=archived)
        names |= dict(rows.values_list("id", "name"))
    return names


def limit_words(role: Role, act: Act) -> str | Promise:
    """Return how far a built-in role goes with an act, in words; empty for everywhere."""
    bounds = {act.roles[one] for one in effective({role}, in_company=True) if one in act.roles}
    if Bound.WHOLE in bounds:
        return ""
    return _LIMITS[Bound.TEAMS if Bound.TEAMS in bounds else Bound.OWN]

"""What somebody who leaves would leave behind: teams without a manager, courses without an owner."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from enterprise.models import Department, DepartmentManager
from enterprise.selectors.department import PersonName
from learning.catalogue import api as catalogue
from tenants.accounts.api import Role, User

MOST_HEIRS = 500


@dataclass(frozen=True)
class Responsibilities:
    """Teams somebody manages, those of them nobody else does, and the courses they own."""

    teams: tuple[PersonName, ...]
    alone: tuple[PersonName, ...]
    courses: tuple[catalogue.OwnedCourse, ...]

    def __bool__(self) -> bool:
        return bool(self.alone or self.courses)


def responsibilities_of(person_id: UUID) -> Responsibilities:
    """Return what has to be handed over before a person leaves. Two queries."""
    teams = teams_of_managers([person_id])
    return Responsibilities(
        teams=tuple(PersonName(row.id, row.name) for row in teams),
        alone=tuple(PersonName(row.id, row.name) for row in teams if row.active_managers <= 1),  # type: ignore[attr-defined]
        courses=tuple(catalogue.courses_owned_by(person_id)),
    )


def heirs_for(role: Role, *, besides: UUID) -> list[PersonName]:
    """Return who may take over what needs a role: who has it, and admins, by name. One query."""
    rows = (
        User.objects.filter(is_active=True, role_grants__role__in=[role, Role.ADMIN, Role.OWNER])
        .exclude(id=besides)
        .distinct()
        .order_by("name", "id")[:MOST_HEIRS]
    )
    return [PersonName(row.id, row.display_name) for row in rows]


def leads_alone(person_id: UUID) -> list[str]:
    """Return the names of teams that would have no manager without this person. One query."""
    rows = teams_of_managers([person_id])
    return [row.name for row in rows if row.active_managers <= 1]  # type: ignore[attr-defined]


def teams_of_managers(ids: Collection[UUID]) -> list[Department]:
    """Return the teams in use that some people manage, each with `active_managers`. One query."""
    mine = DepartmentManager.objects.filter(user_id__in=ids).values("department_id")
    return list(
        Department.objects.filter(archived_at__isnull=True, id__in=mine)
        .annotate(active_managers=Count("managers", filter=Q(managers__user__is_active=True)))
        .order_by("name")
    )

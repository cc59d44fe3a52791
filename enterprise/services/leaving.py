"""Leaving: whoever goes hands over their teams and courses first, so that nobody is orphaned."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import DepartmentManager
from enterprise.selectors.leaving import leads_alone, responsibilities_of, teams_of_managers
from enterprise.services.department import lock_departments
from learning.catalogue import api as catalogue
from tenants.accounts.api import (
    PersonInfo,
    Role,
    User,
    deactivate_person,
    person,
    set_roles,
)
from tenants.kernel import audit
from tenants.kernel.errors import Conflict, Invalid, Missing


def deactivate_member(*, person_id: UUID, actor: User) -> bool:
    """Switch somebody off who leaves no team without a manager.

    Returns:
        False when they were off already.

    Raises:
        Conflict: (`orphans`) when a team would have no manager; hand it over by `leave_company`.
        Missing, Refused: as `deactivate_person` does.

    """
    with transaction.atomic():
        teams = leads_alone(person_id)
        found = person(person_id)
        if teams and found is not None and found.is_active:
            raise Conflict(
                _("%(teams)s would have no manager. Hand over first.")
                % {"teams": ", ".join(teams)},
                code="orphans",
            )
        return deactivate_person(person_id=person_id, actor=actor)


def leave_company(
    *,
    person_id: UUID,
    teams_to: UUID | None,
    courses_to: UUID | None,
    actor: User,
) -> bool:
    """Hand over what somebody is responsible for, and switch them off.

    Args:
        person_id: who leaves.
        teams_to: who manages their teams from now on; None leaves these to the admins.
        courses_to: who owns their courses from now on; None leaves these to the admins, too.
        actor: who does it.

    Returns:
        False when they were off already; what was to be handed over is handed over all the same.

    Raises:
        Missing: when one of the people does not exist.
        Invalid: when a successor is the leaver, or switched off.
        Refused: when the actor may not do this.

    """
    with transaction.atomic():
        leaver = person(person_id)
        if leaver is None:
            raise Missing(_("There is no such person."))
        off = deactivate_person(person_id=person_id, actor=actor)
        duties = responsibilities_of(person_id)
        if teams_to is not None and duties.teams:
            _hand_over_teams(leaver, _successor(teams_to, leaver, "teams_to"), actor)
        if courses_to is not None and duties.courses:
            heir = _successor(courses_to, leaver, "courses_to")
            _grant(heir, Role.AUTHOR, actor)
            count = catalogue.hand_over_courses(from_id=person_id, to_id=heir.id)
            audit.record(
                "people.courses_handed_over",
                actor=actor,
                target=leaver.display_name,
                target_id=person_id,
                changes={"to": heir.display_name, "courses": count},
            )
    return off


def _hand_over_teams(leaver: PersonInfo, heir: PersonInfo, actor: User) -> None:
    rows = teams_of_managers([leaver.id])
    lock_departments([row.id for row in rows])
    _grant(heir, Role.MANAGER, actor)
    DepartmentManager.objects.bulk_create(
        [DepartmentManager(user_id=heir.id, department=row) for row in rows],
        ignore_conflicts=True,
    )
    DepartmentManager.objects.filter(user_id=leaver.id, department__in=rows).delete()
    audit.record(
        "people.teams_handed_over",
        actor=actor,
        target=leaver.display_name,
        target_id=leaver.id,
        changes={"to": heir.display_name, "teams": [row.name for row in rows]},
    )


def _successor(person_id: UUID, leaver: PersonInfo, field: str) -> PersonInfo:
    found = person(person_id)
    if found is None:
        raise Missing(_("There is no such person."))
    if found.id == leaver.id or not found.is_active:
        raise Invalid(_("Choose somebody who stays."), field=field)
    return found


def _grant(heir: PersonInfo, role: Role, actor: User) -> None:
    if role not in heir.roles:
        set_roles(person_id=heir.id, roles=[*heir.granted, role], actor=actor)

"""Teams, assignments, brand, log: who opens which page, and for which departments."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from tenants.accounts.api import (
    CATALOGUE,
    Action,
    Area,
    User,
    Visitor,
    allows,
    can_define_roles,
    can_grant_roles,
    may,
    powers_of,
    require,
    require_move,
    sees,
)
from tenants.kernel.errors import Missing

# Everything about the company that is no action of its own.
may_manage_company = allows(Action.MANAGE_COMPANY)
may_own_company = allows(Action.OWN_COMPANY)
may_see_team = can_see_progress = allows(Action.SEE_PROGRESS)
can_export_progress = allows(Action.EXPORT_PROGRESS)
can_nudge = allows(Action.NUDGE)
can_move_due_dates = allows(Action.MOVE_DUE_DATES)
can_manage_teams = allows(Action.MANAGE_TEAMS)
can_name_managers = allows(Action.NAME_MANAGERS)
can_see_assignments = allows(Action.SEE_ASSIGNMENTS)
can_assign_courses = allows(Action.ASSIGN_COURSES)
can_manage_brand = allows(Action.MANAGE_BRAND)
can_read_audit_log = allows(Action.READ_AUDIT_LOG)

_ON_MANAGE = frozenset(
    act.action
    for act in CATALOGUE.values()
    if act.area in (Area.PEOPLE, Area.TEAMS, Area.ASSIGNMENTS, Area.CERTIFICATES, Area.COMPANY)
)


def can_open_manage(user: Visitor) -> bool:
    """Whether there is anything on the page “Manage” for somebody."""
    return not _ON_MANAGE.isdisjoint(powers_of(user).actions)


def can_open_roles(user: Visitor) -> bool:
    """Whether somebody makes roles, or gives them."""
    return can_define_roles(user) or can_grant_roles(user)


def can_assign_to(user: Visitor, department_id: UUID) -> bool:
    """Whether somebody may give a department a course."""
    return powers_of(user).reach(Action.ASSIGN_COURSES).covers(department_id)


def require_visible(department_ids: Collection[UUID], wanted: UUID | None) -> None:
    """Ask whether a department is among those a person sees.

    Raises:
        Missing: when it is not: another manager's department is none of theirs.

    """
    if wanted is not None and wanted not in department_ids:
        raise Missing("")


def require_assigning(user: Visitor | None, department_ids: Collection[UUID]) -> None:
    """Ask whether somebody may give courses to all of some departments; None (the system) may.

    Raises:
        Refused: when they may assign nothing.
        Missing: when one of the departments is none of theirs.

    """
    if user is None:
        return
    require(user, can_assign_courses)
    if not all(can_assign_to(user, one) for one in department_ids):
        raise Missing(_("There is no such department."))


def can_see_assignments_of(user: Visitor, department_id: UUID) -> bool:
    """Whether somebody sees what a department was given."""
    return powers_of(user).reach(Action.SEE_ASSIGNMENTS).covers(department_id)


def sees_everybody(user: Visitor, action: Action = Action.SEE_PROGRESS) -> bool:
    """Whether an action goes for all departments, and for people who are in none. No query of its own."""
    return action in powers_of(user).everywhere


def require_placing(
    actor: Visitor, person: User, department_id: UUID | None, *, unchanged: bool
) -> None:
    """Ask whether somebody may put a person into a department; raises as `require_move` does.

    To leave them where they are needs no right to move; but whoever they are none of is told so.
    """
    if not unchanged:
        require_move(actor, person, department_id)
    elif not any(
        may(actor, action) and sees(actor, action, person.id)
        for action in (Action.MOVE_PEOPLE, Action.EDIT_PEOPLE)
    ):
        raise Missing(_("There is no such person."))

"""Who may hand out what. Nobody gives an action, or a reach, that they do not have themselves."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from tenants.accounts.actions import BY_TEAM, DELEGABLE, Action
from tenants.accounts.enums import Role
from tenants.accounts.models import CustomRole, User
from tenants.accounts.policies.asking import allows, is_admin, is_owner, may
from tenants.accounts.policies.people import may_act_on, sees
from tenants.accounts.policies.powers import Visitor, powers_of
from tenants.kernel.errors import Invalid, Missing, Refused

can_define_roles = allows(Action.DEFINE_ROLES)
can_grant_roles = allows(Action.GRANT_ROLES)


def may_grant(user: Visitor, roles: Iterable[Role]) -> bool:
    """Whether somebody may hand out built-in roles: admins do, the owner's only an owner."""
    wanted = set(roles)
    if not wanted:
        return True
    return is_owner(user) if Role.OWNER in wanted else is_admin(user)


def require_definition(user: Visitor, actions: Iterable[Action]) -> None:
    """Ask whether somebody may make a role of these actions.

    Raises:
        Refused: when they may not make roles, or do not have one of the actions everywhere.
        Invalid: (`actions`) when one of them cannot be handed on by anybody.
    """
    if not can_define_roles(user):
        raise Refused(_("Your role does not allow making roles."))
    wanted = frozenset(actions)
    if not wanted <= DELEGABLE:
        raise Invalid(_("One of these actions cannot be handed on."), field="actions")
    if not wanted <= powers_of(user).everywhere:
        raise Refused(_("You cannot hand on what you may not do yourself."), field="actions")


def can_grant_custom_role(user: Visitor, role: CustomRole, department_id: UUID | None) -> bool:
    """Whether somebody may give a role for a team, or for the whole company (None).

    They need all of it, and the right to give, at least as far. Who reaches a team reaches all that is
    beneath it, so the team itself is all there is to ask for.
    """
    if not may(user, Action.GRANT_ROLES):
        return False
    powers = powers_of(user)
    reaches = [powers.reach(action) for action in role.acts | {Action.GRANT_ROLES}]
    if department_id is None:
        return all(reach.everywhere for reach in reaches)
    return all(reach.covers(department_id) for reach in reaches)


def require_custom_grant(
    user: Visitor, role: CustomRole, person: User, department_id: UUID | None
) -> None:
    """Ask whether somebody may give a person a role, or take it back.

    Raises:
        Refused: when they may not grant at all, have less than the role, or act on an owner or admin
            without being one.
        Missing: when the person or the department is none of theirs.
        Invalid: (`department_id`) for a role that goes for the whole company only.
    """
    if not can_grant_roles(user):
        raise Refused(_("Your role does not allow giving roles."))
    if not sees(user, Action.GRANT_ROLES, person.id):
        raise Missing(_("There is no such person."), field="email")
    if not may_act_on(user, person):
        raise Refused(
            _("Roles of an owner or an L&D admin only an admin or an owner changes."), field="email"
        )
    if department_id is not None:
        if not powers_of(user).reach(Action.GRANT_ROLES).covers(department_id):
            raise Missing(_("There is no such team."), field="department_id")
        if not role.acts <= BY_TEAM:
            raise Invalid(
                _("This role holds actions that concern the whole company. Give it for all of it."),
                field="department_id",
            )
    if not can_grant_custom_role(user, role, department_id):
        raise Refused(_("You cannot give what you do not have yourself."), field="department_id")

"""Who may do what to whom.

Three rules hold for every act on a person. On an owner only an owner acts; on an admin only an admin;
whoever has an action by team acts only on people of those teams, and others do not exist for them.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tenants.accounts.actions import Action, Bound, held_by_roles
from tenants.accounts.enums import Role
from tenants.accounts.models import Invitation, User
from tenants.accounts.policies.asking import allows, is_admin, is_owner, may
from tenants.accounts.policies.powers import Powers, Visitor, effective, powers_of, read_powers
from tenants.kernel.errors import Missing, Refused

can_see_people = allows(Action.SEE_PEOPLE)
can_export_people = allows(Action.EXPORT_PEOPLE)
can_import_people = allows(Action.IMPORT_PEOPLE)
can_invite_people = allows(Action.INVITE_PEOPLE)


def may_see_people(user: Visitor) -> bool:
    """Whether somebody sees people at all: by their list, or by their progress."""
    return may(user, Action.SEE_PEOPLE) or may(user, Action.SEE_PROGRESS)


def may_manage_people(user: Visitor) -> bool:
    """Whether somebody may change people's details, of some team or of all."""
    return may(user, Action.EDIT_PEOPLE)


def rank_of(person: User) -> Role:
    """Return what protects a person: OWNER, ADMIN or, for everybody else, LEARNER.

    Asked of the grants, not of `roles_of`: an owner who is switched off is an owner still.
    """
    granted = {grant.role for grant in person.role_grants.all()}
    return next((role for role in (Role.OWNER, Role.ADMIN) if role in granted), Role.LEARNER)


def may_act_on(user: Visitor, person: User) -> bool:
    """Whether somebody may act on a person of this rank at all, whatever the act."""
    rank = rank_of(person)
    if rank == Role.OWNER:
        return is_owner(user)
    return rank != Role.ADMIN or is_admin(user)


def sees(user: Visitor, action: Action, person_id: UUID) -> bool:
    """Whether a person is within the reach of somebody's action."""
    powers = powers_of(user)
    reach = powers.reach(action)
    return reach.everywhere or (bool(reach) and reach.covers(powers.place_of(person_id)))


def _can(action: Action, user: Visitor, person: User) -> bool:
    return sees(user, action, person.id) and may_act_on(user, person)


def can_see_person(user: Visitor, person: User) -> bool:
    """Whether somebody may open a person's page."""
    return sees(user, Action.SEE_PEOPLE, person.id)


def can_edit_person(user: Visitor, person: User) -> bool:
    """Whether somebody may change a person's details."""
    return _can(Action.EDIT_PEOPLE, user, person)


def can_deactivate_person(user: Visitor, person: User) -> bool:
    """Whether somebody may switch a person off and on."""
    return _can(Action.DEACTIVATE_PEOPLE, user, person)


def can_move_person(user: Visitor, person: User) -> bool:
    """Whether somebody may put a person into another team."""
    return _can(Action.MOVE_PEOPLE, user, person)


def can_invite_into(user: Visitor, department_id: UUID | None) -> bool:
    """Whether somebody may invite people into a team; None is no team."""
    return powers_of(user).reach(Action.INVITE_PEOPLE).covers(department_id)


def can_take_over(user: Visitor, person: User) -> bool:
    """Whether somebody may give a person a new way to sign in: an address, a one-time code.

    Whoever can do that can become that person. So they need all that the person has: else editing
    would be a way to powers nobody granted.
    """
    if not can_edit_person(user, person):
        return False
    return is_admin(user) or dominates(powers_of(user), read_powers(person.id))


def dominates(mine: Powers, theirs: Powers) -> bool:
    """Whether one may do all that the other may, beyond what every learner may."""
    everyone = set(held_by_roles(effective(set(), in_company=True)))
    bounds = held_by_roles(mine.roles)
    for action in theirs.actions - everyone:
        if action in theirs.own and not (
            action in mine.everywhere or Bound.OWN in bounds.get(action, ())
        ):
            return False
        if action not in theirs.own and not theirs.reach(action).within(mine.reach(action)):
            return False
    return True


def require_take_over(user: Visitor, person: User) -> None:
    """Ask whether somebody may give a person another way to sign in.

    Raises:
        Refused: when the person may do what they may not.
    """
    if not can_take_over(user, person):
        raise Refused(
            _("This person may do more than you. Ask an admin to change how they sign in."),
            field="email",
        )


def require_edit(user: Visitor, person: User) -> None:
    """Ask whether somebody may change a person's details; raises as `_require` does."""
    _require(Action.EDIT_PEOPLE, user, person)


def require_deactivation(user: Visitor, person: User) -> None:
    """Ask whether somebody may switch a person off or on; raises as `_require` does."""
    _require(Action.DEACTIVATE_PEOPLE, user, person)


def require_move(user: Visitor, person: User, department_id: UUID | None) -> None:
    """Ask whether somebody may put a person into a team; both teams have to be theirs.

    Raises:
        Missing: when the person or the team is none of theirs.
        Refused: when they may move nobody, or not this person, or out of their own teams.
    """
    _require(Action.MOVE_PEOPLE, user, person)
    reach = powers_of(user).reach(Action.MOVE_PEOPLE)
    if department_id is None and not reach.everywhere:
        raise Refused(_("You may move people between your teams, but not out of them."))
    if not reach.covers(department_id):
        raise Missing(_("There is no such department."))


def department_in(placement: dict[str, Any]) -> UUID | None:
    """Return the department an invitation leads to, None for none."""
    try:
        return UUID(str(placement.get("department_id")))
    except ValueError:
        return None


def can_invite_known(user: Visitor, person: User) -> bool:
    """Whether somebody may invite a person who is here already but has never signed in."""
    return _can(Action.INVITE_PEOPLE, user, person)


def require_invitation_row(user: Visitor, row: Invitation) -> None:
    """Ask whether somebody may send an invitation again, or withdraw it.

    Raises:
        Refused: when they may invite nobody, or not to the roles it carries.
        Missing: when it leads to a team that is none of theirs.
    """
    if not may(user, Action.INVITE_PEOPLE):
        raise Refused(_("Your role does not allow inviting people."))
    if not can_invite_into(user, department_in(row.placement)):
        raise Missing(_("There is no such invitation."))
    if row.roles and not is_admin(user):
        raise Refused(_("This invitation carries a role that only an admin gives."))


def require_invitation(user: Visitor, department_id: UUID | None) -> None:
    """Ask whether somebody may invite into a team.

    Raises:
        Refused: when they may invite nobody, or only into teams and none was chosen.
        Missing: when the team is none of theirs.
    """
    reach = powers_of(user).reach(Action.INVITE_PEOPLE)
    if not may(user, Action.INVITE_PEOPLE):
        raise Refused(_("Your role does not allow inviting people."))
    if department_id is None and not reach.everywhere:
        raise Refused(
            _("Choose one of your teams: you may invite into those only."),
            field="department_id",
        )
    if not reach.covers(department_id):
        raise Missing(_("There is no such team."), field="department_id")


def _require(action: Action, user: Visitor, person: User) -> None:
    """Ask for an action on a person.

    Raises:
        Refused: when the role does not have the action, or the person is an owner or an admin.
        Missing: when the person is outside the teams the action goes for.
    """
    if not may(user, action):
        raise Refused(_("Your role does not allow this. Ask an admin of your company."))
    if not sees(user, action, person.id):
        raise Missing(_("There is no such person."))
    if may_act_on(user, person):
        return
    if rank_of(person) == Role.OWNER:
        raise Refused(_("Only an owner may act on an owner."))
    raise Refused(_("Only an admin or an owner may act on an L&D admin."))

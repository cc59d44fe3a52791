"""How rules are asked: by action, by role, and with a refusal when the answer is no."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tenants.accounts.actions import Action
from tenants.accounts.enums import Role
from tenants.accounts.policies.powers import Visitor, powers_of, roles_of
from tenants.kernel.errors import Refused

Predicate = Callable[[Visitor], bool]


def may(user: Visitor, action: Action) -> bool:
    """Whether somebody may do this at all: everywhere, in some team, or with what is theirs."""
    return action in powers_of(user).actions


def allows(action: Action) -> Predicate:
    """Return the rule that asks for one action, to be given a name where it is used."""

    def rule(user: Visitor) -> bool:
        return may(user, action)

    rule.action = action  # type: ignore[attr-defined]
    rule.__doc__ = f"Whether somebody may do “{action.value}” somewhere."
    return rule


def has_role(user: Visitor, *roles: Role) -> bool:
    """Whether a person has one of the built-in roles, granted or implied."""
    return not roles_of(user).isdisjoint(roles)


def is_owner(user: Visitor) -> bool:
    """Whether this is an owner of the company."""
    return has_role(user, Role.OWNER)


def is_admin(user: Visitor) -> bool:
    """Whether this person runs the company's learning."""
    return has_role(user, Role.ADMIN)


def is_author(user: Visitor) -> bool:
    """Whether this person writes courses."""
    return may(user, Action.WRITE_COURSES)


def is_manager(user: Visitor) -> bool:
    """Whether this person sees people's progress; whose, the company's departments say."""
    return may(user, Action.SEE_PROGRESS)


def require(user: Visitor, predicate: Predicate, message: str = "") -> None:
    """Ask a rule.

    Raises:
        Refused: when it says no.
    """
    if not predicate(user):
        raise Refused(
            message or str(_("Your role does not allow this. Ask an admin of your company."))
        )

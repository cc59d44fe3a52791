"""Who may do what, each rule by its name. Services and views ask; templates show the answer."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.selectors.role import roles_of
from tenants.kernel.errors import Refused

Visitor = User | AnonymousUser
Predicate = Callable[[Visitor], bool]


def has_role(user: Visitor, *roles: Role) -> bool:
    """Whether a person has one of the roles, granted or implied."""
    return not roles_of(user).isdisjoint(roles)


def is_owner(user: Visitor) -> bool:
    """Whether this is an owner of the company."""
    return has_role(user, Role.OWNER)


def is_admin(user: Visitor) -> bool:
    """Whether this person runs the company's learning."""
    return has_role(user, Role.ADMIN)


def is_author(user: Visitor) -> bool:
    """Whether this person writes courses."""
    return has_role(user, Role.AUTHOR, Role.INSTRUCTOR)


def is_manager(user: Visitor) -> bool:
    """Whether this person manages people; whom, the company's departments say."""
    return has_role(user, Role.MANAGER)


def may_see_people(user: Visitor) -> bool:
    """Managers and admins read the list of people."""
    return has_role(user, Role.MANAGER, Role.ADMIN)


def may_manage_people(user: Visitor) -> bool:
    """Admins invite, import, change, deactivate and reactivate people."""
    return has_role(user, Role.ADMIN)


def may_grant(user: Visitor, roles: Iterable[Role]) -> bool:
    """Admins hand out roles and take them back; the owner's only an owner does."""
    return is_owner(user) if Role.OWNER in set(roles) else is_admin(user)


def may_act_on(user: Visitor, person: User) -> bool:
    """Admins act on people; on an owner only another owner does."""
    # Asked of the grants, not of `roles_of`: an owner who is switched off is an owner still.
    owns = any(grant.role == Role.OWNER for grant in person.role_grants.all())
    return is_owner(user) if owns else is_admin(user)


def require(user: Visitor, predicate: Predicate, message: str = "") -> None:
    """Ask one of the rules above.

    Raises:
        Refused: when it says no.
    """
    if not predicate(user):
        raise Refused(
            message or str(_("Your role does not allow this. Ask an admin of your company."))
        )

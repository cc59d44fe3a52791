"""Which roles a person has, with what each implies."""

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.enums import COMPANY_ROLES, IMPLIED, PUBLIC_ROLES, Role
from tenants.accounts.models import User
from tenants.schemas import current_tenant

_CACHE = "_roles_by_schema"


def effective(granted: set[Role], *, in_company: bool) -> frozenset[Role]:
    """Return granted roles with all they imply; everyone in a company is a learner."""
    known = COMPANY_ROLES if in_company else PUBLIC_ROLES
    roles = {role for role in granted if role in known}
    for role in tuple(roles):
        roles |= IMPLIED.get(role, frozenset())
    if in_company:
        roles.add(Role.LEARNER)
    return frozenset(roles)


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """Return a person's roles; none for a visitor and for who is deactivated.

    Asked once per user instance, which is once per request.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    cached: frozenset[Role] | None = user.__dict__.get(_CACHE)
    if cached is None:
        granted = {Role(grant.role) for grant in user.role_grants.all()}
        cached = effective(granted, in_company=not current_tenant().is_public)
        user.__dict__[_CACHE] = cached
    return cached


def forget_roles(user: User) -> None:
    """Ask the database again next time: the person's roles were changed."""
    user.__dict__.pop(_CACHE, None)

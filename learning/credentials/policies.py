"""Who may do what with certificates."""

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.api import Role, User, has_role

Visitor = User | AnonymousUser


def may_manage_certificates(user: Visitor) -> bool:
    """A company's admins, and our staff on the marketplace, list, export, revoke and reinstate."""
    return has_role(user, Role.ADMIN, Role.STAFF)

"""Who may do what with certificates."""

from django.contrib.auth.models import AnonymousUser

from tenants.accounts.api import User, is_admin

Visitor = User | AnonymousUser


def may_manage_certificates(user: Visitor) -> bool:
    """Admins of a company list, export, revoke and reinstate its certificates."""
    return is_admin(user)

"""Who gets to see a page at all: each names the rule it asks, and thereby its action."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponseBase

from enterprise.policies import may_manage_company, may_see_team
from tenants.accounts.api import Role, User, asks

__all__ = ["POWERFUL", "asks", "for_admins", "for_managers", "person"]

View = Callable[..., HttpResponseBase]
# Who makes or unmakes one of these proves once more who they are (`require_step_up`).
POWERFUL = frozenset({Role.ADMIN, Role.OWNER})


def person(request: HttpRequest) -> User:
    """Return who is signed in, on pages that ask for it."""
    return cast(User, request.user)


def for_admins(view: View) -> View:
    """Let in who runs the company: for what is no delegable action of its own."""
    return asks(may_manage_company)(view)


def for_managers(view: View) -> View:
    """Let in who sees people's progress, of some team or of all."""
    return asks(may_see_team)(view)

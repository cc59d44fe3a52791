"""What an endpoint asks for: somebody who is signed in, a rule of the policies, and a token's scope."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.accounts.api import Predicate, User
from tenants.api_access.enums import OF_A_PERSON, Scope
from tenants.api_access.limits import refuse_too_many

_READING = ("GET", "HEAD", "OPTIONS")


def calls(
    area: str, *, read: Predicate | None = None, write: Predicate | None = None
) -> type[BasePermission]:
    """Return the permission of an endpoint.

    Args:
        area: the first word of its scopes, such as `people` of `people:read`.
        read: the rule for GET; None lets in whoever is signed in.
        write: the rule for all other verbs; None as before.
    """

    class Calls(BasePermission):
        """Somebody, who may, with a token that was made for it."""

        reading, writing = read, write

        @staticmethod
        def scope_of(method: str) -> Scope | None:
            """Return the scope that a token needs for a verb; None where there is nothing to write."""
            value = f"{area}:{'read' if method in _READING else 'write'}"
            return Scope(value) if value in Scope.values else None

        def has_permission(self, request: Request, view: Any) -> bool:
            """Count the call, ask; what is missing is said."""
            refuse_too_many(request)
            user = request.user
            if not user.is_authenticated:
                raise NotAuthenticated
            scope = self.scope_of(request.method or "GET")
            token = getattr(request, "auth", None)
            if token is not None and scope and scope.value not in token.scopes:
                raise PermissionDenied(
                    _("This token does not have the scope “%(scope)s”.") % {"scope": scope.value}
                )
            if scope in OF_A_PERSON and not isinstance(user, User):
                raise PermissionDenied(_("This belongs to a person. Use a personal token."))
            rule = read if request.method in _READING else write
            return rule is None or rule(user)

    return Calls


# What an endpoint asks for that says nothing else: it is about the caller's own account.
OwnAccount = calls("account")

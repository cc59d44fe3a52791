"""Who calls: by `Authorization: Bearer smh_…`. Browsers with a session are DRF's own, CSRF and all."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.request import Request

from tenants.accounts.api import User
from tenants.api_access.enums import Scope
from tenants.api_access.limits import refuse_too_many
from tenants.api_access.models import AccessToken
from tenants.api_access.principal import ServicePrincipal, powers_of_scopes
from tenants.api_access.secrets import MARK
from tenants.api_access.selectors.token import usable_token
from tenants.api_access.services.token import note_use


class TokenAuthentication(BaseAuthentication):
    """A personal token is its owner; a service token is somebody of its own."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        """Return who calls and the token, or None when there is no token at all.

        Raises:
            ParseError: for a token in the address, where logs and histories would keep it.
            AuthenticationFailed: for any token that is not good here now, always in the same words.
            Throttled: when too many such came from the same network.
        """
        if any(str(value).startswith(MARK) for value in request.query_params.values()):
            raise ParseError(
                _("A token goes into the Authorization header, never into the address. Revoke it.")
            )
        header = request.headers.get("Authorization", "")
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = usable_token(secret.strip())
        if token is None:
            refuse_too_many(request, stranger=True)
            raise AuthenticationFailed(_("This token is not valid here."))
        note_use(token=token)
        return _who(token), token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 asks for."""
        return 'Bearer realm="api"'


def _who(token: AccessToken) -> User | ServicePrincipal:
    if token.owner is not None:
        return token.owner
    scopes = (Scope(value) for value in token.scopes if value in Scope.values)
    return ServicePrincipal(
        id=token.family, name=f"{token.name} ({token.prefix}…)", powers=powers_of_scopes(scopes)
    )

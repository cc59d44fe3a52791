"""Who may make and end which tokens."""

from django.utils.translation import gettext as _

from tenants.accounts.api import Action, User, Visitor, allows
from tenants.api_access.enums import OF_A_PERSON, Scope, TokenKind
from tenants.api_access.models import AccessToken
from tenants.kernel.errors import Missing
from tenants.schemas import current_tenant

can_manage_company_tokens = allows(Action.MANAGE_TOKENS)


def can_manage_token(user: Visitor, token: AccessToken) -> bool:
    """Whether somebody may rotate and revoke a token: their own, or the company's."""
    if token.kind == TokenKind.SERVICE:
        return can_manage_company_tokens(user)
    return isinstance(user, User) and token.owner_id == user.id


def require_manage(user: Visitor, token: AccessToken | None) -> AccessToken:
    """Return a token that somebody may manage.

    Raises:
        Missing: when there is none; another person's answers the same.
    """
    if token is None or not can_manage_token(user, token):
        raise Missing(_("There is no such token."))
    return token


def scopes_offered(kind: TokenKind) -> list[Scope]:
    """Return what a token of this kind may be made for, on this host."""
    here = set(Scope)
    if current_tenant().is_public:
        here = {*OF_A_PERSON, Scope.COURSES_READ}
    if kind == TokenKind.SERVICE:
        here -= OF_A_PERSON
    return [scope for scope in Scope if scope in here]

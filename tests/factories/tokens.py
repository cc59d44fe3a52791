"""API tokens for tests. Call them inside a schema."""

from collections.abc import Iterable

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.api_access.enums import Scope, TokenKind
from tenants.api_access.policies import scopes_offered
from tenants.api_access.services.token import NewToken, create_token
from tests.factories.accounts import UserFactory


def personal_token(user: User, scopes: Iterable[Scope] | None = None) -> NewToken:
    """Return a token that acts as somebody; with all scopes by default."""
    wanted = scopes_offered(TokenKind.PERSONAL) if scopes is None else scopes
    return create_token(kind=TokenKind.PERSONAL, name="Mine", scopes=wanted, days=90, actor=user)


def service_token(scopes: Iterable[Scope] | None = None, actor: User | None = None) -> NewToken:
    """Return a token of the company; with all scopes by default."""
    wanted = scopes_offered(TokenKind.SERVICE) if scopes is None else scopes
    return create_token(
        kind=TokenKind.SERVICE,
        name="Payroll",
        scopes=wanted,
        days=90,
        actor=actor or UserFactory(roles=[Role.OWNER]),
    )


def bearing(token: NewToken) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"authorization": f"Bearer {token.secret}"}

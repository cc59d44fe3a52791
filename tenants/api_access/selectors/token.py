"""Tokens as their keepers see them, and as a request finds them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from tenants.accounts.api import User
from tenants.api_access.enums import Scope, TokenKind
from tenants.api_access.models import AccessToken
from tenants.api_access.secrets import digest_of, is_secret
from tenants.kernel.clock import now


class TokenState(StrEnum):
    """What a token is worth."""

    VALID = "valid"
    ENDING = "ending"  # rotated, still good for a while
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class TokenInfo:
    """A token without its secret; moments are UTC."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    state: TokenState
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None

    @property
    def is_usable(self) -> bool:
        """Whether a program may still use it."""
        return self.state in (TokenState.VALID, TokenState.ENDING)


def state_of(row: AccessToken, moment: datetime) -> TokenState:
    """Return what a token is worth at a moment."""
    if row.revoked_at is not None:
        return TokenState.REVOKED
    if row.expires_at <= moment:
        return TokenState.EXPIRED
    return TokenState.VALID if row.replaced_by_id is None else TokenState.ENDING


def token_info(row: AccessToken) -> TokenInfo:
    """Return a token as pages show it."""
    return TokenInfo(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(Scope(value) for value in row.scopes if value in Scope.values),
        state=state_of(row, now()),
        created_at=row.created_at,
        created_by=row.created_by.display_name if row.created_by else "",
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


def personal_tokens(user: User) -> list[TokenInfo]:
    """Return somebody's own tokens, the latest first. One query."""
    return _infos(AccessToken.objects.filter(kind=TokenKind.PERSONAL, owner=user))


def company_tokens() -> list[TokenInfo]:
    """Return the company's tokens, the latest first. One query."""
    return _infos(AccessToken.objects.filter(kind=TokenKind.SERVICE))


def _infos(rows: QuerySet[AccessToken]) -> list[TokenInfo]:
    return [token_info(row) for row in rows.select_related("created_by")[:200]]


def usable_token(secret: str) -> AccessToken | None:
    """Return the token a request came with, when it is good for anything here now. One query."""
    if not is_secret(secret):
        return None
    row = AccessToken.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if row is None or row.revoked_at is not None or row.expires_at <= now():
        return None
    if row.kind == TokenKind.PERSONAL and (row.owner is None or not row.owner.is_active):
        return None
    return row

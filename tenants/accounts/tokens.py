"""Secrets in links: good in one schema, for one address, and stored only as a digest."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import constant_time_compare, salted_hmac

from tenants.schemas import current_schema

_SALT = "accounts.invitation"


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Password reset tokens that mean nothing in another schema, though SECRET_KEY is the same."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{current_schema()}:{super()._make_hash_value(user, timestamp)}"


def new_invitation_secret() -> str:
    """Return 256 random bits for a link."""
    return secrets.token_urlsafe(32)


def invitation_digest(*, invitation_id: UUID, email: str, secret: str) -> str:
    """Return what is stored of a secret: keyed by SECRET_KEY, schema, invitation and address."""
    value = f"{current_schema()}:{invitation_id}:{email.lower()}:{secret}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()


def invitation_token(invitation_id: UUID, secret: str) -> str:
    """Return the text that goes into the link."""
    return f"{invitation_id.hex}.{secret}"


def split_invitation_token(token: str) -> tuple[UUID, str] | None:
    """Return the invitation's id and the secret, or None for what never was a token."""
    head, dot, secret = token.partition(".")
    if not dot or not secret or len(token) > 200:
        return None
    try:
        return UUID(hex=head), secret
    except ValueError:
        return None


def same_digest(left: str, right: str) -> bool:
    """Compare two digests without telling by time where they differ."""
    return constant_time_compare(left, right)

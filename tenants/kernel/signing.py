"""Signed tokens that belong to one company, one purpose and a stretch of time."""

from datetime import timedelta
from typing import Any

from django.core import signing

from tenants.kernel.clock import now
from tenants.schemas import current_schema


class BadToken(Exception):
    """The token is altered, expired, for something else, or another company's."""


def sign(purpose: str, payload: dict[str, Any], *, max_age_seconds: int) -> str:
    """Return a URL-safe token that `unsign` opens in the same schema until it expires.

    Args:
        purpose: what it is good for; another purpose does not open it.
        payload: JSON-able; readable by whoever holds the token.
        max_age_seconds: how long it is good.

    """
    expires = int((now() + timedelta(seconds=max_age_seconds)).timestamp())
    return signing.dumps(
        {"s": current_schema(), "e": expires, "p": payload}, salt=f"smh.{purpose}", compress=True
    )


def unsign(purpose: str, token: str) -> dict[str, Any]:
    """Return a token's payload.

    Raises:
        BadToken: for every reason alike.

    """
    try:
        content = signing.loads(token, salt=f"smh.{purpose}")
    except signing.BadSignature as error:
        raise BadToken(purpose) from error
    if content["s"] != current_schema() or content["e"] < now().timestamp():
        raise BadToken(purpose)
    payload: dict[str, Any] = content["p"]
    return payload

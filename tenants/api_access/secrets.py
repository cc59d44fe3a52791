"""What a token looks like, and what is kept of it."""

import hashlib
import secrets
import string

from tenants.schemas import current_schema

MARK = "smh_"
# 40 letters and digits: 238 bits. Nothing slow is needed to keep such a secret from being guessed.
_LENGTH = 40
_SHOWN = len(MARK) + 6
_LETTERS = string.ascii_letters + string.digits


def make_secret() -> str:
    """Return a new token. Its mark lets scanners of leaked secrets know it."""
    return MARK + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def is_secret(text: str) -> bool:
    """Whether a text is shaped like one of our tokens."""
    return text.startswith(MARK) and len(text) == len(MARK) + _LENGTH and text.isascii()


def digest_of(secret: str) -> str:
    """Return what is stored of a token: SHA-256 of it and the entered schema, so it is worth nothing elsewhere."""
    return hashlib.sha256(f"{current_schema()}:{secret}".encode()).hexdigest()


def prefix_of(secret: str) -> str:
    """Return the beginning by which people recognise a token."""
    return secret[:_SHOWN]

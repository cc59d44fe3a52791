"""Identifiers: UUID version 7 (RFC 9562, section 5.7), and codes that people read aloud."""

import os
import secrets
import time
from uuid import UUID

# Crockford's base 32 without I, L, O, U: nothing that is misread from paper.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> UUID:
    """Return a new UUID whose first 48 bits are the Unix time in milliseconds.

    Keys made one after the other are neighbours in an index, and no two schemas share one.
    """
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & (1 << 62) - 1
    return UUID(int=value)


def readable_code(groups: int = 3, size: int = 4) -> str:
    """Return a random code such as `7Q4K-92XD-M0PA` (5 bits a character)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(size)) for _ in range(groups))


def normalise_code(text: str) -> str:
    """Return a code as it was given out, however it was typed: case, spaces, O for 0, I or L for 1."""
    bare = "".join(text.upper().split()).replace("-", "")
    bare = bare.translate(str.maketrans("OIL", "011"))
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))

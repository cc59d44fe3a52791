"""Passwords that an attacker tries first, refused without asking any server.

A list of breached passwords (`passwords/README.md` names its sources) and the ways in which people make
one of them look like a new one. NIST SP 800-63B, 5.1.1.2, asks for such a comparison.
"""

import gzip
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_LIST = Path(__file__).parent / "passwords" / "breached.txt.gz"
_LEET = str.maketrans("@4301!$57+8", "aaeoiisst" + "tb")
# What is put before or after a word to satisfy a rule, such as "2026!" or "123".
_EDGE = re.compile(r"^[\W\d_]{0,6}(.*?)[\W\d_]{0,8}$", re.DOTALL)
_WALKS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
# Ours and our customers' first ideas; the product's own name is in no breach yet.
_NEAR = frozenset(
    {"salesmastery", "salesmasteryhub", "mastery", "salestraining", "training", "india"}
)
_SHORTEST_CORE = 4


@lru_cache(maxsize=1)
def breached() -> frozenset[str]:
    """Return the list, in lower case; read once per process."""
    with gzip.open(_LIST, "rt", encoding="utf-8") as lines:
        return frozenset(lines.read().split("\n")) | _NEAR


def is_breached(password: str) -> bool:
    """Whether a password is one of the list, or one of the list dressed up.

    "Password@123" and "Welcome2026!" are; "sell with facts" is not.
    """
    plain = "".join(password.casefold().split())
    for form in (plain, plain.translate(_LEET)):
        if form in breached() or _is_pattern(form):
            return True
        found = _EDGE.match(form)
        core = found[1] if found else ""
        if len(core) >= _SHORTEST_CORE and (core in breached() or _is_pattern(core)):
            return True
    # "P@ssw0rd2026": the digits at the end must go before the others are read as letters.
    found = _EDGE.match(plain)
    core = found[1].translate(_LEET) if found else ""
    return len(core) >= _SHORTEST_CORE and core in breached()


def _is_pattern(word: str) -> bool:
    """One piece again and again ("abcabcabc"), or a walk over the keyboard or the alphabet."""
    for size in range(1, len(word) // 2 + 1):
        if len(word) % size == 0 and word == word[:size] * (len(word) // size):
            return size < _SHORTEST_CORE or word[:size] in breached()
    return any(word in walk * 2 or word in walk[::-1] * 2 for walk in _WALKS)


class BreachedPasswordValidator:
    """Django's password validator for the above."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what an attacker tries first."""
        if is_breached(password):
            raise ValidationError(
                _(
                    "This password is on lists that attackers try first, or is close to one. "
                    "A few words that belong together only for you are safer."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Your password must not be on a list of passwords from known breaches.")

"""Passwords an attacker tries first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tenants.accounts.breached import breached, is_breached


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "qwertyuiop",
        "password123",
        "P@ssw0rd2026",
        "Welcome@123",
        "iloveyou2026!",
        "Passw0rd!!",
        "abcabcabcabc",
        "1qaz2wsx3edc",
        "zyxwvutsrqp",
        "11111111111",
        "Sunshine 2026",
        "salesmastery1",
        "India@12345",
    ],
)
def test_refused(password: str) -> None:
    assert is_breached(password)
    with pytest.raises(ValidationError, match="attackers try first"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "sell-with-facts-2026",
        "correct horse battery",
        "mera pyaara bagicha",
        "a sentence of my own",
        "kXo4-vv9-Tq27b",
        "नमस्ते दुनिया वालों",
    ],
)
def test_allowed(password: str) -> None:
    validate_password(password)


def test_the_list_is_whole() -> None:
    assert len(breached()) > 39_000

"""Phone numbers: what people type, made E.164 (ITU-T); Indian rules first, other countries where allowed.

An Indian mobile number is +91 and ten digits, the first of them 6 to 9 (Department of Telecommunications,
National Numbering Plan 2003). A package that knows every country's plan would be 10 MB of tables for the
few checks made here; whether a number takes texts is proved by a code anyway.
"""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid

INDIA = "91"
_INDIAN_MOBILE = re.compile(r"[6-9]\d{9}")
_E164_DIGITS = re.compile(r"[1-9]\d{7,14}")
# What people put between digits, and what comes along when a number is copied.
_BETWEEN = re.compile(r"[\s\-.()/\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
PREFIX_DIGITS = 8


def parse_number(text: str, *, field: str = "phone") -> str:
    """Return a mobile number as `+` and digits.

    Accepts 98765 43210, 098765 43210, 91 98765 43210, +91 98765 43210 and 0091…, digits of any script;
    and E.164 numbers of the countries in PHONE_COUNTRIES.

    Raises:
        Invalid: (`field`) saying what is wrong with it.
    """
    typed = _BETWEEN.sub("", text)
    if not typed:
        raise Invalid(_("Enter a mobile number."), field=field, code="phone_missing")
    digits = _digits(typed.removeprefix("+"), field)
    international = typed.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if digits.startswith("00") else digits
    if not international:
        return f"+{INDIA}{_indian(digits, field)}"
    if digits.startswith(INDIA):
        return f"+{INDIA}{_indian(digits.removeprefix(INDIA), field)}"
    allowed = [code for code in settings.PHONE_COUNTRIES if digits.startswith(code)]
    if not allowed:
        raise Invalid(
            _("We can send texts to Indian mobile numbers only, which begin with +91.")
            if list(settings.PHONE_COUNTRIES) == [INDIA]
            else _("We cannot send texts to numbers of this country."),
            field=field,
            code="phone_country",
        )
    if not _E164_DIGITS.fullmatch(digits):
        raise Invalid(_("This is not a complete number."), field=field, code="phone_invalid")
    return f"+{digits}"


def _digits(typed: str, field: str) -> str:
    try:
        return "".join(str(unicodedata.decimal(character)) for character in typed)
    except ValueError:
        raise Invalid(
            _("A phone number has digits only, and a + at its beginning."),
            field=field,
            code="phone_invalid",
        ) from None


def _indian(digits: str, field: str) -> str:
    """Return the ten digits of an Indian mobile number, its trunk 0 or 91 taken off."""
    if len(digits) == 12 and digits.startswith(INDIA):
        digits = digits[2:]
    elif len(digits) == 11 and digits.startswith("0"):
        digits = digits[1:]
    if len(digits) != 10:
        raise Invalid(
            _("An Indian mobile number has 10 digits; this one has %(count)d.")
            % {"count": len(digits)},
            field=field,
            code="phone_invalid",
        )
    if not _INDIAN_MOBILE.fullmatch(digits):
        raise Invalid(
            _("An Indian mobile number begins with 6, 7, 8 or 9."),
            field=field,
            code="phone_invalid",
        )
    return digits


def prefix_of(number: str) -> str:
    """Return the first digits of an E.164 number: blocks of numbers that are bought together share them."""
    return number.removeprefix("+")[:PREFIX_DIGITS]


def display_number(number: str) -> str:
    """Return an E.164 number as people write it: +91 98765 43210."""
    if number.startswith(f"+{INDIA}") and len(number) == 13:
        return f"{number[:3]} {number[3:8]} {number[8:]}"
    return number


def masked_number(number: str) -> str:
    """Return a number of which the last three digits tell its owner which one it is."""
    return f"••• {number[-3:]}"

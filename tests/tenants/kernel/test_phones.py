"""Phone numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.errors import Invalid
from tenants.kernel.phones import display_number, masked_number, parse_number, prefix_of


@pytest.mark.parametrize(
    "typed",
    [
        "9876543210",
        "98765 43210",
        "098765-43210",
        "91 98765 43210",
        "+91 98765 43210",
        "+91-98765-43210",
        "0091 98765 43210",
        "(+91) 98765.43210",
        "९८७६५ ४३२१०",
        "\u202a+91 98765 43210\u202c",
        "9876543210\u200b",
    ],
)
def test_all_that_people_write_is_one_number(typed: str):
    assert parse_number(typed) == "+919876543210"


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("", "phone_missing", "Enter a mobile number"),
        ("  - ", "phone_missing", "Enter a mobile number"),
        ("12345 67890", "phone_invalid", "begins with 6, 7, 8 or 9"),
        ("5876543210", "phone_invalid", "begins with 6, 7, 8 or 9"),
        ("98765 4321", "phone_invalid", "this one has 9"),
        ("98765432101", "phone_invalid", "this one has 11"),
        ("+91 12345 67890", "phone_invalid", "begins with 6, 7, 8 or 9"),
        ("98765 4321O", "phone_invalid", "digits only"),
        ("call me", "phone_invalid", "digits only"),
        ("+1 415 555 0100", "phone_country", "Indian mobile numbers only"),
    ],
)
def test_what_is_wrong_is_said(typed: str, code: str, says: str):
    with pytest.raises(Invalid, match=says) as refusal:
        parse_number(typed, field="number")
    assert (refusal.value.code, refusal.value.field) == (code, "number")


def test_other_countries_where_configured(settings):
    settings.PHONE_COUNTRIES = ["91", "971"]
    assert parse_number("+971 50 123 4567") == "+971501234567"
    assert parse_number("00971501234567") == "+971501234567"
    with pytest.raises(Invalid, match="numbers of this country"):
        parse_number("+1 415 555 0100")
    with pytest.raises(Invalid, match="not a complete number"):
        parse_number("+97150")


@given(st.integers(6_000_000_000, 9_999_999_999))
def test_every_indian_mobile_number_goes_through_and_stays_itself(number: int):
    wanted = f"+91{number}"
    assert parse_number(str(number)) == wanted
    assert parse_number(wanted) == wanted
    assert parse_number(display_number(wanted)) == wanted


@given(st.text(max_size=30))
def test_anything_else_is_refused_or_is_e164(typed: str):
    try:
        number = parse_number(typed)
    except Invalid:
        return
    assert number.startswith("+91")
    assert len(number) == 13
    assert number[1:].isascii()
    assert number[1:].isdigit()


def test_shown_masked_and_by_prefix():
    assert display_number("+919876543210") == "+91 98765 43210"
    assert display_number("+971501234567") == "+971501234567"
    assert masked_number("+919876543210") == "••• 210"
    assert prefix_of("+919876543210") == "91987654"

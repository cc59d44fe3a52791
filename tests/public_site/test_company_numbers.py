"""Numbers of companies: what cannot exist is refused, with the reason."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public_site.company_numbers import (
    PAN_HOLDERS,
    STATES,
    checksum,
    parse_cin,
    parse_gstin,
)
from tenants.kernel.errors import Invalid

BASE36 = string.digits + string.ascii_uppercase
# Numbers that companies publish; the checksum was computed by nobody here.
PUBLISHED = ("27AAPFU0939F1ZV", "29AAGCB7383J1Z4")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    letters = st.sampled_from(string.ascii_uppercase)
    pan = "".join(draw(st.lists(letters, min_size=3, max_size=3)))
    pan += draw(st.sampled_from(sorted(PAN_HOLDERS))) + draw(letters)
    pan += f"{draw(st.integers(0, 9999)):04d}" + draw(letters)
    entity = draw(st.sampled_from("123456789" + string.ascii_uppercase))
    return f"{draw(st.sampled_from(sorted(STATES)))}{pan}{entity}Z"


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_numbers_pass(number: str) -> None:
    found = parse_gstin(number)
    assert (found.number, found.pan) == (number, number[2:12])
    assert parse_gstin(f" {number[:2]}-{number[2:].lower()} ") == found


@given(bodies())
def test_a_body_with_its_checksum_passes_and_says_what_it_is(body: str) -> None:
    found = parse_gstin(body + checksum(body))
    assert (found.state, found.pan) == (STATES[body[:2]], body[2:12])
    assert found.holder == str(PAN_HOLDERS[body[5]])


@given(bodies(), st.sampled_from(BASE36))
def test_any_other_last_character_is_refused(body: str, last: str) -> None:
    right = checksum(body)
    if last == right:
        return
    with pytest.raises(Invalid) as refusal:
        parse_gstin(body + last)
    assert (refusal.value.field, refusal.value.code) == ("gstin", "checksum")


@given(bodies(), st.integers(0, 13), st.sampled_from(BASE36))
def test_one_mistyped_character_is_always_noticed(body: str, at: int, other: str) -> None:
    """Luhn's scheme in an even base finds every single substitution."""
    if body[at] == other:
        return
    assert checksum(body[:at] + other + body[at + 1 :]) != checksum(body)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "length"),
        ("27AAPFU0939F1Z", "length"),
        ("27AAPFU0939F1ZVV", "length"),
        ("2XAAPFU0939F1ZV", "shape"),
        ("27AAPFU0939F0ZV", "shape"),
        ("27AA1FU0939F1ZV", "shape"),
        ("２７AAPFU0939F1ZV", "shape"),
        ("40AAPFU0939F1ZV", "state"),
        ("27AAPXU0939F1ZV", "pan"),
        ("27AAPFU0939F1ZW", "checksum"),
    ],
)
def test_what_cannot_exist_is_refused_with_the_reason(number: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_gstin(number)
    assert (refusal.value.field, refusal.value.code) == ("gstin", code)


def test_a_cin_is_checked_for_its_shape_class_and_year() -> None:
    assert parse_cin("u72200mh2009ptc123456", year=2026) == "U72200MH2009PTC123456"
    assert parse_cin("  ", year=2026) == ""
    for number, code in (
        ("U72200MH2009PTC12345", "shape"),
        ("X72200MH2009PTC123456", "shape"),
        ("U72200MH2009XYZ123456", "class"),
        ("U72200MH2027PTC123456", "year"),
        ("U72200MH1849PTC123456", "year"),
    ):
        with pytest.raises(Invalid) as refusal:
            parse_cin(number, year=2026)
        assert (refusal.value.field, refusal.value.code) == ("cin", code)

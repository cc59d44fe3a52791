"""Brand colours: parsing, conversion, contrast, and moving a colour until white reads on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.colour import (
    LEGIBLE,
    Oklch,
    contrast,
    luminance,
    parse_hex,
    readable_on_white,
    to_hex,
    to_oklch,
)
from tenants.kernel.errors import Invalid

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("#1E40AF", "#1e40af"), ("1e40af", "#1e40af"), (" #abc ", "#aabbcc"), ("FFF", "#ffffff")],
)
def test_a_colour_is_kept_as_six_lower_case_digits(typed: str, kept: str) -> None:
    assert parse_hex(typed) == kept


@pytest.mark.parametrize("typed", ["", "#12345", "#1234567", "red", "#ggg", "#1e40af;x", "#१२३"])
def test_what_is_no_colour_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_hex(typed)
    assert refusal.value.field == "colour"


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)
    assert luminance("#ff0000") == pytest.approx(0.2126)


def test_oklch_of_known_colours() -> None:
    # CSS Color 4's samples: red is oklch(0.628 0.258 29.23), blue oklch(0.452 0.313 264.05).
    red, blue = to_oklch("#ff0000"), to_oklch("#0000ff")
    assert (red.lightness, red.chroma, red.hue) == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert (blue.lightness, blue.chroma, blue.hue) == pytest.approx(
        (0.452, 0.3132, 264.05), abs=0.01
    )


def test_a_colour_no_screen_shows_loses_chroma_and_keeps_its_hue() -> None:
    shown = to_oklch(to_hex(Oklch(0.7, 0.4, 150)))
    assert shown.chroma < 0.3
    assert shown.hue == pytest.approx(150, abs=1.5)
    assert shown.lightness == pytest.approx(0.7, abs=0.01)


@given(colours)
def test_there_and_back_is_the_same_colour(colour: str) -> None:
    assert to_hex(to_oklch(colour)) == colour


@given(colours, colours)
def test_contrast_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(colours)
def test_white_reads_on_every_moved_colour(colour: str) -> None:
    moved = readable_on_white(colour)
    assert contrast(moved, "#ffffff") >= LEGIBLE
    assert readable_on_white(moved) == moved
    if contrast(colour, "#ffffff") >= LEGIBLE:
        assert moved == colour
    else:
        assert to_oklch(moved).lightness < to_oklch(colour).lightness


@given(colours)
def test_a_moved_colour_is_not_darker_than_it_must_be(colour: str) -> None:
    if contrast(colour, "#ffffff") < LEGIBLE:
        assert contrast(readable_on_white(colour), "#ffffff") < LEGIBLE + 0.15


@given(colours)
def test_a_moved_colour_keeps_its_hue(colour: str) -> None:
    given_colour, moved = to_oklch(colour), to_oklch(readable_on_white(colour))
    if min(given_colour.chroma, moved.chroma) > 0.04:
        apart = abs(given_colour.hue - moved.hue)
        assert min(apart, 360 - apart) < 4

"""How a certificate is set: parts of the bar, size of the name, colour, lines, words for time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.credentials.selectors.colour import readable_ground
from learning.credentials.selectors.lettering import name_size
from learning.credentials.selectors.rosette import rosette
from learning.credentials.selectors.sheet import lay_segments, qr_svg, study_time


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=30))
def test_the_parts_fill_the_bar_and_never_overlap(weights: list[int]) -> None:
    laid = lay_segments(weights)
    ends = 0.0
    for part in laid:
        assert float(part.x) >= ends
        ends = float(part.x) + float(part.width)
    assert ends == pytest.approx(1000, abs=0.2)
    assert len(laid) == max(1, min(len(weights), 12))


def test_a_part_is_as_long_as_its_module() -> None:
    one, three = lay_segments([1, 3])
    assert (one.x, one.width, three.x, three.width) == ("0.0", "248.0", "256.0", "744.0")


SIZES = ["xl", "l", "m", "s", "xs"]


@pytest.mark.parametrize(
    ("name", "language", "size"),
    [
        ("Asha Rao", "", "xl"),
        ("अनन्या देशपांडे", "hi", "xl"),
        ("ஆனந்த்", "ta", "xl"),
        ("கார்த்திக் சுப்ரமணியன்", "ta", "m"),
        ("கார்த்திக் வெங்கடசுப்ரமணியன் திருநாவுக்கரசு", "ta", "xs"),
        ("Alexandria Montgomery-Featherstonehaugh van der Westhuizen", "", "xs"),
    ],
)
def test_a_longer_name_is_set_smaller(name: str, language: str, size: str) -> None:
    assert name_size(name, language) == size


@given(st.text(alphabet="abc ", min_size=1, max_size=80))
def test_one_more_letter_never_makes_it_larger(name: str) -> None:
    assert SIZES.index(name_size(name + "m", "")) >= SIZES.index(name_size(name, ""))


def test_marks_above_and_below_take_no_width() -> None:
    assert name_size("க்" * 9, "ta") == name_size("க" * 9, "ta")


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@given(st.integers(min_value=0, max_value=0xFFFFFF))
def test_white_is_readable_on_every_ground(number: int) -> None:
    ground = readable_ground(f"#{number:06x}")
    # Half a step of rounding may cost a hundredth.
    assert 1.05 / (luminance(ground) + 0.05) >= 4.45


def test_a_dark_brand_is_left_as_it_is() -> None:
    assert readable_ground("#8a2a5b") == "#8a2a5b"
    assert readable_ground("#f5c400") != "#f5c400"


def test_every_code_has_lines_of_its_own() -> None:
    assert rosette("7Q4K-92XD-M0PA") == rosette("7Q4K-92XD-M0PA")
    drawn = {rosette(f"7Q4K-92XD-M0P{letter}") for letter in "0123456789ABCDEF"}
    assert len(drawn) == 16
    assert all(len(ring.path) < 6000 for rings in drawn for ring in rings)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (89, "89 minutes"),
        (90, "1½ hours"),
        (118, "2 hours"),
        (260, "4½ hours"),
        (600, "10 hours"),
    ],
)
def test_study_time(minutes: int, words: str) -> None:
    assert study_time(minutes) == words


def test_the_qr_code_is_bare_path_data() -> None:
    drawn = qr_svg("https://example.com/verify/7Q4K-92XD-M0PA/")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "http" not in drawn

"""The fonts on screen hold what their ranges promise, and together every letter of our own words."""

import re
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from deploy.translations.catalogues import read_catalogue

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = {"hi": "Devanagari", "ta": "Tamil", "te": "Telugu", "bn": "Bengali"}
OLD_N = 0x149  # "ŉ", which Unicode advises against and neither family has
_FACE = re.compile(
    r'@font-face \{ font-family: "?([^";]+)"?; src: url\("([^"]+)"\)[^}]*?unicode-range: ([^;]+);'
)


def faces(family: str) -> list[tuple[Path, set[int]]]:
    """Return the file of each of a family's faces in the sheet, and the code points of its range."""
    sheet = (STATIC / "css" / "fonts.css").read_text()
    return [
        ((STATIC / "css" / url).resolve(), points_of(told))
        for name, url, told in _FACE.findall(sheet)
        if name == family
    ]


def points_of(told: str) -> set[int]:
    """Return the code points of a range as a sheet writes it."""
    points: set[int] = set()
    for part in told.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def face(family: str) -> tuple[Path, set[int]]:
    """Return the file and the code points of a family's last face."""
    return faces(family)[-1]


def letters(language: str) -> set[int]:
    """Return the letters and marks of a script that our words in a language are written with."""
    script = SCRIPTS[language].upper()
    words = "".join(
        text
        for message in read_catalogue(language)
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    )
    return {ord(char) for char in set(words) if unicodedata.name(char, "").startswith(script)}


@pytest.mark.parametrize("family", ["Inter", "Noto Sans"])
def test_latin_letters_lie_in_one_file_each_and_those_of_our_own_words_in_the_first_one(
    family: str,
) -> None:
    *others, (path, points) = faces(family)
    assert (path.name.endswith("-latin.woff2"), len(others)) == (True, 3)
    told = [one for _path, range_ in (*others, (path, points)) for one in range_]
    assert len(told) == len(set(told))
    assert set(range(0x20, 0x180)) <= set(told)
    words = {
        ord(sign)
        for message in read_catalogue("hi")
        for text in ([message.id] if isinstance(message.id, str) else message.id)
        for sign in text
    }
    rupee, no_letters = 0x20B9, {ord("\n")}
    latin = {one for one in words - no_letters if one < 0x900}
    assert len(latin) > 80
    assert sorted(map(hex, (latin | {rupee}) - points)) == [hex(rupee)]
    for file, range_ in (*others, (path, points)):
        promised = {one for one in range_ if chr(one).isalpha() and one < 0x180 and one != OLD_N}
        assert sorted(map(hex, promised - set(TTFont(file).getBestCmap()))) == []
    assert path.stat().st_size < 16_500


@pytest.mark.parametrize("script", SCRIPTS.values())
def test_a_script_has_a_sign_for_all_that_its_range_promises(script: str) -> None:
    path, points = face(f"Noto Sans {script}")
    named = {
        point for point in points if unicodedata.name(chr(point), "").startswith(script.upper())
    }
    assert sorted(map(hex, named - set(TTFont(path).getBestCmap()))) == []


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_letter_of_our_words_is_in_the_range_of_its_font(language: str) -> None:
    _, points = face(f"Noto Sans {SCRIPTS[language]}")
    used = letters(language)
    assert len(used) > 30
    assert sorted(map(hex, used - points)) == []


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("Language names", "हिंदी हिन्दी தமிழ் తెలుగు বাংলা"),
        ("Home line", "आपका रेट ज़्यादा है। मैं क्यों बदलूँ"),
    ],
)
def test_a_font_of_few_words_has_their_letters_alone(family: str, words: str) -> None:
    path, points = face(family)
    used = {ord(sign) for sign in words if sign != " "}
    assert sorted(map(hex, used - points)) == []
    assert sorted(map(hex, points - set(TTFont(path).getBestCmap()))) == []
    assert path.stat().st_size < 9_000


def test_the_line_on_the_home_page_is_the_one_its_font_was_cut_for() -> None:
    page = (STATIC.parent / "templates" / "public_site" / "home.html").read_text()
    assert '<span class="line" lang="hi">आपका रेट ₹400 ज़्यादा है। मैं क्यों बदलूँ?</span>' in page

"""The fonts on screen hold what their ranges promise, and together every letter of our own words."""

import re
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from deploy.translations.catalogues import read_catalogue

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = {"hi": "Devanagari", "ta": "Tamil", "te": "Telugu", "bn": "Bengali"}
_FACE = re.compile(
    r'@font-face \{ font-family: "?([^";]+)"?; src: url\("([^"]+)"\)[^}]*?unicode-range: ([^;]+);'
)


def face(family: str) -> tuple[Path, set[int]]:
    """Return the file of a family's last face in the sheet, and the code points of its range."""
    sheet = (STATIC / "css" / "fonts.css").read_text()
    _, url, told = [found for found in _FACE.findall(sheet) if found[0] == family][-1]
    points: set[int] = set()
    for part in told.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return (STATIC / "css" / url).resolve(), points


def letters(language: str) -> set[int]:
    """Return the letters and marks of a script that our words in a language are written with."""
    script = SCRIPTS[language].upper()
    words = "".join(
        text
        for message in read_catalogue(language)
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    )
    return {ord(char) for char in set(words) if unicodedata.name(char, "").startswith(script)}


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

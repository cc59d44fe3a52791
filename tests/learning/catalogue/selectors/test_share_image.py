"""Pictures for sharing: every sign of a title is written, in whatever script, and nothing leaves its place."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

from learning.catalogue.api import cards_of_courses, share_image
from learning.catalogue.selectors.cards import CourseCard
from learning.catalogue.selectors.share_image import (
    BRAND_TOP,
    FACTS_TOP,
    HEIGHT,
    LABEL_TOP,
    LEFT,
    ROOM,
    TITLE_TOP,
    WIDTH,
)
from tenants.kernel.lettering import FONTS, JOINERS, Pen, runs
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import make_published_course

pytestmark = pytest.mark.django_db
# Slanted and curled strokes reach a little beyond what a letter is wide.
HAIR = 4
LONG_NAME = "Dr. Anantharaman Venkatasubramanian Krishnamurthy, Thiruvananthapuram and Chennai"
ENGLISH = (
    "Selling flats to first-time buyers in Pune and Nagpur: how to listen, qualify, present, answer "
    "objections about price and dates of possession, and how to close when two families have to agree 123"
)
HINDI = "क्षेत्रीय प्रबंधक की द्विभाषी पिच और ग्राहकों से बातचीत के बाद लंबी फ़ॉलोअप प्रक्रिया "
TAMIL = "விலை ஆட்சேபணைகளைக் கையாளுதல் மற்றும் வாடிக்கையாளர் நம்பிக்கையை வளர்ப்பதற்கான வழிமுறைகள் "
TELUGU = "మొదటి కాల్: ముప్పై సెకన్లు, కస్టమర్‌తో స్నేహపూర్వక సంభాషణ మరియు తదుపరి దశలు "
BENGALI = "দোকানে ক্রেতা এলে প্রথম দুই মিনিট: আপত্তি সামলানো ও বিশ্বাস গড়ে তোলার উপায়। "
Line = tuple[Pen, str, tuple[int, int, int, int]]


def two_hundred(text: str) -> str:
    """Return a title of 200 characters, ending where a letter with all its signs does."""
    whole = (text * 4)[:200]
    return whole + "।" if len(whole) < 200 else whole


@pytest.fixture
def card(public: TenantInfo) -> CourseCard:
    with in_tenant(public):
        course = make_published_course(title="A title")
        return cards_of_courses([course.id])[course.id]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Line]]:
    """Draw a card; return its lines in order, each with the box its ink has on a canvas of its own."""
    write = Pen.write

    def draw(card: CourseCard) -> list[Line]:
        lines: list[Line] = []

        def note(pen: Pen, canvas: Any, x: int, y: int, text: str, fill: Any) -> None:
            alone = Image.new("L", (WIDTH * 2, HEIGHT * 2))
            write(pen, ImageDraw.Draw(alone), x, y, text, 255)  # type: ignore[arg-type]
            lines.append((pen, text, alone.getbbox() or (x, y, x, y)))
            write(pen, canvas, x, y, text, fill)

        with monkeypatch.context() as patch:
            patch.setattr(Pen, "write", note)
            picture = Image.open(BytesIO(share_image(card, brand="Sales Mastery Hub")))
        assert (picture.size, picture.format) == ((WIDTH, HEIGHT), "PNG")
        return lines

    return draw


def assert_every_glyph(pen: Pen, text: str) -> None:
    """Hold each sign against the file of the font it is drawn with: none may come out as a box."""
    for item, run in runs(text, pen.stack):
        known = TTFont(FONTS / f"{item.name}.woff2").getBestCmap()
        missing = [one for one in run if known.get(ord(one), ".notdef") == ".notdef"]
        assert set(missing) <= JOINERS, (item.name, run)
        # A vowel sign without its letter is drawn on a dotted circle.
        assert not unicodedata.category(run[0]).startswith("M"), (item.name, run)


def assert_in_place(lines: list[Line]) -> None:
    """Hold the ink against the room of the label, the title, the facts and the brand."""
    label, *title, facts, brand = lines
    places = ((LABEL_TOP, TITLE_TOP), (TITLE_TOP, FACTS_TOP), (FACTS_TOP, BRAND_TOP))
    for (top, bottom), block in zip(
        (*places, (BRAND_TOP, HEIGHT)), ([label], title, [facts], [brand]), strict=True
    ):
        for pen, text, (left, upper, right, lower) in block:
            assert left >= LEFT - HAIR, (pen.size, text)
            assert right <= LEFT + ROOM + HAIR, (pen.size, text)
            assert top <= upper <= lower <= bottom + HAIR, (pen.size, text)


@pytest.mark.parametrize(
    ("title", "language", "written"),
    [
        ("Consultative Selling: First Call to Close", "en", None),
        ("₹10 lakh – “no” isn’t the end… 50% • Café & Co.", "en", None),
        ("Cafe\u0301 visits", "en", "Café visits"),
        ("क्षेत्रीय प्रबंधक की द्विभाषी पिच", "hi", None),
        ("विश्‍वास से बिक्री: ₹40 का CRM", "hi", None),
        ("விலை ஆட்சேபணைகளைக் கையாளுதல்", "ta", None),
        ("మొదటి కాల్: ముప్పై సెకన్లు", "te", None),
        ("కస్టమర్‌తో స్నేహపూర్వక సంభాషణ", "te", None),
        ("দোকানে ক্রেতা এলে প্রথম দুই মিনিট", "bn", None),
        # Of another script than its course, and of two.
        ("क्षेत्रीय प्रबंधक की द्विभाषी पिच और ग्राहकों से बातचीत", "en", None),
        ("CRM শেখা: প্রথম ধাপ", "en", None),
        # Four lines of a tall script at the largest size would stand on the facts.
        (HINDI.strip(), "hi", None),
        (TAMIL.strip(), "ta", None),
        (TELUGU.strip(), "te", None),
        (BENGALI.strip(), "bn", None),
        (two_hundred(ENGLISH), "en", None),
        (two_hundred(HINDI), "hi", None),
        (two_hundred(TAMIL), "ta", None),
        (two_hundred(TELUGU), "te", None),
        (two_hundred(BENGALI), "bn", None),
        # No font of ours has these signs: they go, with their joiners and the space they had.
        ("Close 🤝 in 5\ufe0f\u20e3 minutes 👩🏽\u200d💼 today", "en", "Close in 5 minutes today"),
        ("Selling مرحبا in Dubai", "en", "Selling in Dubai"),
        ("\u202eمرحبا😀 \u200d", "en", "Real estate"),
        # Words that are longer than a line.
        ("W" * 120, "en", None),
        ("W" * 200, "en", None),
        ("ग्राहकसंबंध" * 12, "hi", None),
        ("a " * 60, "en", None),
    ],
)
def test_every_title_can_be_drawn(
    card: CourseCard,
    drawn: Callable[..., list[Line]],
    title: str,
    language: str,
    written: str | None,
) -> None:
    changed = replace(card, title=title, language=language, industry="real_estate")
    lines = drawn(replace(changed, instructor_name=LONG_NAME))
    for pen, text, _box in lines:
        assert_every_glyph(pen, text)
    assert_in_place(lines)
    found = "".join(text for _pen, text, _box in lines[1:-2])
    assert found.replace(" ", "") == (written or title).replace(" ", "")


@pytest.mark.parametrize("text", [ENGLISH, HINDI, TAMIL, TELUGU, BENGALI, "W"])
def test_what_is_longer_than_any_title_ends_with_an_ellipsis(
    card: CourseCard, drawn: Callable[..., list[Line]], text: str
) -> None:
    lines = drawn(replace(card, title=(text * 600)[:600]))
    for pen, line, _box in lines:
        assert_every_glyph(pen, line)
    assert_in_place(lines)
    assert lines[-3][1].endswith("…")


def test_a_long_name_leaves_the_length_its_place(
    card: CourseCard, drawn: Callable[..., list[Line]]
) -> None:
    facts = drawn(replace(card, instructor_name=LONG_NAME, duration_seconds=5400))[-2][1]
    assert facts.startswith("Dr. Anantharaman Venkat")
    assert facts.endswith("… · 1 h 30 min")


def test_the_picture_speaks_the_courses_language_whoever_asks_first(card: CourseCard) -> None:
    mine = replace(card, title="विश्वास से बिक्री", language="hi")
    pictures = set()
    for language in ("en", "hi", "ta"):
        with translation.override(language):
            pictures.add(share_image(mine, brand="Sales Mastery Hub"))
    assert len(pictures) == 1
    assert share_image(replace(mine, language="en"), brand="Sales Mastery Hub") not in pictures

"""Words in pictures: what can be written of them, and where they may be cut."""

import pytest

from tenants.kernel.lettering import Pen, clusters, faces, is_tall, writable

STACK = faces("en", bold=True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("abc", ["a", "b", "c"]),
        ("ग्राहक", ["ग्रा", "ह", "क"]),
        ("कि", ["कि"]),
        ("க்ஷே", ["க்ஷே"]),
        ("విశ్వాస", ["వి", "శ్వా", "స"]),
        ("র‍্যাম", ["র‍্যা", "ম"]),
        ("", []),
    ],
)
def test_letters_keep_their_signs(text: str, pieces: list[str]) -> None:
    assert clusters(text) == pieces


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Cafe\u0301", "Café"),
        ("a 😀 b", "a b"),
        ("👩\u200d💼x", "x"),
        ("شَb", "b"),
        ("विश्\u200dवास", "विश्\u200dवास"),
        (" \u200c ", ""),
    ],
)
def test_what_no_font_has_goes_with_all_that_hangs_on_it(text: str, left: str) -> None:
    assert writable(text, STACK) == left


def test_a_line_is_cut_between_letters() -> None:
    pen = Pen(STACK, 40, 1.2)
    word = "ग्राहकसंबंध"
    assert pen.cut(word, pen.width(word)) == word
    for room in range(int(pen.width("ग्रा…")) + 1, int(pen.width(word)), 5):
        line = pen.cut(word, room)
        assert pen.width(line) <= room
        assert line.endswith("…")
        assert "".join(clusters(word)[: len(clusters(line)) - 1]) + "…" == line
        assert all(pen.width(one) <= room for one in pen.broken(word, room))
        assert "".join(pen.broken(word, room)) == word


def test_tall_scripts_are_known_by_their_letters() -> None:
    assert not is_tall("Plain – ₹40", STACK)
    assert is_tall("CRM সেখা", STACK)

"""Scripts side by side: what sounds alike is written alike."""

import pytest

from learning.catalogue.sounds import LETTERS, SIGNS, sounded


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("पाइपलाइन", "paiplain"),
        ("पाइपलाईन", "paiplain"),
        ("सफ़ाई", "spai"),
        ("ஆட்சேபணை", "atcepne"),
        ("ஆட்சேபனை", "atcepne"),
        ("కాల్", "kal"),
        ("ক্রেতা", "kreta"),
        ("२०२६", "2026"),
        ("Price list 9", "Price list 9"),
    ],
)
def test_sounds(text: str, letters: str) -> None:
    assert sounded(text) == letters


def test_no_sign_stands_twice() -> None:
    assert len(set(SIGNS)) == len(SIGNS) > len(LETTERS)

"""Names and addresses without what deceives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.plain_text import clean_address, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Asha \t Rao\n", "Asha Rao"),
        ("Su\u200bresh", "Suresh"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\ufeffMeena\u00ad", "Meena"),
        ("\u3164\u2800\u115f", ""),
        ("क्\u200dष", "क्\u200dष"),
        ("र्\u200cय", "र्\u200cय"),
        ("Ra\u200dvi", "Ravi"),
        ("é", "é"),
        ("Z" + "\u0301" * 40, unicodedata.normalize("NFC", "Z\u0301") + "\u0301" * 4),
        ("विनायक", "विनायक"),
        ("தமிழ்ச்செல்வி", "தமிழ்ச்செல்வி"),
        ("O’Neil-D'Souza, Jr.", "O’Neil-D'Souza, Jr."),
    ],
)
def test_names(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@given(st.text(max_size=60))
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") for c in once)


def test_addresses() -> None:
    assert clean_address(" Meena@Example.COM ") == "meena@example.com"
    assert clean_address("meena@müller.example") == "meena@xn--mller-kva.example"
    assert clean_address("meena@भारत.example") == "meena@xn--h2brj9c.example"


@pytest.mark.parametrize(
    "address",
    ["mi\u212ae@example.com", "mike@ex\u0430mple.com", "मीना@example.com", "a@" + "ü" * 80],
)
def test_addresses_that_deceive(address: str) -> None:
    with pytest.raises(ValueError, match=r"letters|scripts|domain"):
        clean_address(address)

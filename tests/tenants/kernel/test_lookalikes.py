"""Names that pass for other names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.lookalikes import (
    has_hidden_characters,
    looks_like_us,
    mixes_scripts,
    slug_skeleton,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acme", "acrne"), ("acme", "4cme"), ("acme", "a-c-m-e"), ("zenith", "zen1th"),
        ("zenith", "zen-ith"), ("wave", "vvave"), ("mill", "mi1l"), ("boost", "b00s7"),
    ],
)  # fmt: skip
def test_these_pass_for_each_other(one: str, other: str) -> None:
    assert slug_skeleton(one) == slug_skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("acme", "acne"), ("zenith", "zenit"), ("tata", "data")]
)
def test_these_do_not(one: str, other: str) -> None:
    assert slug_skeleton(one) != slug_skeleton(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=40))
def test_a_skeleton_of_single_letters_is_its_own_skeleton_once_pairs_are_gone(slug: str) -> None:
    skeleton = slug_skeleton(slug)
    assert "-" not in skeleton
    assert not set(skeleton) & set("0134578-9i")


@pytest.mark.parametrize(
    "name",
    [
        "Sales Mastery Hub", "SalesMasteryHub Support", "sales-mastery-hub", "Sales  Masterу Hub",
        "5ales Mastery Hub", "ＳａｌｅｓＭａｓｔｅｒｙＨｕｂ", "Sáles Mastery Hub", "SMH", "s.m.h.",
    ],
)  # fmt: skip
def test_these_are_taken_for_us(name: str) -> None:
    assert looks_like_us(name)


@pytest.mark.parametrize(
    "name", ["Mastery", "Acme Sales Hub", "विंध्य होम्स", "SMH Engineering", "Hub"]
)
def test_these_are_not(name: str) -> None:
    assert not looks_like_us(name)


@pytest.mark.parametrize(
    "name",
    ["Ac\u200bme", "Ac\u200dme", "\u202eemca", "Acme\u2066", "a\x00b", "\ufeffAcme", "a\u00adb"],
)
def test_what_is_not_seen_is_found(name: str) -> None:
    assert has_hidden_characters(name)


@pytest.mark.parametrize("name", ["Acme & Söhne", "विंध्य", "क्‍ष", "తెలుగు", "বাংলা", "தமிழ்"])
def test_scripts_that_need_joiners_keep_them(name: str) -> None:
    assert not has_hidden_characters(name)


def test_alphabets_are_mixed_within_no_word() -> None:
    assert mixes_scripts("Аcme")
    assert not mixes_scripts("Acme Москва")
    assert not mixes_scripts("Acme विंध्य")

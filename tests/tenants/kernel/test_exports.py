import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.exports import csv_rows, neutralise

EVIL = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("cell", EVIL)
def test_formulas_become_text(cell: str) -> None:
    assert neutralise(cell) == f"'{cell}"


@given(st.text())
def test_no_exported_cell_begins_like_a_formula(cell: str) -> None:
    assert not str(neutralise(cell)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers() -> None:
    assert (neutralise(-5), neutralise(None), neutralise("अनन्या")) == (-5, None, "अनन्या")


def test_csv_has_a_bom_and_every_cell() -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    body = b"".join(csv_rows(["Name", "At"], [['அனன்யா, "K"', moment], ["=1+1", None]]))
    assert body[:3] == b"\xef\xbb\xbf"
    assert list(csv.reader(io.StringIO(body[3:].decode()))) == [
        ["Name", "At"],
        ['அனன்யா, "K"', "2026-11-01T00:00:00+00:00"],
        ["'=1+1", ""],
    ]


def test_csv_comes_in_pieces_while_the_rows_are_read() -> None:
    read = 0

    def rows() -> Iterator[list[str]]:
        nonlocal read
        for n in range(20_000):
            read = n + 1
            yield [f"Person {n}", "அனன்யா"]

    pieces = csv_rows(["Name", "Also"], rows())
    first = next(pieces)
    assert read < 2_000
    rest = list(pieces)
    assert len(rest) < 100
    lines = list(csv.reader(io.StringIO(b"".join([first, *rest]).decode("utf-8-sig"))))
    assert lines == [
        ["Name", "Also"],
        *([f"Person {n}", "அனன்யா"] for n in range(20_000)),
    ]


def test_a_table_without_rows_has_its_header() -> None:
    assert b"".join(csv_rows(["Name"], [])) == b"\xef\xbb\xbfName\r\n"

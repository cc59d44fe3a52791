import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tenants.kernel.exports import csv_rows, neutralise, xlsx_chunks

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


def test_xlsx_opens_and_holds_no_formula() -> None:
    body = b"".join(xlsx_chunks(["Name", "Percent"], [["=1+1", 80], ["अनन्या", 100]]))
    sheet = load_workbook(io.BytesIO(body)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Name", "Percent"],
        ["'=1+1", 80],
        ["अनन्या", 100],
    ]
    assert sheet["A2"].data_type == "s"

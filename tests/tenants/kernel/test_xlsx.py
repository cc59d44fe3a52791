import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tenants.kernel.xlsx import CELL_CHARACTERS, xlsx_chunks


def book(*rows: list[Any], **options: Any) -> Any:
    return load_workbook(io.BytesIO(b"".join(xlsx_chunks(["Name", "At"], rows, **options))))


def lines(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet]


def test_it_opens_and_holds_no_formula() -> None:
    sheet = book(["=1+1", 80], ["अनन्या", 100]).active
    assert lines(sheet) == [["Name", "At"], ["'=1+1", 80], ["अनन्या", 100]]
    assert sheet["A2"].data_type == "s"


def test_a_header_like_a_formula_is_text() -> None:
    found = load_workbook(io.BytesIO(b"".join(xlsx_chunks(["=1+1"], [])))).active
    assert found is not None
    assert lines(found) == [["'=1+1"]]


def test_the_header_stays_in_sight_and_is_bold() -> None:
    sheet = book(["Asha", None]).active
    assert sheet.freeze_panes == "A2"
    assert (sheet["A1"].font.b, sheet["A2"].font.b) == (True, False)


def test_cells_keep_what_they_are() -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    sheet = book(
        [date(2026, 11, 30), datetime(2026, 11, 30, 23, 59, 58, tzinfo=kolkata)],
        [date(1900, 3, 1), datetime(2024, 2, 29, tzinfo=UTC)],
        [True, 2.5],
        [-3, None],
        ["", UUID(int=7)],
    ).active
    assert lines(sheet)[1:] == [
        [datetime(2026, 11, 30), datetime(2026, 11, 30, 23, 59, 58)],
        [datetime(1900, 3, 1), datetime(2024, 2, 29)],
        [True, 2.5],
        [-3, None],
        [None, "00000000-0000-0000-0000-000000000007"],
    ]
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == (
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm:ss",
    )


# Any text there is but single surrogates, which Postgres holds none of.
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back(text: str) -> None:
    sheet = book([f"x{text}", None]).active
    kept = "".join(one for one in text if one >= " " or one in "\t\n\r")
    kept = kept.replace("\ufffe", "").replace("\uffff", "")
    assert sheet["A2"].value == f"x{kept}"


def test_what_xml_has_no_character_for_is_left_out() -> None:
    assert book(["A\x00sha \x0bK\x1f", "\x01=1+1"]).active["A2"].value == "Asha K"


def test_a_formula_behind_such_a_character_is_text_too() -> None:
    assert book(["A", "\x01=1+1"]).active["B2"].value == "'=1+1"


def test_a_cell_is_no_longer_than_excel_opens() -> None:
    cell = book(["a" * (CELL_CHARACTERS + 5), None]).active["A2"].value
    assert len(cell) == CELL_CHARACTERS


@pytest.mark.parametrize(
    ("rows", "sheets"), [(0, [1]), (1, [2]), (3, [4]), (4, [4, 2]), (6, [4, 4]), (7, [4, 4, 2])]
)
def test_what_one_sheet_cannot_take_goes_to_the_next(rows: int, sheets: list[int]) -> None:
    found = book(*([f"Person {n}", n] for n in range(rows)), sheet_rows=4, title="Team")
    assert [sheet.max_row for sheet in found] == sheets
    assert [sheet.title for sheet in found] == ["Team", "Team1", "Team2"][: len(sheets)]
    assert all(lines(sheet)[0] == ["Name", "At"] for sheet in found)
    assert [row[1] for sheet in found for row in lines(sheet)[1:]] == list(range(rows))


def test_it_is_sent_while_the_rows_are_read() -> None:
    read = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal read
        for n in range(60_000):
            read = n + 1
            yield [f"Person {n * 7919 % 60_000}", n]

    pieces = xlsx_chunks(["Name", "At"], rows())
    first = next(pieces)
    assert 0 < read < 30_000
    whole = first + b"".join(pieces)
    assert ZipFile(io.BytesIO(whole)).testzip() is None
    sheet = load_workbook(io.BytesIO(whole), read_only=True).active
    assert sheet is not None
    assert sum(1 for _row in sheet.iter_rows()) == 60_001


def test_a_row_that_fails_leaves_no_file_that_opens() -> None:
    def rows() -> Iterator[list[Any]]:
        yield ["Asha", 1]
        raise OSError("the database went away")

    sent = []
    with pytest.raises(OSError, match="went away"):
        for piece in xlsx_chunks(["Name", "At"], rows()):
            sent.append(piece)
    assert sent == []

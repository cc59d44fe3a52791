"""Tables as CSV and XLSX, safe to open in a spreadsheet program."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Cells starting so are formulas to spreadsheet programs (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CHUNK_BYTES = 64 * 1024


def neutralise(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet program takes it for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class _Echo:
    """A file whose `write` returns what was written, so that csv makes one line at a time."""

    def write(self, line: str) -> str:
        return line


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a CSV file line by line: UTF-8 with a BOM, which Excel needs to read Indian scripts."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    yield writer.writerow([neutralise(cell) for cell in header]).encode()
    for row in rows:
        yield writer.writerow([_plain(neutralise(cell)) for cell in row]).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def xlsx_chunks(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "Export"
) -> Iterator[bytes]:
    """Yield an XLSX file in pieces; rows go to disk one by one, never all into memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([_text(sheet, cell) for cell in header])
    for row in rows:
        sheet.append([_text(sheet, _cell(cell)) for cell in row])
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as handle:
        book.save(handle.name)
        while chunk := handle.read(_CHUNK_BYTES):
            yield chunk


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return str(value) if isinstance(value, UUID) else value


def _text(sheet: Any, value: Any) -> Any:
    """Strings as typed text cells: openpyxl would otherwise make `=…` a formula."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=neutralise(value))
    cell.data_type = "s"
    return cell

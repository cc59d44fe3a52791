"""Tables as XLSX, sent while they are still being read: a sheet of any length takes the memory of a few rows.

A workbook is a zip of XML parts (ECMA-376, Office Open XML). openpyxl writes all of them but the rows, and
only when the last row is known; the rows are written here, row by row, into a zip that nobody seeks in.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font

from tenants.kernel.exports import neutralise

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows of a sheet and characters of a cell that Excel opens ("Excel specifications and limits").
SHEET_ROWS, CELL_CHARACTERS = 1_048_576, 32_767
_CHUNK_BYTES = 64 * 1024
_ROWS_AT_ONCE = 200
# Rows differ little, so the fastest of zlib's levels leaves a fifth more than the one it takes by default.
_DEFLATE_LEVEL = 1
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="{columns}" width="18" customWidth="1"/></cols><sheetData>'
)
_FOOT = "</sheetData></worksheet>"
# What XML 1.0 (section 2.2) has no character for, not even escaped.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A carriage return would come back as a line feed (XML 1.0, section 2.11).
_ESCAPED = {"\r": "&#13;"}
_FORMATS = ("General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
_PLAIN, _DATE, _DATETIME, _BOLD = range(4)
# Day 0 of the calendar that Excel counts in: it takes 1900 for a leap year (ECMA-376, part 1, 18.17.4.1).
_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAY_SECONDS = 86_400


class _Sink(io.RawIOBase):
    """Where the zip goes: what was written since it was last asked for. It cannot be sought in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self.size += len(self._parts[-1])
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """Return what was written, and forget it."""
        whole = b"".join(self._parts)
        self._parts, self.size = [], 0
        return whole


def xlsx_chunks(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str = "Export",
    sheet_rows: int = SHEET_ROWS,
) -> Iterator[bytes]:
    """Yield an XLSX file in pieces while `rows` are read.

    Args:
        header: names of the columns; they stay in sight and head every sheet.
        rows: cells are None, bool, int, float, `date`, `datetime` (its wall time is written) or
            anything else as text, which never becomes a formula.
        title: of the sheet.
        sheet_rows: how many rows a sheet takes, the header with them; the others go to a further one.
    """
    sink, left, sheets = _Sink(), iter(rows), 0
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=_DEFLATE_LEVEL) as archive:
        # The first sheet is there even when there is no row.
        ahead: list[Sequence[Any]] | None = []
        while ahead is not None:
            sheets += 1
            room = sheet_rows - 1 - len(ahead)
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                part.write(_HEAD.format(columns=max(1, len(header))).encode())
                part.write(_row(header, _BOLD).encode())
                part.write("".join(_row(row) for row in ahead).encode())
                while room > 0 and (batch := list(islice(left, min(room, _ROWS_AT_ONCE)))):
                    room -= len(batch)
                    part.write("".join([_row(row) for row in batch]).encode())
                    if sink.size >= _CHUNK_BYTES:
                        yield sink.taken()
                part.write(_FOOT.encode())
            ahead = list(islice(left, 1)) or None
        for name, content in _other_parts(title, sheets):
            archive.writestr(name, content)
    yield sink.taken()


def _row(cells: Iterable[Any], style: int = _PLAIN) -> str:
    return f"<row>{''.join([_cell(value, style) for value in cells])}</row>"


def _cell(value: Any, style: int) -> str:
    """Return a cell's XML. Where it stands is not said: without `r`, it is the next one of its row."""
    if value is None or value == "":
        return "<c/>"
    kind = type(value)
    if kind is bool:
        return f'<c t="b"><v>{value:d}</v></c>'
    if kind is int or kind is float:
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, date):
        days = value.toordinal() - _DAY_ZERO
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f'<c s="{_DATETIME}"><v>{days + seconds / _DAY_SECONDS!r}</v></c>'
        return f'<c s="{_DATE}"><v>{days}</v></c>'
    text = escape(neutralise(_NO_XML.sub("", str(value)))[:CELL_CHARACTERS], _ESCAPED)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _other_parts(title: str, sheets: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what a workbook of so many sheets has beside their rows."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = title[:31]
    for _further in range(sheets - 1):
        book.create_sheet(title[:28])
    for column, number_format in enumerate(_FORMATS, start=1):
        first.cell(1, column).number_format = number_format
    first.cell(1, len(_FORMATS) + 1).font = Font(bold=True)
    whole = io.BytesIO()
    book.save(whole)
    with ZipFile(whole) as source:
        for name in source.namelist():
            if not name.startswith("xl/worksheets/"):
                yield name, source.read(name)

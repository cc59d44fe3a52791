"""Tables as CSV, safe to open in a spreadsheet program; `xlsx.py` makes workbooks."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

CSV_TYPE = "text/csv; charset=utf-8"
# Cells starting so are formulas to spreadsheet programs (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CHUNK_CHARACTERS = 32 * 1024


def neutralise(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet program takes it for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with a BOM, which Excel needs to read Indian scripts.

    A piece is many lines: each is a chunk of the answer to every server on its way.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    lines.write("\ufeff")
    writer.writerow([neutralise(cell) for cell in header])
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
        if lines.tell() >= _CHUNK_CHARACTERS:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def _plain(value: Any) -> Any:
    """Return what csv writes of a cell: text in which nothing is a formula, moments as ISO 8601."""
    if isinstance(value, str):
        return neutralise(value)
    return value.isoformat() if isinstance(value, date | datetime) else value

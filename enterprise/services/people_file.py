"""Reads a file of people, CSV or XLSX, line by line. Whatever is wrong with it is said, never guessed."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from enterprise.services.people_encoding import Encoding, delimiter_of, encoding_of
from enterprise.services.people_headings import has_name, meanings
from tenants.kernel.errors import Invalid

MOST_ROWS = 10_000
MOST_COLUMNS = 500
LONGEST_CELL = 1_000
# Of everything inside an XLSX file once unpacked. A real list of 10,000 people needs some 10 MB.
MOST_UNPACKED_BYTES = 150 * 1024**2
_MOST_ENTRIES = 500
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class FileLine:
    """One line below the headings: its number in the file, its values by field, its surplus cells."""

    line: int
    values: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True)
class PeopleFile:
    """A file that can be read: headings with the field of each, what was noticed, and its lines."""

    columns: list[tuple[str, str]]
    notes: list[dict[str, Any]]
    lines: Iterator[FileLine]


def read_people_file(file: BinaryIO, *, size_bytes: int) -> PeopleFile:
    """Open a file of people.

    Args:
        file: seekable, at its beginning. `lines` reads on from it, so it has to stay open.
        size_bytes: of the file, against UPLOAD_LIMITS_BYTES["people"].

    Raises:
        Invalid: (`file`) when it is too large, no table, or has no column of names. Reading `lines`
            raises it, too: for more than MOST_ROWS rows, or a file that breaks off.

    """
    most = settings.UPLOAD_LIMITS_BYTES["people"]
    if size_bytes > most:
        raise _bad(
            _("This file is %(size)s; at most %(most)s are read. Split it into several files.")
            % {"size": filesizeformat(size_bytes), "most": filesizeformat(most)},
            "too_large",
        )
    head = file.read(64 * 1024)
    file.seek(0)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise _bad(_("This file is empty."), "empty")
    if head.startswith(b"PK\x03\x04"):
        return _people_file(_xlsx_cells(file), [])
    if head.startswith(_OLD_EXCEL):
        raise _bad(
            _(
                "This is an Excel file of the old kind (.xls). Save it as .xlsx or CSV and try again."
            ),
            "old_excel",
        )
    encoding = encoding_of(file, head)
    if encoding is None:
        raise _not_a_table()
    return _people_file(_csv_cells(file, encoding), encoding.notes)


def _people_file(cells: Iterator[tuple[int, list[str]]], notes: list[dict[str, Any]]) -> PeopleFile:
    headings: list[str] = []
    for _line, found in cells:
        if any(found):
            headings = found
            break
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise _bad(_("This file is empty."), "empty")
    if len(headings) > MOST_COLUMNS:
        raise _bad(
            _("This file has %(count)d columns; at most %(most)d are read.")
            % {"count": len(headings), "most": MOST_COLUMNS},
            "too_many_columns",
        )
    fields = meanings(headings)
    if not has_name(fields):
        raise _bad(
            _(
                "No column of names was found. The first row has to hold headings, one of them "
                "“Name”. Found: %(found)s."
            )
            % {"found": ", ".join(f"“{h[:40]}”" for h in headings[:8]) or "–"},
            "no_name_column",
        )
    unused = sum(1 for field in fields if not field)
    if unused:
        notes = [*notes, {"code": "columns_unused", "count": unused}]
    return PeopleFile(list(zip(headings, fields, strict=True)), notes, _lines(cells, fields))


def _lines(cells: Iterator[tuple[int, list[str]]], fields: list[str]) -> Iterator[FileLine]:
    count = 0
    for line, found in cells:
        if not any(found):
            continue
        count += 1
        if count > MOST_ROWS:
            raise _bad(
                _("This file has more than %(most)d people. Split it into several files.")
                % {"most": MOST_ROWS},
                "too_many_rows",
            )
        values = {field: cell for field, cell in zip(fields, found, strict=False) if field}
        first, last = values.pop("first_name", ""), values.pop("last_name", "")
        if not values.get("name"):
            values["name"] = f"{first} {last}".strip()
        surplus = sum(1 for cell in found[len(fields) :] if cell)
        yield FileLine(line, values, surplus)


def _csv_cells(file: BinaryIO, encoding: Encoding) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(
        io.BufferedReader(_Unclosed(file)), encoding=encoding.name, newline="", errors="replace"
    )
    delimiter = delimiter_of(text)
    text.seek(0)
    # Strict: an unclosed quotation mark would swallow the lines after it without a word.
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _bad(
                _("Line %(line)d cannot be read: its quotation marks do not match.")
                % {"line": before + 1},
                "broken_csv",
            ) from None
        yield before + 1, [_tidy(cell) for cell in row]
        before = reader.line_num


def _xlsx_cells(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES:
            raise _bad(
                _(
                    "Unpacked, this workbook is larger than a list of people can be. Save it as CSV."
                ),
                "bomb",
            )
        file.seek(0)
        # `data_only`: what a formula came to, as the person sees it, not the formula.
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except Invalid:
        raise
    except Exception:
        raise _not_a_table() from None
    # Some programs write a wrong size into the sheet; openpyxl would believe it.
    sheet.reset_dimensions()
    return _sheet_rows(book, sheet)


def _sheet_rows(book: Any, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_tidy(_as_text(value)) for value in row[: MOST_COLUMNS + 1]]
    except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile, EOFError):
        raise _not_a_table() from None
    finally:
        book.close()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        # Excel keeps every number as a fraction: an employee id 1017 is 1017.0 to it.
        return str(int(value))
    return str(value)


def _tidy(cell: str) -> str:
    """Return a cell on one line, without what cannot be stored."""
    return " ".join(cell.replace("\x00", "").replace("\ufeff", "").split())[: LONGEST_CELL + 1]


class _Unclosed(io.RawIOBase):
    """A file that stays open when the text around it is thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _not_a_table() -> Invalid:
    return _bad(
        _(
            "This file is neither CSV nor XLSX. Export the list from your spreadsheet as one of these."
        ),
        "not_a_table",
    )


def _bad(message: str, code: str) -> Invalid:
    return Invalid(message, field="file", code=code)

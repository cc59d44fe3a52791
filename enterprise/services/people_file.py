"""Reads a file of people, CSV or XLSX, line by line. Whatever is wrong with it is said, never guessed."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from enterprise.services.people_encoding import Encoding, delimiter_of, encoding_of
from enterprise.services.people_workbook import TooMuch, rows_of
from tenants.kernel.errors import Invalid

MOST_ROWS = 50_000
MOST_COLUMNS = 500
SAMPLES = 3
LONGEST_CELL = 1_000
# Of everything inside an XLSX file once unpacked. A real list of 10,000 people needs some 10 MB, and
# packs ten to thirty times smaller; a part of more than a megabyte that packs better than this holds
# nothing but the same few bytes.
MOST_UNPACKED_BYTES = 150 * 1024**2
MOST_RATIO = 200
_RATIO_FROM_BYTES = 1024**2
# Letters in one line of a CSV file: MOST_COLUMNS long cells.
LONGEST_LINE = 512 * 1024
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
    """A file that can be read: its headings, what was noticed, and the cells below by line number."""

    headings: list[str]
    notes: list[dict[str, Any]]
    cells: Iterator[tuple[int, list[str]]]


def open_people_file(file: BinaryIO, *, size_bytes: int) -> PeopleFile:
    """Open a file of people.

    Args:
        file: seekable, at its beginning. `cells` reads on from it, so it has to stay open.
        size_bytes: of the file, against UPLOAD_LIMITS_BYTES["people"].

    Raises:
        Invalid: (`file`) when it is too large or no table. Reading `cells` raises it, too, for a file
            that breaks off.

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
    cells = iter(cells)
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
    return PeopleFile(headings, notes, cells)


def lines_of(cells: Iterator[tuple[int, list[str]]], fields: Sequence[str]) -> Iterator[FileLine]:
    """Yield the lines below the headings, one at a time, blank ones left out.

    Args:
        cells: of a PeopleFile.
        fields: the field of each column, "" for a column that is not imported.

    Raises:
        Invalid: (`file`) for more than MOST_ROWS lines.

    """
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
    reader = csv.reader(_text_lines(text), delimiter=delimiter, strict=True)
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


def _text_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield lines of a sane length: a line of a million cells would become a million strings."""
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise _bad(
                _(
                    "Line %(line)d is far too long for a list of people; at most %(most)d columns are read."
                )
                % {"line": number, "most": MOST_COLUMNS},
                "too_many_columns",
            )
        yield line


def _xlsx_cells(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook; openpyxl and what it rests on stumble in many ways over what is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
        if _is_bomb(entries):
            raise TooMuch
        file.seek(0)
        for number, row in rows_of(file):
            yield number, [_tidy(_as_text(value)) for value in row[: MOST_COLUMNS + 1]]
    except TooMuch:
        raise _bad(
            _("Unpacked, this workbook is larger than a list of people can be. Save it as CSV."),
            "bomb",
        ) from None
    except Exception:
        raise _not_a_table() from None


def _is_bomb(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether unpacking would make more than a list of people can be.

    The sizes are the archive's own word; `zipfile` never yields more than it, so a lie breaks off.
    """
    unpacked = sum(entry.file_size for entry in entries)
    return (
        len(entries) > _MOST_ENTRIES
        or unpacked > MOST_UNPACKED_BYTES
        or any(
            entry.file_size > _RATIO_FROM_BYTES
            and entry.file_size > MOST_RATIO * max(1, entry.compress_size)
            for entry in entries
        )
    )


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

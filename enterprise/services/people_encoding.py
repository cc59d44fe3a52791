"""How the letters and columns of a CSV file are written. Pure functions over its beginning."""

import codecs
import csv
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

_DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 256 * 1024


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and what the admin should know about the choice."""

    name: str
    notes: list[dict[str, Any]] = field(default_factory=list)


def encoding_of(file: BinaryIO, head: bytes) -> Encoding | None:
    """Return how a file's letters are written, or None when it is no text.

    A byte order mark decides; without one UTF-16 shows by its zero bytes and UTF-8 by being valid
    to the end. What is left is what Excel calls "CSV" on Windows: one byte a letter.

    Args:
        file: seekable; put back to its beginning.
        head: its first bytes.

    """
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if head.count(0) * 10 > len(head) * 3:
        # Latin letters in UTF-16 are zero in every second byte: which one tells the order.
        return Encoding("utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le")
    if 0 in head:
        return None
    if _is_utf8(file):
        return Encoding("utf-8")
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return None
    return Encoding("cp1252", [{"code": "windows_letters"}])


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def delimiter_of(text: TextIO) -> str:
    """Return what parts the columns: what cuts the first filled line into the most cells."""
    while line := text.readline(_BLOCK):
        if line.strip():
            counts = {mark: _cells(line, mark) for mark in _DELIMITERS}
            return max(_DELIMITERS, key=lambda mark: counts[mark])
    return ","


def _cells(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        # A cell longer than csv takes: whatever parts this line, it is not this mark.
        return 0

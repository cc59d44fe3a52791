"""Reads the first sheet of a workbook row by row, holding no more of it than a row.

openpyxl understands the format; what it would hold of a sheet, or make of one that was written to harm, is done
here another way. It builds the table of shared strings as objects, and keeps an emptied element of each row; it
makes up every row that a sheet leaves out, which a single row far down turns into hours; and a sheet without a
size it reads to its end before the first row is asked for. Some parts it reads whole: those may be small only.
The XML parser (expat, 2.4.1 or newer) fetches nothing and refuses entities that multiply; a test holds it to that.
"""

from array import array
from collections.abc import Generator, Iterator, Sequence
from typing import Any, BinaryIO, overload
from xml.etree.ElementTree import XMLParser, iterparse
from zipfile import ZipFile

from openpyxl.packaging.relationship import get_rels_path
from openpyxl.reader.excel import ExcelReader, _find_workbook_part  # type: ignore[attr-defined]
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_STYLE,
    SHARED_STRINGS,
    SHEET_MAIN_NS,
)

# As far down as a sheet can go (ISO/IEC 29500; Excel's own limit).
LAST_ROW = 1_048_576
# Of a part that is read whole: what kinds of files there are, the list of sheets, the formats of numbers.
MOST_OF_A_PART = 4 * 1024**2
# Of all different texts in the workbook, and of one of them.
MOST_TEXTS, MOST_TEXT_BYTES, LONGEST_TEXT = 1_000_000, 32 * 1024**2, 1_001
_BLOCK = 64 * 1024
_SHEET_DATA, _ROW = f"{{{SHEET_MAIN_NS}}}sheetData", f"{{{SHEET_MAIN_NS}}}row"
_ITEM, _TEXT, _PHONETIC = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "rPh"))


class TooMuch(Exception):
    """The workbook holds more than a list of people can."""


class Texts(Sequence[str]):
    """The shared strings of a workbook, end to end in one piece of memory."""

    def __init__(self) -> None:
        self._all = bytearray()
        self._ends = array("L", [0])

    def add(self, text: str) -> None:
        """Take one more in, its end cut off where no cell is that long.

        Raises:
            TooMuch: when there are too many.
        """
        self._all += text[:LONGEST_TEXT].encode("utf-8", "replace")
        self._ends.append(len(self._all))
        if len(self._ends) > MOST_TEXTS or len(self._all) > MOST_TEXT_BYTES:
            raise TooMuch

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return the text that a cell names by its number."""
        if isinstance(index, slice) or not 0 <= index < len(self):
            raise IndexError(index)
        return self._all[self._ends[index] : self._ends[index + 1]].decode()


def rows_of(file: BinaryIO) -> Iterator[tuple[int, list[Any]]]:
    """Yield the number of each row of the first sheet, and its values.

    Rows that the sheet leaves out, and those that stand above one before them, are passed over.

    Args:
        file: seekable; has to stay open.

    Raises:
        TooMuch: when it holds more than a list of people can.
        Exception: of openpyxl, zipfile or the XML parser, whichever stumbles first, for what is no workbook.
    """
    package = _Package(file)
    package.begin()
    before = 0
    for number, cells in package.rows():
        if number > LAST_ROW:
            raise TooMuch
        if number > before:
            before = number
            yield number, _values(cells)


def _values(cells: Sequence[dict[str, Any]]) -> list[Any]:
    width = max((cell["column"] for cell in cells), default=0)
    values: list[Any] = [None] * width
    for cell in cells:
        values[cell["column"] - 1] = cell["value"]
    return values


class _Package(ExcelReader):
    """openpyxl's reader of a workbook, up to the rows of its first sheet."""

    def __init__(self, file: BinaryIO) -> None:
        # `data_only`: what a formula came to, as the person sees it, not the formula.
        super().__init__(file, read_only=True, data_only=True, keep_links=False)

    def begin(self) -> None:
        """Read everything but the sheets."""
        self._require_small(ARC_CONTENT_TYPES)
        self.read_manifest()
        workbook = _find_workbook_part(self.package).PartName[1:]
        for part in (workbook, get_rels_path(workbook), ARC_STYLE):
            self._require_small(part)
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.read_strings()

    def read_strings(self) -> None:
        """Read the table of shared strings a block at a time."""
        part = self.package.find(SHARED_STRINGS)
        self.texts = _read_texts(self.archive, part.PartName[1:]) if part is not None else Texts()

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield the rows of the first sheet as openpyxl understands them."""
        first = next(
            rel.target
            for _sheet, rel in self.parser.find_sheets()
            if "chartsheet" not in rel.Type and rel.target in self.valid_files
        )
        book: Any = self.wb
        with self.archive.open(first) as source:
            yield from _Rows(
                source,
                self.texts,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            ).parse()

    def _require_small(self, part: str) -> None:
        if part in self.valid_files and self.archive.getinfo(part).file_size > MOST_OF_A_PART:
            raise TooMuch


class _Rows(WorkSheetParser):
    """openpyxl's reader of a sheet, for its rows alone, and without remembering them."""

    def parse(self) -> Generator[Any, None, None]:
        """Yield number and cells of each row; nothing behind the rows is read."""
        data = None
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314  (see above)
            if element.tag == _SHEET_DATA:
                if event == "end":
                    return
                data = element
            elif event == "end" and element.tag == _ROW and data is not None:
                yield self.parse_row(element)
                data.clear()
                self.row_dimensions.clear()


def _read_texts(archive: ZipFile, part: str) -> Texts:
    target = _TextTarget()
    parser = XMLParser(target=target)  # noqa: S314  (see above)
    with archive.open(part) as source:
        while block := source.read(_BLOCK):
            parser.feed(block)
    parser.close()
    return target.texts


class _TextTarget:
    """Takes down the text of each shared string; of how it is read aloud, nothing."""

    def __init__(self) -> None:
        self.texts = Texts()
        self._said: list[str] = []
        self._letters = 0
        self._is_text = self._is_phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _ITEM:
            self._said, self._letters = [], 0
        elif tag == _PHONETIC:
            self._is_phonetic = True
        elif tag == _TEXT:
            self._is_text = not self._is_phonetic

    def data(self, text: str) -> None:
        if self._is_text and self._letters < LONGEST_TEXT:
            self._said.append(text)
            self._letters += len(text)

    def end(self, tag: str) -> None:
        if tag == _ITEM:
            self.texts.add("".join(self._said).replace("x005F_", ""))
        elif tag == _PHONETIC:
            self._is_phonetic = False
        elif tag == _TEXT:
            self._is_text = False

    def close(self) -> None:
        """Nothing is left open."""

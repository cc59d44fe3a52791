"""Workbooks made to burst whoever unpacks them: valid ones that are too much, and ones that lie about their sizes."""

import io
import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from enterprise.models import PeopleImport, PeopleImportRow
from enterprise.services import people_upload as upload_service
from enterprise.services import people_workbook
from enterprise.services.people_file import (
    LONGEST_CELL,
    MOST_UNPACKED_BYTES,
    lines_of,
    open_people_file,
)
from tenants.accounts.api import Role, User
from tenants.kernel import storage
from tenants.kernel.errors import Invalid
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
SHEET = "xl/worksheets/sheet1.xml"
MEMORY_BYTES = 16 * 1024**2
_END = b"</sheetData>"


class Outgoing(io.RawIOBase):
    """A file that cannot be gone back in, as a network is: sizes follow the data they are of."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._file.write(data)  # type: ignore[arg-type]


def _people(count: int) -> bytes:
    """Return rows of a sheet with so many people, one in twenty random: three gigabytes of it are a hundred."""
    known = random.Random(1)
    row = b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = [row % known.randbytes(12).hex().encode() for _ in range(count // 20)]
    return b"".join([*rows, row % (b"ab" * 12) * (count - len(rows))])


def burst(path: Path, *, unpacked: int, said: int | None = None, says_sum: bool = False) -> Path:
    """Write a workbook that any spreadsheet program would open, with a sheet of so many bytes.

    Args:
        path: where to.
        unpacked: how many bytes the sheet has, at least.
        said: how many the directory says it has; by default the truth.
        says_sum: whether the directory's checksum is that of the first `said` bytes.
    """
    book = Workbook()
    book.active.append(["Name"])
    whole = io.BytesIO()
    book.save(whole)
    rows, begun = _people(10_000), b""
    with (
        zipfile.ZipFile(whole) as source,
        path.open("wb") as file,
        zipfile.ZipFile(Outgoing(file), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,  # type: ignore[call-overload]
    ):
        for entry in source.infolist():
            with target.open(entry.filename, "w") as part:
                content = source.read(entry)
                if entry.filename == SHEET:
                    head, _, _tail = content.partition(_END)
                    begun = head + rows
                    part.write(head)
                    for _ in range(-(-unpacked // len(rows))):
                        part.write(rows)
                    content = content[len(head) :]
                part.write(content)
        if said is not None:
            lie = target.getinfo(SHEET)
            lie.file_size = said
            lie.CRC = zlib.crc32(begun[:said]) if says_sum else lie.CRC
    return path


@contextmanager
def little_memory() -> Iterator[None]:
    """Fail when what happens inside holds more memory at once than one batch of people needs."""
    tracemalloc.start()
    try:
        yield
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY_BYTES, f"{peak:,} bytes"


def refused(path: Path) -> str:
    with path.open("rb") as file, little_memory(), pytest.raises(Invalid) as caught:
        opened = open_people_file(file, size_bytes=path.stat().st_size)
        for _line in lines_of(opened.cells, ["name"]):
            pass
    assert caught.value.field == "file"
    return str(caught.value.code)


def test_a_workbook_of_this_make_is_read_when_it_is_small(tmp_path: Path) -> None:
    path = burst(tmp_path / "people.xlsx", unpacked=1)
    with path.open("rb") as file:
        opened = open_people_file(file, size_bytes=path.stat().st_size)
        assert sum(1 for _ in lines_of(opened.cells, ["name"])) == 10_000


def test_true_sizes_are_believed(tmp_path: Path) -> None:
    """It packs as well as a list of people does, so nothing but its size is wrong."""
    path = burst(tmp_path / "people.xlsx", unpacked=MOST_UNPACKED_BYTES + 1)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo(SHEET)
        assert sheet.flag_bits & 0x08  # written as it came: the local header says nothing
        assert MOST_UNPACKED_BYTES < sheet.file_size < 100 * sheet.compress_size
    assert refused(path) == "bomb"


@pytest.mark.parametrize("says_sum", [False, True])
@pytest.mark.parametrize("said", [400, 50_000])
def test_a_forged_size_is_all_that_is_unpacked(tmp_path: Path, said: int, says_sum: bool) -> None:
    """Half a sheet, whether or not its checksum is forged, too, is no list of people."""
    path = burst(
        tmp_path / "people.xlsx", unpacked=MOST_UNPACKED_BYTES, said=said, says_sum=says_sum
    )
    assert refused(path) == "not_a_table"


def test_entities_that_multiply_are_not_multiplied(tmp_path: Path) -> None:
    """A kilobyte of XML that stands for a gigabyte ("billion laughs")."""
    path = burst(tmp_path / "people.xlsx", unpacked=1)
    laughs = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 50) for n in range(8)
    )
    sheet = b'<?xml version="1.0"?><!DOCTYPE worksheet [' + laughs + b"]>"
    sheet += (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += b'<row><c t="inlineStr"><is><t>Name</t></is></c></row>'
    sheet += b'<row><c t="inlineStr"><is><t>&l7;</t></is></c></row></sheetData></worksheet>'
    laughing = tmp_path / "laughing.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(laughing, "w") as target:
        for entry in source.infolist():
            target.writestr(
                entry.filename, sheet if entry.filename == SHEET else source.read(entry)
            )
    assert refused(laughing) == "not_a_table"


def _with(path: Path, parts: dict[str, bytes], types: bytes = b"") -> Path:
    """Put parts into a small workbook, or in the place of its own."""
    burst(path, unpacked=1)
    with zipfile.ZipFile(path) as source:
        before = {name: source.read(name) for name in source.namelist()}
    kinds = "[Content_Types].xml"
    before[kinds] = before[kinds].replace(b"</Types>", types + b"</Types>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in (before | parts).items():
            target.writestr(name, content)
    return path


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
_NAME = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
_STRINGS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TYPE = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/>' % _STRINGS
_SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def test_a_row_a_billion_lines_down_is_refused_at_once(tmp_path: Path) -> None:
    """Each row between would be made up, for hours."""
    far = b'<row r="1999999999"><c t="inlineStr"><is><t>Meena</t></is></c></row>'
    path = _with(tmp_path / "far.xlsx", {SHEET: _SHEET % (_NAME + far)})
    assert refused(path) == "bomb"


def test_rows_with_nothing_in_them_take_no_memory_and_have_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_workbook, "LAST_ROW", 65_536)
    known = random.Random(1)
    some = b"".join(b'<row ht="%d"/>' % known.getrandbits(60) for _ in range(4_096))
    path = _with(tmp_path / "blank.xlsx", {SHEET: _SHEET % (_NAME + some * 17)})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo(SHEET)
        assert sheet.file_size < 10 * sheet.compress_size
    assert refused(path) == "bomb"


def test_a_text_for_each_of_a_million_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_workbook, "MOST_TEXTS", 50_000)
    some = b"".join(b"<si><t>%d</t></si>" % number for number in range(50_000))
    path = _with(tmp_path / "texts.xlsx", {"xl/sharedStrings.xml": _SST % some}, _TYPE)
    assert refused(path) == "bomb"


def test_a_text_of_a_hundred_megabytes_is_cut_off(tmp_path: Path) -> None:
    known = random.Random(1)
    block = known.randbytes(16 * 1024).hex().encode() + b"a" * 2**20
    long = b"<si><t>Name</t></si><si><t>" + block * 100 + b"</t></si>"
    cells = b'<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    parts = {"xl/sharedStrings.xml": _SST % long, SHEET: _SHEET % cells}
    path = _with(tmp_path / "long.xlsx", parts, _TYPE)
    with path.open("rb") as file, little_memory():
        opened = open_people_file(file, size_bytes=path.stat().st_size)
        (line,) = lines_of(opened.cells, ["name"])
    assert len(line.values["name"]) == LONGEST_CELL + 1  # too long, as the page will say


@pytest.mark.parametrize(
    "part",
    ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"],
)
def test_what_is_read_whole_is_small(tmp_path: Path, part: str) -> None:
    known = random.Random(1)
    noise = b"<!--" + known.randbytes(3 * 1024**2).hex().encode() + b"-->"
    path = burst(tmp_path / "people.xlsx", unpacked=1)
    with zipfile.ZipFile(path) as source:
        content = source.read(part)
    assert refused(_with(path, {part: content + noise})) == "bomb"


def test_shared_texts_are_read_as_excel_writes_them(tmp_path: Path) -> None:
    """Plain, in runs of different letters, with how it is read aloud, with characters written as numbers."""
    texts = (
        b"<si><t>Name</t></si><si><r><t>Mee</t></r><r><rPr><b/></rPr><t>na</t></r></si>"
        b"<si><t>\xe5\xb1\xb1</t><rPh sb='0' eb='1'><t>yama</t></rPh></si><si/>"
        b"<si><t>_x005F_x</t></si>"
    )
    rows = b"".join(b'<row><c t="s"><v>%d</v></c></row>' % number for number in range(5))
    parts = {"xl/sharedStrings.xml": _SST % texts, SHEET: _SHEET % rows}
    path = _with(tmp_path / "people.xlsx", parts, _TYPE)
    with path.open("rb") as file:
        opened = open_people_file(file, size_bytes=path.stat().st_size)
        names = [(line.line, line.values["name"]) for line in lines_of(opened.cells, ["name"])]
    assert names == [(2, "Meena"), (3, "山"), (5, "_x")]


# What is left of it ---------------------------------------------------------------------------


def kept_files() -> list[str]:
    """Return the names of files kept for imports of the entered company."""
    try:
        return sorted(default_storage.listdir(storage.key_for("imports/people"))[1])
    except FileNotFoundError:
        return []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, "Unpacked, this workbook is larger than a list of people can be."),
        (400, "This file is neither CSV nor XLSX."),
    ],
)
def test_who_sends_one_is_told_and_nothing_is_kept(
    acme: TenantInfo, browser_of: Browser, tmp_path: Path, said: int | None, words: str
) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        before = kept_files()
    path = burst(tmp_path / "people.xlsx", unpacked=MOST_UNPACKED_BYTES + 1, said=said)
    sent = SimpleUploadedFile("people.xlsx", path.read_bytes())
    answer = browser_of(acme, admin).post("/manage/people/import/", {"file": sent})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with in_tenant(acme):
        assert (PeopleImport.objects.count(), User.objects.count()) == (0, 1)
        assert (kept_files(), AuditEntry.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_what_only_breaks_off_later_leaves_no_row_of_it(
    acme: TenantInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first rows are good, so a job reads the rest; half-way it is no workbook any more."""
    monkeypatch.setattr(upload_service, "READ_AT_ONCE_BYTES", 10)
    path = burst(tmp_path / "people.xlsx", unpacked=2 * 1024**2, said=500_000)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        with path.open("rb") as file:
            row = upload_service.upload_people(
                file=file, file_name=path.name, size_bytes=path.stat().st_size, actor=admin
            )
        assert row.state == "reading"
        upload_service.read_people(import_id=row.id, actor_id=admin.id)
        row.refresh_from_db()
        assert (row.state, "neither CSV nor XLSX" in row.error) == ("mapping", True)
        assert (PeopleImportRow.objects.count(), User.objects.count()) == (0, 1)

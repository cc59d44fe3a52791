"""Files of people as they come: every program writes them differently."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from enterprise.services import people_file
from enterprise.services.people_file import FileLine, PeopleFile, lines_of, open_people_file
from enterprise.services.people_headings import guess_columns
from tenants.kernel.errors import Invalid

TEXT = "Name,Email,Department\nMeena Iyer,meena@example.com,Inside sales\nमीना,mina@example.com,\n"
EXPECTED = [
    FileLine(2, {"name": "Meena Iyer", "email": "meena@example.com", "department": "Inside sales"}),
    FileLine(3, {"name": "मीना", "email": "mina@example.com", "department": ""}),
]


def read(content: bytes) -> PeopleFile:
    return open_people_file(io.BytesIO(content), size_bytes=len(content))


def fields(headings: list[str]) -> list[str]:
    return [guess.field for guess in guess_columns(headings)]


def lines(content: bytes) -> list[FileLine]:
    opened = read(content)
    return list(lines_of(opened.cells, fields(opened.headings)))


def refusal(content: bytes) -> Invalid:
    with pytest.raises(Invalid) as caught:
        lines(content)
    assert caught.value.field == "file"
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_letters_columns_and_line_ends(encoding: str, delimiter: str, newline: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", newline)
    assert lines(text.encode(encoding)) == EXPECTED


def test_windows_letters_are_read_and_noted() -> None:
    found = read("Name;Email\nJosé Peña;jose@example.com\n".encode("cp1252"))
    assert [cells[0] for _line, cells in found.cells] == ["José Peña"]
    assert found.notes == [{"code": "windows_letters"}]


def test_two_hundred_columns() -> None:
    headings = ["Name", "Email", *(f"Extra {n}" for n in range(198))]
    row = ["Meena", "meena@example.com", *("x" for _ in range(198))]
    found = lines(f"{','.join(headings)}\n{','.join(row)}\n".encode())
    assert found == [FileLine(2, {"name": "Meena", "email": "meena@example.com"})]


def test_more_columns_than_any_list_has() -> None:
    assert refusal(",".join(["Name"] * 501).encode() + b"\nA").code == "too_many_columns"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("E-Mail ID", "email"),
        (" OFFICIAL EMAIL ID ", "email"),
        ("Emp. Code", "employee_id"),
        ("Designation", "job_title"),
        ("Dept.", "department"),
        ("Full_Name", "name"),
        ("पूरा नाम", "name"),
        ("ई-मेल", "email"),
        ("மின்னஞ்சல்", "email"),
        ("విభాగం", "department"),
        ("পদ", "job_title"),
    ],
)
def test_headings_as_people_write_them(heading: str, field: str) -> None:
    found = read(f"Name of nothing,First Name,{heading}\na,b,c\n".encode())
    assert fields(found.headings)[2] == field


def test_first_and_last_names_are_joined() -> None:
    found = lines(b"First name,Last name\nMeena,Iyer\nMadonna,\n")
    assert [line.values["name"] for line in found] == ["Meena Iyer", "Madonna"]


def test_lines_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    text = 'Name,Job title\n\n"Meena\nIyer",Lead\n,\nRavi,"a ""quoted"" one"\n'
    found = lines(text.encode())
    assert [(line.line, line.values["name"]) for line in found] == [(3, "Meena Iyer"), (6, "Ravi")]
    assert found[1].values["job_title"] == 'a "quoted" one'


def test_cells_beyond_the_headings_are_counted() -> None:
    assert lines(b"Name,Email\nIyer, Meena,meena@example.com,,x\n")[0].surplus == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n ,, \r\n", "empty"),
        (b"\xff\xfe", "empty"),
        (b'Name\n"Meena\nRavi\nAsha\n', "broken_csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not_a_table"),
        (b"\x00\x01\x02\x03Name\x00" + b"abcdefgh" * 4, "not_a_table"),
        (b"PK\x03\x04 this only begins like a workbook", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, "old_excel"),
    ],
)
def test_what_is_no_list_of_people(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_too_many_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_file, "MOST_ROWS", 3)
    assert len(lines(b"Name\na\nb\nc\n")) == 3
    assert refusal(b"Name\na\nb\nc\nd\n").code == "too_many_rows"


def test_an_oversized_file_is_not_even_opened(settings) -> None:
    settings.UPLOAD_LIMITS_BYTES = {"people": len(TEXT.encode())}
    assert lines(TEXT.encode()) == EXPECTED
    assert refusal(TEXT.encode() + b" ").code == "too_large"


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook() -> None:
    content = workbook(
        [
            ["Name", "Email", "Employee ID"],
            ["Meena Iyer", "meena@example.com", 1017.0],
            [None],
            ["मीना"],
        ]
    )
    first, second = lines(content)
    assert first == FileLine(
        2, {"name": "Meena Iyer", "email": "meena@example.com", "employee_id": "1017"}
    )
    assert (second.line, second.values["name"]) == (4, "मीना")


def test_formulas_are_text_in_csv_and_never_run() -> None:
    found = lines(b'Name,Job title\n=cmd(),"=HYPERLINK(""http://evil"")"\n')
    assert found[0].values == {"name": "=cmd()", "job_title": '=HYPERLINK("http://evil")'}


def test_a_workbook_that_unpacks_into_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook([["Name"], ["x" * 30_000]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    assert len(content) < unpacked
    monkeypatch.setattr(people_file, "MOST_UNPACKED_BYTES", unpacked)
    assert len(lines(content)) == 1
    monkeypatch.setattr(people_file, "MOST_UNPACKED_BYTES", unpacked - 1)
    assert refusal(content).code == "bomb"


def test_a_workbook_cut_off() -> None:
    content = workbook([["Name"], ["Meena"]])
    assert refusal(content[: len(content) // 2]).code == "not_a_table"


# Attacks --------------------------------------------------------------------------------------


def bomb(path: Path, *, entry_bytes: int, entries: int = 1) -> int:
    """Write a workbook whose sheets unpack to far more than they weigh; return its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(entries):
            with archive.open(f"xl/worksheets/sheet{number + 1}.xml", "w") as sheet:
                for _ in range(entry_bytes // 2**20):
                    sheet.write(b" " * 2**20)
    return path.stat().st_size


def test_a_real_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """Three hundred kilobytes that unpack to three hundred megabytes: 1 to 1,000, as deflate can."""
    path = tmp_path / "bomb.xlsx"
    size = bomb(path, entry_bytes=300 * 2**20)
    assert size < 400 * 1024
    tracemalloc.start()
    try:
        with path.open("rb") as file, pytest.raises(Invalid) as caught:
            open_people_file(file, size_bytes=size)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "bomb"
    assert peak < 5 * 2**20


def test_many_small_bombs_under_the_cap_are_refused_by_their_ratio(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    size = bomb(path, entry_bytes=20 * 2**20, entries=3)
    with path.open("rb") as file, pytest.raises(Invalid) as caught:
        open_people_file(file, size_bytes=size)
    assert caught.value.code == "bomb"


def test_a_million_columns() -> None:
    assert refusal(b"Name," * 1_000_000 + b"\nMeena\n").code == "too_many_columns"
    assert refusal(b"Name\n" + b"x," * 1_000_000 + b"\n").code == "too_many_columns"


def test_nulls_after_the_beginning_are_taken_out() -> None:
    filler = "".join(f"Person {n},x\n" for n in range(8_000)).encode()
    content = b"Name,Job title\n" + filler + b"Mee\x00na,Lead\n"
    assert len(content) > 64 * 1024
    assert lines(content)[-1].values == {"name": "Meena", "job_title": "Lead"}


def test_formulas_in_a_workbook_are_what_they_came_to_never_code() -> None:
    content = workbook([["Name", "Job title"], ["Meena", '=HYPERLINK("http://evil.example")']])
    # Nobody computed it, so the cell is empty; the formula itself is never read.
    assert lines(content)[0].values == {"name": "Meena", "job_title": ""}

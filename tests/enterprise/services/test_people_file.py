"""Files of people as they come: every program writes them differently."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from enterprise.services import people_file
from enterprise.services.people_file import FileLine, PeopleFile, read_people_file
from tenants.kernel.errors import Invalid

TEXT = "Name,Email,Department\nMeena Iyer,meena@example.com,Inside sales\nमीना,mina@example.com,\n"
EXPECTED = [
    FileLine(2, {"name": "Meena Iyer", "email": "meena@example.com", "department": "Inside sales"}),
    FileLine(3, {"name": "मीना", "email": "mina@example.com", "department": ""}),
]


def read(content: bytes) -> PeopleFile:
    return read_people_file(io.BytesIO(content), size_bytes=len(content))


def lines(content: bytes) -> list[FileLine]:
    return list(read(content).lines)


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
    assert [line.values["name"] for line in found.lines] == ["José Peña"]
    assert found.notes == [{"code": "windows_letters"}]


def test_two_hundred_columns() -> None:
    headings = ["Name", "Email", *(f"Extra {n}" for n in range(198))]
    row = ["Meena", "meena@example.com", *("x" for _ in range(198))]
    found = read(f"{','.join(headings)}\n{','.join(row)}\n".encode())
    assert list(found.lines) == [FileLine(2, {"name": "Meena", "email": "meena@example.com"})]
    assert found.notes == [{"code": "columns_unused", "count": 198}]


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
    ],
)
def test_headings_as_people_write_them(heading: str, field: str) -> None:
    found = read(f"Name of nothing,First Name,{heading}\na,b,c\n".encode())
    assert found.columns[2] == (heading.strip(), field)


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
        (b"Mail,Team\na@example.com,x\n", "no_name_column"),
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

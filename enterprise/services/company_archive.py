"""The archive itself: a ZIP with every table twice (JSON Lines and CSV), every file, and a README.

Rows and files pass through one by one, so memory does not grow with the company. Tables are read one after
the other; in a company that is closed nothing changes meanwhile.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db import transaction

from enterprise.selectors.export_tables import Table, tables
from tenants.kernel import storage
from tenants.kernel.clock import local, now
from tenants.kernel.exports import csv_rows
from tenants.schemas import current_schema, current_tenant

# Where archives lie among the company's files; they are not put into one another.
FOLDER = "company-exports"
_ROWS_AT_ONCE = 2000
_FILES_AT_ONCE = 25
_TABLES_PERCENT = 70
Tell = Callable[[int, str], None]

_README = """\
{name}: everything kept at Sales Mastery Hub, as of {when}

data/<table>.jsonl   one JSON object a line, complete
data/<table>.csv     the same for spreadsheets: UTF-8, moments in UTC (ISO 8601). Cells that a
                     spreadsheet would take for a formula begin with an apostrophe.
files/...            uploads, videos, certificates, logos, under the keys that the tables name

Left out: passwords and other secrets, sign-in codes and sessions, and work under way.
Ids are the same in every table: a column named <thing>_id holds the id of a row of that thing.

Tables
"""


@dataclass
class Counts:
    """How much there is in an archive."""

    rows: int = 0
    files: int = 0


def write_archive(path: Path, *, tell: Tell) -> Counts:
    """Write the entered company's archive.

    Args:
        path: of the file to be written.
        tell: called with percent and what is being done.

    Returns:
        How many rows and files it holds.
    """
    counts, all_tables = Counts(), tables()
    with ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        archive.writestr("README.txt", _readme(all_tables))
        for number, table in enumerate(all_tables):
            tell(number * _TABLES_PERCENT // len(all_tables), table.name)
            counts.rows += _write_table(archive, table, path.with_name("table.csv"))
        keys = [key for key in storage.walk() if not key.startswith(_own_folder())]
        for number, key in enumerate(keys):
            if number % _FILES_AT_ONCE == 0:
                tell(_TABLES_PERCENT + number * (100 - _TABLES_PERCENT) // len(keys), "files")
            counts.files += _write_file(archive, key)
    return counts


def _write_table(archive: ZipFile, table: Table, draft: Path) -> int:
    count = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        with (
            transaction.atomic(),
            archive.open(f"data/{table.name}.jsonl", "w", force_zip64=True) as lines,
        ):
            for row in table.rows().iterator(chunk_size=_ROWS_AT_ONCE):
                count += 1
                whole = dict(zip(table.columns, row, strict=True))
                lines.write(json.dumps(whole, ensure_ascii=False, default=str).encode() + b"\n")
                yield tuple(_cell(value) for value in row)

    with draft.open("wb") as handle:
        handle.writelines(csv_rows(table.columns, rows()))
    archive.write(draft, f"data/{table.name}.csv")
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return (
        value
        if isinstance(value, date | datetime | str | int | float | bool | None)
        else str(value)
    )


def _write_file(archive: ZipFile, key: str) -> int:
    info = ZipInfo(f"files/{key.partition('/')[2]}", local(now(), "UTC").timetuple()[:6])
    # Pictures, videos and PDFs are compressed already.
    info.compress_type = ZIP_STORED
    try:
        with (
            storage.open_file(key) as source,
            archive.open(info, "w", force_zip64=True) as target,
        ):
            shutil.copyfileobj(source, target, 1024 * 1024)
    except FileNotFoundError:
        # Removed since the list was made.
        return 0
    return 1


def _own_folder() -> str:
    return f"{current_schema()}/{FOLDER}/"


def _readme(all_tables: list[Table]) -> str:
    company = current_tenant()
    when = f"{local(now(), company.time_zone):%Y-%m-%d %H:%M} {company.time_zone}"
    lines = [_README.format(name=company.name, when=when)]
    for table in all_tables:
        lines += [f"{table.name}: {table.about}", f"    {', '.join(table.columns)}", ""]
    return "\n".join(lines)

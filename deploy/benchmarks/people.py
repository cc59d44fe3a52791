"""Importing 10,000 people by CSV and XLSX, listing 50,000, a manager of 200 and of 10,000, a report of 100,000 enrolments: seconds, memory, CPU, queries."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from deploy.benchmarks import Figure, Scope
from deploy.local.home import REPOSITORY, Home
from deploy.local.keys import load_keys
from deploy.local.ports import free_ports
from deploy.local.services import Plan, await_services, launch_services
from deploy.local.stack import manage_command
from deploy.local.supervisor import Supervisor

FIRST_PORT = 26_300
# A tenth of the rows is imported, too; below some 300 the request itself does it, invitations and all.
SIZES, QUICK_SIZES = (10_000, 50_000), (4_000, 5_000)
REPORT, QUICK_REPORT = 100_000, 10_000  # enrolments in a manager's report
TEAM = 200  # people of one manager that design/speed.md speaks of
TEAMS = 100  # that the people of a file are spread over
# Memory that ten times the rows may take: one batch is held at a time, so only what is remembered of
# each row for the whole file grows (its keys, to tell repeated ones).
MEMORY_RATIO = 1.15


def measure(home: Path, scope: Scope) -> list[Figure]:
    """Import files into new companies, fill another one up, and ask for its pages; and a manager's of a third.

    Args:
        home: an empty folder.
        scope: its sizes are the rows imported, also the most people of one manager, and the people listed.

    Returns:
        Figures of the imports, of each kind of page, of the export, of the team page and of its report.
    """
    sizes = scope.sizes or (QUICK_SIZES if scope.quick else SIZES)
    rows, people = sizes[0], sizes[-1]
    samples = ("--samples", "5" if scope.quick else "20")
    place = Home(home / "stack")
    place.make()
    plan = Plan(place, free_ports(FIRST_PORT), load_keys(place.secrets), "deploy.settings.dev")
    with Supervisor(place, quiet=True) as supervisor:
        told = launch_services(plan, supervisor)
        await_services(plan, supervisor, told)
        environment = {**told, "SPARE_SCHEMAS": "0"}
        supervisor.run(manage_command("migrate_schemas"), environment)
        figures: list[Figure] = []
        for kind in ("csv", "xlsx"):
            figures += _imports(kind, rows, home, environment)
        figures += _ask(("team", str(min(TEAM, rows)), str(rows), *samples), environment)
        figures += _ask(("people", str(people), *samples), environment)
        figures += _ask(("report", str(QUICK_REPORT if scope.quick else REPORT)), environment)
    Home(home / "stack").forget()
    return figures


def _ask(part: tuple[str, ...], environment: dict[str, str]) -> list[Figure]:
    """Run a module of `inside/` in a process of its own, so that one's memory is not the other's."""
    answer = subprocess.run(
        [sys.executable, "-m", f"deploy.benchmarks.inside.{part[0]}", *part[1:]],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [Figure(**facts) for facts in json.loads(answer.stdout.splitlines()[-1])]


# Files of people ------------------------------------------------------------------------------


def _imports(kind: str, rows: int, home: Path, environment: dict[str, str]) -> list[Figure]:
    """Import a tenth of the rows and all of them; compare the memory that both took."""
    figures, peaks = [], []
    for n in (rows // 10, rows):
        path = home / f"people-{n}.{kind}"
        (_write_csv if kind == "csv" else _write_xlsx)(path, n)
        figures += _ask(("people_import", kind, str(n), str(path)), environment)
        peaks.append(figures[-1].measured)  # the last one
        path.unlink()
    name = f"import, {kind.upper()}: memory, ten times the rows"
    return [*figures, Figure(name, peaks[1], peaks[0], "MB", reach=MEMORY_RATIO, n=rows)]


def _lines(rows: int) -> Iterator[list[str]]:
    yield ["Name", "Email", "Employee ID", "Department", "Job title"]
    for n in range(rows):
        team = f"Team {n % TEAMS}"
        yield [f"Person {n} Kumar", f"p{n}@bench.example", f"E{n}", team, "Sales officer"]


def _write_csv(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(_lines(rows))


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TEXTS = "xl/sharedStrings.xml"
_TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def _write_xlsx(path: Path, rows: int) -> None:
    """Write a workbook as Excel does: each text once, in a table of its own, which cells name by number."""
    whole = io.BytesIO()
    Workbook().save(whole)
    numbers: dict[str, int] = {}
    with ZipFile(whole) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "[Content_Types].xml":
                said = f'<Override PartName="/{_TEXTS}" ContentType="{_TEXTS_TYPE}"/></Types>'
                content = content.replace("</Types>", said)
            if name.startswith("xl/worksheets/"):
                body = "".join(
                    f'<row r="{number}">'
                    + "".join(
                        f'<c t="s"><v>{numbers.setdefault(cell, len(numbers))}</v></c>'
                        for cell in line
                    )
                    + "</row>"
                    for number, line in enumerate(_lines(rows), start=1)
                )
                content = f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"
            target.writestr(name, content)
        texts = "".join(f"<si><t>{text}</t></si>" for text in numbers)
        target.writestr(_TEXTS, f"<sst {_MAIN}>{texts}</sst>")

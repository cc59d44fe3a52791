"""Imports as the admin sees them: what stood in the file, what is wrong with it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from enterprise.models import (
    READY,
    ColumnMeaning,
    Department,
    ImportState,
    PeopleImport,
    PeopleImportRow,
    RowFate,
)
from enterprise.selectors.people_problem import explain, explain_note
from enterprise.services.people_headings import FIELDS, guess_columns, squeeze
from enterprise.services.people_upload import progress_key
from tenants.accounts.api import Role, SeatUsage, seat_usage

PAGE_SIZE = 50
LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "department": gettext_lazy("Team"),
    "job_title": gettext_lazy("Job title"),
    "employee_id": gettext_lazy("Employee ID"),
    "role": gettext_lazy("Role"),
    "native_name": gettext_lazy("Name in own script"),
    "native_language": gettext_lazy("Language of that name"),
    "language": gettext_lazy("Page language"),
}


# What a column may be said to hold.
COLUMN_LABELS: dict[str, Promise] = {
    "name": LABELS["name"],
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    **{name: label for name, label in LABELS.items() if name != "name"},
}


@dataclass(frozen=True)
class ImportInfo:
    """One import; moments are UTC. `counts` are of its rows by fate."""

    id: UUID
    file_name: str
    state: str
    created_at: datetime
    created_by: str
    counts: dict[str, int]
    error: str
    creates_departments: bool
    updates_people: bool
    reactivates_people: bool
    sends_invitations: bool

    @property
    def is_open(self) -> bool:
        """Whether rows can still be corrected and imported."""
        return self.state == ImportState.OPEN

    @property
    def is_busy(self) -> bool:
        """Whether a job has it in hands."""
        return self.state in (ImportState.READING, ImportState.RUNNING)

    @property
    def is_mapping(self) -> bool:
        """Whether it waits for its columns to be said."""
        return self.state == ImportState.MAPPING

    @property
    def ready(self) -> int:
        """Rows that would make or change somebody."""
        return sum(self.counts.get(fate, 0) for fate in READY)

    @property
    def creates(self) -> int:
        """People who would be added."""
        return self.counts.get(RowFate.CREATE, 0)

    @property
    def updates(self) -> int:
        """People who are here and would be changed."""
        return self.counts.get(RowFate.UPDATE, 0)

    @property
    def reactivates(self) -> int:
        """Deactivated people who would be switched on."""
        return self.counts.get(RowFate.REACTIVATE, 0)

    @property
    def unchanged(self) -> int:
        """People who are here just as the file says."""
        return self.counts.get(RowFate.UNCHANGED, 0)

    @property
    def problems(self) -> int:
        """Rows that have to be corrected."""
        return self.counts.get(RowFate.PROBLEM, 0)

    @property
    def left_out(self) -> int:
        """Rows the admin left out."""
        return self.counts.get(RowFate.LEFT_OUT, 0)

    @property
    def imported(self) -> int:
        """Rows that went in."""
        return self.counts.get(RowFate.IMPORTED, 0)

    @property
    def total(self) -> int:
        """All rows of the file."""
        return sum(self.counts.values())

    @property
    def can_remap(self) -> bool:
        """Whether the columns can still be said anew."""
        return self.is_mapping or (self.is_open and not self.imported)


@dataclass(frozen=True)
class Cell:
    """A field of a row: its value, and what is wrong with it, if anything."""

    name: str
    label: str | Promise
    value: str
    problem: str


@dataclass(frozen=True)
class ImportRow:
    """One line of the file; `reasons` are whole sentences."""

    id: UUID
    line: int
    cells: tuple[Cell, ...]
    reasons: tuple[str, ...]
    person_id: UUID | None
    who: str
    changes: tuple[tuple[str | Promise, str, str], ...]


@dataclass(frozen=True)
class ImportOutlook:
    """What an import would do besides making people."""

    columns: tuple[str, ...]
    labels: tuple[str | Promise, ...]
    notes: tuple[str, ...]
    new_departments: tuple[str, ...]
    with_email: int
    seats: SeatUsage | None


def imports() -> list[ImportInfo]:
    """Return the latest twenty imports that were not put away. Two queries."""
    rows = PeopleImport.objects.exclude(state=ImportState.DISCARDED).select_related("created_by")
    latest = list(rows.order_by("-created_at", "-id")[:20])
    counts = _counts([row.id for row in latest])
    return [_info(row, counts.get(row.id, {})) for row in latest]


def people_import(import_id: UUID) -> ImportInfo | None:
    """Return one import, or None. Two queries."""
    row = PeopleImport.objects.select_related("created_by").filter(id=import_id).first()
    return _info(row, _counts([row.id]).get(row.id, {})) if row else None


def rows_done(import_id: UUID) -> int | None:
    """Return how many rows the import's job has done so far, if that is known."""
    done: int | None = cache.get(progress_key(import_id))
    return done


def _counts(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    rows = PeopleImportRow.objects.filter(people_import_id__in=ids).order_by()
    for import_id, fate, count in rows.values_list("people_import_id", "fate").annotate(
        n=Count("id")
    ):
        found.setdefault(import_id, {})[fate] = count
    return found


def _info(row: PeopleImport, counts: dict[str, int]) -> ImportInfo:
    return ImportInfo(
        id=row.id,
        file_name=row.file_name,
        state=row.state,
        created_at=row.created_at,
        created_by=row.created_by.display_name if row.created_by else "",
        counts=counts,
        error=row.error,
        creates_departments=row.creates_departments,
        updates_people=row.updates_people,
        reactivates_people=row.reactivates_people,
        sends_invitations=row.sends_invitations,
    )


@dataclass(frozen=True)
class Column:
    """A column of a file: its heading, some of its cells, and what it is taken for."""

    index: int
    heading: str
    samples: tuple[str, ...]
    field: str
    is_sure: bool


def columns_of(import_id: UUID) -> list[Column]:
    """Return an import's columns with what they are said or guessed to hold. Two queries."""
    row = PeopleImport.objects.get(id=import_id)
    headings = [heading for heading, _field in row.columns]
    words = {squeeze(heading)[:100] for heading in headings}
    known = dict(ColumnMeaning.objects.filter(heading__in=words).values_list("heading", "field"))
    guesses = guess_columns(headings, row.samples, known)
    return [
        Column(index, heading, tuple(sample), field, guess.is_sure)
        for index, ((heading, field), sample, guess) in enumerate(
            zip(row.columns, row.samples, guesses, strict=True)
        )
    ]


def outlook(import_id: UUID) -> ImportOutlook:
    """Return what the import would do as things are. Three queries and the seats."""
    row = PeopleImport.objects.get(id=import_id)
    columns = _shown(row.columns)
    pending = row.rows.filter(
        fate__in=[*READY, RowFate.PROBLEM], values__has_key="department"
    ).values_list("values__department", flat=True)
    known = {name.casefold() for name in Department.objects.values_list("name", flat=True)}
    missing = {
        str(n).casefold(): str(n)
        for n in pending.distinct()
        if n and str(n).casefold() not in known
    }
    with_email = row.rows.filter(fate=RowFate.CREATE, values__has_key="email")
    return ImportOutlook(
        columns=columns,
        labels=tuple(LABELS[name] for name in columns),
        notes=tuple(explain_note(note) for note in row.notes),
        new_departments=tuple(sorted(missing.values(), key=str.casefold)),
        with_email=with_email.exclude(values__email="").count(),
        seats=seat_usage(),
    )


def import_rows(
    import_id: UUID, fate: str, *, offset: int = 0, limit: int = PAGE_SIZE
) -> list[ImportRow]:
    """Return rows of one fate by line. Two queries."""
    named = _columns(import_id)
    rows = PeopleImportRow.objects.filter(people_import_id=import_id, fate=fate).order_by("line")
    return [_row(row, named) for row in rows[offset : offset + limit]]


def problem_lines(import_id: UUID) -> tuple[list[str], Iterator[list[str]]]:
    """Return header and lines of what was not imported, each with its reason, for a file.

    Headings and cells are those of the product, so that the corrected file can be uploaded as it is.
    """
    named = _columns(import_id)
    header = [_("Line"), *(str(LABELS[name]) for name in named), _("What to correct")]
    rows = PeopleImportRow.objects.filter(
        people_import_id=import_id, fate__in=[RowFate.PROBLEM, RowFate.LEFT_OUT]
    ).order_by("line")

    language = get_language()

    def lines() -> Iterator[list[str]]:
        for row in rows.iterator(chunk_size=500):
            # Lines are asked for after the request, and its language, are gone.
            with override(language):
                told = _row(row, named)
            values = [cell.value for cell in told.cells if cell.name in named]
            yield [str(told.line), *values, " ".join(told.reasons)]

    return header, lines()


def _columns(import_id: UUID) -> tuple[str, ...]:
    columns = PeopleImport.objects.values_list("columns", flat=True).get(id=import_id)
    return _shown(columns)


def _shown(columns: list[list[str]]) -> tuple[str, ...]:
    """Return the fields worth a column on the page: those of the file, and always name and address."""
    named = {field for _heading, field in columns if field}
    return tuple(name for name in FIELDS if name in named or name in ("name", "email"))


def _row(row: PeopleImportRow, columns: tuple[str, ...]) -> ImportRow:
    told: dict[str, str] = {}
    reasons = []
    for problem in row.problems:
        words = explain(problem["code"], problem["params"])
        told.setdefault(problem["field"], words)
        reasons.append(words)
    # A problem with a cell whose column the file lacks needs a place to be put right, too.
    shown = [name for name in FIELDS if name in columns or name in told]
    cells = tuple(
        Cell(name, LABELS[name], str(row.values.get(name, "")), told.get(name, ""))
        for name in shown
    )
    return ImportRow(
        row.id, row.line, cells, tuple(reasons), row.person_id, _who(row), _changes(row)
    )


def _who(row: PeopleImportRow) -> str:
    """Return how to name the person a row is about: as they are called now, else by their key."""
    before: list[Any] = row.changes.get("name") or []
    name = before[0] if before else row.values.get("name")
    return str(name or row.values.get("employee_id") or row.values.get("email") or "")


def _changes(row: PeopleImportRow) -> tuple[tuple[str | Promise, str, str], ...]:
    """Return label, before and after of what the row changes about somebody."""
    return tuple(
        (label, _said(name, pair[0]), _said(name, pair[1]))
        for name, label in LABELS.items()
        if (pair := row.changes.get(name))
    )


def _said(name: str, value: Any) -> str:
    if name == "role":
        return ", ".join(str(Role(one).label) for one in value) or str(Role.LEARNER.label)
    return str(value or "")

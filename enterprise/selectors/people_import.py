"""Imports as the admin sees them: what stood in the file, what is wrong with it, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from enterprise.models import Department, ImportState, PeopleImport, PeopleImportRow, RowFate
from enterprise.services.people_headings import FIELDS
from tenants.accounts.api import SeatUsage, seat_usage

PAGE_SIZE = 50
LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "department": gettext_lazy("Team"),
    "job_title": gettext_lazy("Job title"),
    "employee_id": gettext_lazy("Employee ID"),
    "role": gettext_lazy("Role"),
    "native_name": gettext_lazy("Name in own script"),
    "native_language": gettext_lazy("Language of that name"),
    "language": gettext_lazy("Page language"),
}


@dataclass(frozen=True)
class ImportInfo:
    """One import; moments are UTC."""

    id: UUID
    file_name: str
    state: str
    created_at: datetime
    created_by: str
    good: int
    problems: int
    left_out: int
    imported: int
    error: str
    creates_departments: bool
    sends_invitations: bool

    @property
    def is_open(self) -> bool:
        """Whether something can still be done with it."""
        return self.state == ImportState.OPEN

    @property
    def total(self) -> int:
        """All rows of the file."""
        return self.good + self.problems + self.left_out + self.imported


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
    """Return the latest twenty imports that were not put away. One query."""
    rows = _counted(PeopleImport.objects.exclude(state=ImportState.DISCARDED))
    return [_info(row) for row in rows.order_by("-created_at", "-id")[:20]]


def people_import(import_id: UUID) -> ImportInfo | None:
    """Return one import, or None. One query."""
    row = _counted(PeopleImport.objects.filter(id=import_id)).first()
    return _info(row) if row else None


def _counted(rows: QuerySet[PeopleImport]) -> QuerySet[PeopleImport]:
    counts = {
        fate.value: Count("rows", filter=Q(rows__fate=fate.value), distinct=True)
        for fate in RowFate
    }
    return rows.select_related("created_by").annotate(
        **{f"n_{name}": count for name, count in counts.items()}
    )


def _info(row: Any) -> ImportInfo:
    return ImportInfo(
        id=row.id,
        file_name=row.file_name,
        state=row.state,
        created_at=row.created_at,
        created_by=row.created_by.display_name if row.created_by else "",
        good=row.n_create,
        problems=row.n_problem,
        left_out=row.n_left_out,
        imported=row.n_imported,
        error=row.error,
        creates_departments=row.creates_departments,
        sends_invitations=row.sends_invitations,
    )


def outlook(import_id: UUID) -> ImportOutlook:
    """Return what the import would do as things are. Three queries and the seats."""
    row = PeopleImport.objects.get(id=import_id)
    named = [field for _heading, field in row.columns if field]
    columns = tuple(name for name in FIELDS if name in named or name in ("name", "email"))
    good = list(row.rows.filter(fate=RowFate.CREATE).values_list("values", flat=True))
    pending = list(
        row.rows.filter(fate__in=[RowFate.CREATE, RowFate.PROBLEM]).values_list(
            "values__department", flat=True
        )
    )
    known = {name.casefold() for name in Department.objects.values_list("name", flat=True)}
    missing = {str(n).casefold(): str(n) for n in pending if n and str(n).casefold() not in known}
    return ImportOutlook(
        columns=columns,
        labels=tuple(LABELS[name] for name in columns),
        notes=tuple(_note(note) for note in row.notes),
        new_departments=tuple(sorted(missing.values(), key=str.casefold)),
        with_email=sum(1 for values in good if values.get("email")),
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
    """Return header and lines of what was not imported, each with its reason, for a file."""
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
    return ImportRow(row.id, row.line, cells, tuple(reasons))


_WORDS: dict[str, Callable[[], str]] = {
    "name_missing": lambda: _("The name is missing."),
    "too_long": lambda: _("This is too long; at most %(most)s characters are kept."),
    "email_invalid": lambda: _("“%(value)s” is not an e-mail address."),
    "email_twice": lambda: _("%(value)s stands in line %(line)s already."),
    "email_here": lambda: _("%(value)s belongs to %(name)s, who is here already."),
    "number_twice": lambda: _("Employee ID %(value)s stands in line %(line)s already."),
    "number_here": lambda: _("Employee ID %(value)s belongs to %(name)s."),
    "role_unknown": lambda: _(
        "“%(value)s” is not a role. Write learner, manager, author or admin."
    ),
    "role_denied": lambda: _("Only an owner may import an owner."),
    "department_unknown": lambda: _("There is no team called %(value)s."),
    "department_archived": lambda: _(
        "The team %(value)s is archived. Restore it, or write another one."
    ),
    "native_language": lambda: _(
        "The language of the name in its own script is not known. "
        "Write hindi, marathi, tamil, telugu or bengali."
    ),
    "language_unknown": lambda: _(
        "“%(value)s” is not a page language. Write english, hindi, tamil, telugu or bengali."
    ),
    "no_seat": lambda: _("No seat is left for this person: %(free)s were free for the whole file."),
}


def explain(code: str, params: dict[str, Any]) -> str:
    """Return what is wrong with a row, as a sentence."""
    if code == "surplus":
        return ngettext(
            "This line has %(count)s cell more than there are headings. Are all in their place?",
            "This line has %(count)s cells more than there are headings. Are all in their place?",
            int(params["count"]),
        ) % {"count": params["count"]}
    return _WORDS[code]() % params


def _note(note: dict[str, Any]) -> str:
    if note["code"] == "columns_unused":
        return ngettext(
            "%(count)d column was not used.", "%(count)d columns were not used.", note["count"]
        ) % {"count": note["count"]}
    return _(
        "This file does not say how its letters are written; it was read as Windows text. "
        "Look at the names, and save it as “CSV UTF-8” if letters are wrong."
    )

"""Takes a file of people in: kept, its columns understood, its rows read and judged batch by batch."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import (
    READY,
    UNDECIDED,
    ColumnMeaning,
    ImportState,
    PeopleImport,
    PeopleImportRow,
    RowFate,
)
from enterprise.services.people_check import Judge, Verdict, read_known
from enterprise.services.people_file import SAMPLES, FileLine, lines_of, open_people_file
from enterprise.services.people_headings import (
    COLUMN_FIELDS,
    can_identify,
    guess_columns,
    squeeze,
)
from tenants.accounts.api import User, seat_usage
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import enqueue

# A larger file is read by a job, so that nobody waits in front of a white page.
READ_AT_ONCE_BYTES = 128 * 1024
BATCH = 1_000
_SAMPLE_LENGTH = 60
_PROGRESS_SECONDS = 3600


def upload_people(*, file: BinaryIO, file_name: str, size_bytes: int, actor: User) -> PeopleImport:
    """Keep a file and say what its columns mean; when all of them are known, look at its rows, too.

    Nobody is made yet. With a column that is not known the import waits for `set_columns`.

    Raises:
        Invalid: (`file`) when it cannot be read; nothing is kept then.

    """
    opened = open_people_file(file, size_bytes=size_bytes)
    samples = _samples(opened.headings, opened.cells)
    guesses = guess_columns(opened.headings, samples, _remembered(opened.headings))
    fields = [guess.field for guess in guesses]
    file.seek(0)
    key = storage.store(storage.fresh_name("imports/people", file_name), File(file))
    try:
        with transaction.atomic():
            row = PeopleImport.objects.create(
                file_name=file_name[:200],
                state=ImportState.MAPPING,
                file_key=key,
                size_bytes=size_bytes,
                columns=[list(pair) for pair in zip(opened.headings, fields, strict=True)],
                samples=samples,
                notes=opened.notes,
                created_by=actor,
                created_at=now(),
            )
            audit.record(
                "people.file_uploaded", actor=actor, target=row.file_name, target_id=row.id
            )
            if can_identify(fields) and all(guess.is_sure for guess in guesses):
                _begin_reading(row, actor)
    except Exception:
        storage.delete(key)
        raise
    return row


def set_columns(*, import_id: UUID, fields: Sequence[str], actor: User) -> PeopleImport:
    """Say what each column holds, remember it for the company's next file, and look at the rows.

    Args:
        import_id: the import; nothing of it imported yet.
        fields: one of COLUMN_FIELDS for each column, or "" for a column that is not imported.
        actor: who says so.

    Raises:
        Missing: when there is no such import.
        Conflict: when it is running, finished, or some of it is imported.
        Invalid: when a field is given twice, or people cannot be told apart by what is left.

    """
    with transaction.atomic():
        row = open_import(import_id, also=(ImportState.MAPPING,))
        if row.rows.filter(fate=RowFate.IMPORTED).exists():
            raise Conflict(_("Some of this file is imported already. Upload it again."))
        headings = [heading for heading, _field in row.columns]
        _check_fields(fields, headings)
        row.columns = [list(pair) for pair in zip(headings, fields, strict=True)]
        row.error = ""
        _remember(headings, fields)
        row.rows.all().delete()
        row.save(update_fields=["columns", "error"])
        _begin_reading(row, actor)
    return row


def read_people(*, import_id: UUID, actor_id: UUID) -> None:
    """Read the rows of a large file. For the job: a repeat does nothing, a bad file is told."""
    actor = User.objects.get(id=actor_id)
    told = ""
    with transaction.atomic():
        row = PeopleImport.objects.select_for_update().get(id=import_id)
        if row.state != ImportState.READING:
            return
        try:
            with transaction.atomic():
                _read(row, actor)
        except Invalid as error:
            told = error.message[:500]
        if told:
            PeopleImport.objects.filter(id=import_id).update(state=ImportState.MAPPING, error=told)


def reading_failed(*, import_id: UUID, actor_id: UUID) -> None:
    """Give a file back whose reading broke off, so that it is not read for ever."""
    PeopleImport.objects.filter(id=import_id, state=ImportState.READING).update(
        state=ImportState.MAPPING,
        error=_("Reading this file broke off. Nothing was kept of it; try again."),
    )


def open_import(import_id: UUID, *, also: Sequence[str] = ()) -> PeopleImport:
    """Return an import that can be worked on, locked.

    Raises:
        Missing: when there is no such import.
        Conflict: when it is being read, running or finished.

    """
    row = PeopleImport.objects.select_for_update().filter(id=import_id).first()
    if row is None:
        raise Missing(_("There is no such import."))
    if row.state in (ImportState.RUNNING, ImportState.READING):
        raise Conflict(_("This import is running. It can be changed again when it is done."))
    if row.state != ImportState.OPEN and row.state not in also:
        if row.state == ImportState.MAPPING:
            raise Conflict(_("Say first what the columns of this file hold."))
        raise Conflict(_("This import is finished. Upload the file again to go on."))
    return row


def judge_of(row: PeopleImport, actor: User | None) -> Judge:
    """Return somebody to look at an import's rows, from the first one on."""
    usage = seat_usage()
    return Judge(
        actor=actor,
        creates_departments=row.creates_departments,
        updates_people=row.updates_people,
        reactivates_people=row.reactivates_people,
        free_seats=usage.free if usage else None,
    )


def look_again(row: PeopleImport, actor: User | None) -> tuple[int, int]:
    """Decide every undecided row anew as things are now.

    Returns:
        How many rows are ready, and how many were decided otherwise before.

    """
    judge, ready, otherwise = judge_of(row, actor), 0, 0
    for lines in in_batches(row, UNDECIDED):
        changed = []
        for line, verdict in zip(lines, judge.look(lines, read_known(lines)), strict=True):
            ready += verdict.fate in READY
            if decide(line, verdict):
                changed.append(line)
        otherwise += len(changed)
        save_rows(changed)
    return ready, otherwise


def save_rows(lines: Sequence[PeopleImportRow]) -> None:
    """Write what was decided of rows that exist.

    As an upsert: `bulk_update` makes a CASE of every row and field, which takes five times as long.
    """
    PeopleImportRow.objects.bulk_create(
        lines,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["fate", "problems", "person_id", "changes"],
    )


def in_batches(row: PeopleImport, fates: Sequence[str]) -> Iterator[list[PeopleImportRow]]:
    """Yield an import's rows of some fates in the order of their lines, a batch at a time."""
    last = 0
    while lines := list(row.rows.filter(fate__in=fates, line__gt=last).order_by("line")[:BATCH]):
        last = lines[-1].line
        yield lines


def decide(line: PeopleImportRow, verdict: Verdict) -> bool:
    """Write a verdict into a row, unsaved; return whether it differs from the one before."""
    problems = [problem.as_json() for problem in verdict.problems]
    before = (line.fate, line.problems, line.person_id, line.changes)
    line.fate, line.problems = verdict.fate, problems
    line.person_id, line.changes = verdict.person_id, verdict.changes
    return before != (line.fate, line.problems, line.person_id, line.changes)


def note_progress(import_id: UUID, done: int) -> None:
    """Remember for the page how far a job is. Its own rows cannot be seen before it is done."""
    cache.set(progress_key(import_id), done, _PROGRESS_SECONDS)


def progress_key(import_id: UUID) -> str:
    """Return where `note_progress` keeps its number."""
    return f"people-import:{import_id}"


def _begin_reading(row: PeopleImport, actor: User) -> None:
    if row.size_bytes <= READ_AT_ONCE_BYTES:
        _read(row, actor)
        return
    row.state = ImportState.READING
    row.save(update_fields=["state"])
    note_progress(row.id, 0)
    enqueue("enterprise.read_people_file", import_id=row.id, actor_id=actor.id)


def _read(row: PeopleImport, actor: User) -> None:
    """Write down each line with its verdict; memory holds one batch at a time."""
    fields = [field for _heading, field in row.columns]
    judge, count = judge_of(row, actor), 0
    with storage.local_path(row.file_key) as path, Path(path).open("rb") as file:
        opened = open_people_file(file, size_bytes=row.size_bytes)
        lines = lines_of(opened.cells, fields)
        while batch := [_line(row, line) for line in islice(lines, BATCH)]:
            for line, verdict in zip(batch, judge.look(batch, read_known(batch)), strict=True):
                decide(line, verdict)
            PeopleImportRow.objects.bulk_create(batch, batch_size=BATCH)
            count += len(batch)
            note_progress(row.id, count)
    if not count:
        raise Invalid(
            _("There are headings in this file, but nobody below them."),
            field="file",
            code="no_rows",
        )
    row.state = ImportState.OPEN
    unused = sum(1 for field in fields if not field)
    row.notes = [note for note in row.notes if note["code"] != "columns_unused"]
    if unused:
        row.notes.append({"code": "columns_unused", "count": unused})
    row.save(update_fields=["state", "notes"])


def _line(row: PeopleImport, line: FileLine) -> PeopleImportRow:
    values: dict[str, Any] = {name: value for name, value in line.values.items() if value}
    if line.surplus:
        values["_surplus"] = str(line.surplus)
    return PeopleImportRow(people_import=row, line=line.line, values=values, fate=RowFate.PROBLEM)


def _samples(headings: Sequence[str], cells: Iterator[tuple[int, list[str]]]) -> list[list[str]]:
    """Return the first filled cells of each column."""
    found: list[list[str]] = [[] for _heading in headings]
    for _number, row in islice(cells, 20):
        for sample, cell in zip(found, row, strict=False):
            if cell and len(sample) < SAMPLES:
                sample.append(cell[:_SAMPLE_LENGTH])
    return found


def _check_fields(fields: Sequence[str], headings: Sequence[str]) -> None:
    named = [field for field in fields if field]
    if len(fields) != len(headings) or any(field not in COLUMN_FIELDS for field in named):
        raise Invalid(_("Choose for each column what it holds."))
    twice = next((field for field in named if named.count(field) > 1), "")
    if twice:
        raise Invalid(_("Two columns are said to hold the same. Choose one of them."), field=twice)
    if not can_identify(fields):
        raise Invalid(
            _("Say which column holds the name, the e-mail address or the employee ID."),
            code="no_key",
        )


def _remembered(headings: Sequence[str]) -> dict[str, str]:
    words = {_word(heading) for heading in headings}
    return dict(ColumnMeaning.objects.filter(heading__in=words).values_list("heading", "field"))


def _remember(headings: Sequence[str], fields: Sequence[str]) -> None:
    meanings = {_word(h): f for h, f in zip(headings, fields, strict=True) if _word(h)}
    ColumnMeaning.objects.bulk_create(
        [ColumnMeaning(heading=heading, field=field) for heading, field in meanings.items()],
        update_conflicts=True,
        unique_fields=["heading"],
        update_fields=["field"],
    )


def _word(heading: str) -> str:
    return squeeze(heading)[:100]

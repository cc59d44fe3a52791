"""Imports people from a file: read, show, correct, and then all that was agreed, at once."""

from collections.abc import Collection, Mapping
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import ImportState, PeopleImport, PeopleImportRow, RowFate
from enterprise.services import people_check
from enterprise.services.department import create_department
from enterprise.services.people_file import LONGEST_CELL, FileLine, read_people_file
from enterprise.services.people_headings import FIELDS
from tenants.accounts.api import (
    NewPerson,
    User,
    clean_email,
    create_people,
    invite_person,
    invited_addresses,
)
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import enqueue

# More people than this are written by a job, so that nobody waits in front of a white page.
AT_ONCE = 300
_BATCH = 1_000


def upload_people(*, file: BinaryIO, file_name: str, size_bytes: int, actor: User) -> PeopleImport:
    """Read a file and say what would become of each row. Nobody is made yet.

    Raises:
        Invalid: (`file`) when it cannot be read; nothing is kept then.

    """
    with transaction.atomic():
        read = read_people_file(file, size_bytes=size_bytes)
        row = PeopleImport.objects.create(
            file_name=file_name[:200],
            columns=[list(column) for column in read.columns],
            notes=read.notes,
            created_by=actor,
            created_at=now(),
        )
        lines = [_line(row, line) for line in read.lines]
        if not lines:
            raise Invalid(
                _("There are headings in this file, but nobody below them."),
                field="file",
                code="no_rows",
            )
        _judge(row, lines, actor)
        PeopleImportRow.objects.bulk_create(lines, batch_size=_BATCH)
        audit.record("people.file_uploaded", actor=actor, target=row.file_name, target_id=row.id)
    return row


def correct_rows(
    *,
    import_id: UUID,
    corrections: Mapping[UUID, Mapping[str, str]],
    left_out: Collection[UUID] = (),
    actor: User,
) -> PeopleImport:
    """Change cells of rows that are not imported yet, leave rows out, and look at all of them again.

    Args:
        import_id: the import.
        corrections: new values by row and field; fields not named stay.
        left_out: rows to leave out; those of them that are corrected come back.
        actor: who does it.

    Raises:
        Missing: when there is no such import.
        Conflict: when it is running or finished.

    """
    with transaction.atomic():
        row = _open(import_id)
        known = set(FIELDS)
        changed = []
        for line in row.rows.exclude(fate=RowFate.IMPORTED).filter(
            id__in=[*corrections, *left_out]
        ):
            before = dict(line.values)
            for name, value in corrections.get(line.id, {}).items():
                if name in known:
                    line.values[name] = " ".join(value.split())[: LONGEST_CELL + 1]
            if any(line.values.get(name, "") != before.get(name, "") for name in FIELDS):
                # Whoever put the cells right has seen what was left over beside them.
                line.values.pop("_surplus", None)
            line.fate = RowFate.LEFT_OUT if line.id in left_out else RowFate.PROBLEM
            changed.append(line)
        PeopleImportRow.objects.bulk_update(changed, ["values", "fate"], batch_size=_BATCH)
        _recheck(row, actor)
    return row


def set_options(*, import_id: UUID, creates_departments: bool, actor: User) -> PeopleImport:
    """Say whether departments that do not exist are made, and look at the rows again.

    Raises:
        Missing, Conflict: as `correct_rows` does.

    """
    with transaction.atomic():
        row = _open(import_id)
        row.creates_departments = creates_departments
        row.save(update_fields=["creates_departments"])
        _recheck(row, actor)
    return row


def discard_import(*, import_id: UUID, actor: User) -> None:
    """Put an import away; whom it made stays. Raises as `correct_rows` does."""
    with transaction.atomic():
        row = _open(import_id)
        row.state, row.finished_at = ImportState.DISCARDED, now()
        row.save(update_fields=["state", "finished_at"])
        audit.record("people.import_discarded", actor=actor, target=row.file_name, target_id=row.id)


def start_import(
    *, import_id: UUID, agreed: int, sends_invitations: bool, actor: User
) -> PeopleImport:
    """Import the good rows: at once, or by a job when there are many.

    Args:
        import_id: the import.
        agreed: how many people the admin was shown; another number now is a Conflict.
        sends_invitations: whether people with an address are invited.
        actor: who does it.

    Raises:
        Missing: when there is no such import.
        Conflict: when it is running or finished, or what was agreed no longer holds; nobody was
            made then.

    """
    with transaction.atomic():
        row = _open(import_id)
        row.sends_invitations, row.error = sends_invitations, ""
        row.save(update_fields=["sends_invitations", "error"])
        if agreed <= AT_ONCE:
            _import(row, agreed, actor)
            return row
        row.state = ImportState.RUNNING
        row.save(update_fields=["state"])
        enqueue(
            "enterprise.run_people_import",
            import_id=row.id,
            agreed=agreed,
            actor_id=actor.id,
        )
    return row


def run_import(*, import_id: UUID, agreed: int, actor_id: UUID) -> None:
    """Do what `start_import` put off. A repeat does nothing; a refusal is kept for the admin."""
    actor = User.objects.get(id=actor_id)
    refusal = ""
    with transaction.atomic():
        row = PeopleImport.objects.select_for_update().get(id=import_id)
        if row.state != ImportState.RUNNING:
            return
        try:
            with transaction.atomic():
                row.state = ImportState.OPEN
                _import(row, agreed, actor)
        except (Conflict, Invalid) as error:
            refusal = error.message[:500]
        if refusal:
            PeopleImport.objects.filter(id=import_id).update(state=ImportState.OPEN, error=refusal)


def _open(import_id: UUID) -> PeopleImport:
    row = PeopleImport.objects.select_for_update().filter(id=import_id).first()
    if row is None:
        raise Missing(_("There is no such import."))
    if row.state == ImportState.RUNNING:
        raise Conflict(_("This import is running. It can be changed again when it is done."))
    if row.state != ImportState.OPEN:
        raise Conflict(_("This import is finished. Upload the file again to go on."))
    return row


def _recheck(row: PeopleImport, actor: User | None) -> list[PeopleImportRow]:
    """Write down what is wrong with each row as things are now; return the good ones."""
    lines = list(row.rows.filter(fate__in=[RowFate.CREATE, RowFate.PROBLEM]).order_by("line"))
    changed = _judge(row, lines, actor)
    PeopleImportRow.objects.bulk_update(changed, ["fate", "problems"], batch_size=_BATCH)
    return [line for line in lines if line.fate == RowFate.CREATE]


def _judge(
    row: PeopleImport, lines: list[PeopleImportRow], actor: User | None
) -> list[PeopleImportRow]:
    """Set fate and problems of rows, unsaved; return those where something changed."""
    found = people_check.check_rows(
        lines,
        people_check.read_known(lines),
        creates_departments=row.creates_departments,
        actor=actor,
    )
    changed = []
    for line, problems in zip(lines, found, strict=True):
        fate = RowFate.PROBLEM if problems else RowFate.CREATE
        told = [problem.as_json() for problem in problems]
        if (line.fate, line.problems) != (fate, told):
            line.fate, line.problems = fate, told
            changed.append(line)
    return changed


def _line(row: PeopleImport, line: FileLine) -> PeopleImportRow:
    values = {name: value for name, value in line.values.items() if value}
    if line.surplus:
        values["_surplus"] = str(line.surplus)
    return PeopleImportRow(people_import=row, line=line.line, values=values, fate=RowFate.PROBLEM)


def _import(row: PeopleImport, agreed: int, actor: User) -> None:
    good = _recheck(row, actor)
    if len(good) != agreed or not good:
        raise Conflict(
            _("The list has changed since you looked at it. Look again; nobody was imported."),
            code="not_as_agreed",
        )
    departments = _departments(good, actor)
    people = [_person(line, departments) for line in good]
    create_people(people=people, actor=actor)
    row.rows.filter(fate=RowFate.CREATE).update(fate=RowFate.IMPORTED)
    if row.sends_invitations:
        # An invitation that is open already makes the same account, so it stays good.
        invited = invited_addresses(new.email for new in people)
        for new in people:
            if new.email and new.email not in invited:
                invite_person(
                    email=new.email, name=new.name, invited_by=actor, language=new.language
                )
    left = row.rows.filter(fate=RowFate.PROBLEM).exists()
    row.state = ImportState.OPEN if left else ImportState.DONE
    row.finished_at = None if left else now()
    row.save(update_fields=["state", "finished_at"])
    audit.record(
        "people.imported",
        actor=actor,
        target=row.file_name,
        target_id=row.id,
        changes={"people": len(people), "invited": row.sends_invitations},
    )


def _departments(good: list[PeopleImportRow], actor: User) -> dict[str, UUID]:
    """Return the departments' ids by name in lower case, making those that are missing."""
    known = dict(people_check.read_known([]).departments)
    for line in good:
        name = str(line.values.get("department", "")).strip()
        if name and name.casefold() not in known:
            known[name.casefold()] = create_department(name=name, actor=actor).id
    return known


def _person(line: PeopleImportRow, departments: dict[str, UUID]) -> NewPerson:
    values = line.values
    role = people_check.role_of(values)
    team = str(values.get("department", "")).strip().casefold()
    return NewPerson(
        name=str(values["name"]),
        email=clean_email(str(values.get("email", ""))),
        roles=(role,) if role else (),
        placement={"department_id": str(departments[team])} if team else {},
        native_name=str(values.get("native_name", "")),
        native_language=people_check.native_language_of(values) or "",
        language=people_check.language_of(values),
        job_title=str(values.get("job_title", "")),
        employee_id=str(values.get("employee_id", "")),
    )

"""Imports people from a file that was looked at: corrected, and then all that was agreed, at once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enterprise.models import (
    READY,
    Department,
    ImportState,
    PeopleImport,
    PeopleImportRow,
    RowFate,
)
from enterprise.services.department import create_department
from enterprise.services.people import invite_new_people
from enterprise.services.people_apply import apply_rows
from enterprise.services.people_file import LONGEST_CELL
from enterprise.services.people_headings import FIELDS
from enterprise.services.people_upload import (
    BATCH,
    in_batches,
    look_again,
    note_progress,
    open_import,
)
from enterprise.services.telling import tell_import_ended
from tenants.accounts.api import User
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, DomainError
from tenants.kernel.jobs import enqueue

# More people than this are written by a job, so that nobody waits in front of a white page.
AT_ONCE = 300
NOT_AS_AGREED = "not_as_agreed"


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
        row = open_import(import_id)
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
        PeopleImportRow.objects.bulk_update(changed, ["values", "fate"], batch_size=BATCH)
        look_again(row, actor)
    return row


def set_options(
    *,
    import_id: UUID,
    actor: User,
    creates_departments: bool | None = None,
    updates_people: bool | None = None,
    reactivates_people: bool | None = None,
) -> PeopleImport:
    """Say what the import may do besides adding people, and look at the rows again.

    Args:
        import_id: the import.
        actor: who does it.
        creates_departments: whether teams that do not exist are made; None leaves it as it is.
        updates_people: whether people who are here are changed.
        reactivates_people: whether deactivated people are switched on.

    Raises:
        Missing, Conflict: as `correct_rows` does.

    """
    with transaction.atomic():
        row = open_import(import_id)
        for name, value in (
            ("creates_departments", creates_departments),
            ("updates_people", updates_people),
            ("reactivates_people", reactivates_people),
        ):
            if value is not None:
                setattr(row, name, value)
        row.save(update_fields=["creates_departments", "updates_people", "reactivates_people"])
        look_again(row, actor)
    return row


def discard_import(*, import_id: UUID, actor: User) -> None:
    """Put an import away; whom it made stays. Raises as `correct_rows` does."""
    with transaction.atomic():
        row = open_import(import_id, also=(ImportState.MAPPING,))
        row.state, row.finished_at = ImportState.DISCARDED, now()
        row.save(update_fields=["state", "finished_at"])
        _forget_file(row)
        audit.record("people.import_discarded", actor=actor, target=row.file_name, target_id=row.id)


def start_import(
    *, import_id: UUID, agreed: int, sends_invitations: bool, actor: User
) -> PeopleImport:
    """Import the rows that are ready: at once, or by a job when there are many.

    Args:
        import_id: the import.
        agreed: how many rows the admin was shown as ready; another number now is a Conflict.
        sends_invitations: whether new people with an address are invited.
        actor: who does it.

    Raises:
        Missing: when there is no such import.
        Conflict: when it is running or finished, or what was agreed no longer holds; nobody was
            made then.

    """
    try:
        with transaction.atomic():
            row = open_import(import_id)
            row.sends_invitations, row.error = sends_invitations, ""
            row.save(update_fields=["sends_invitations", "error"])
            if agreed <= AT_ONCE:
                _import(row, agreed, actor)
                return row
            row.state = ImportState.RUNNING
            row.save(update_fields=["state"])
            note_progress(row.id, 0)
            enqueue(
                "enterprise.run_people_import",
                import_id=row.id,
                agreed=agreed,
                actor_id=actor.id,
            )
    except Conflict as error:
        if error.code == NOT_AS_AGREED:
            # What is different now is written down, so that the admin sees it.
            with transaction.atomic():
                look_again(open_import(import_id), actor)
        raise
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
        except DomainError as error:
            refusal = error.message[:500]
        if refusal:
            row.state, row.error = ImportState.OPEN, refusal
            row.save(update_fields=["state", "error"])
            look_again(row, actor)


def import_failed(*, import_id: UUID, agreed: int, actor_id: UUID) -> None:
    """Give an import back whose job died, so that it does not say for ever that it is running."""
    words = _("The import broke off unexpectedly. Nobody was imported; you can try again.")
    with transaction.atomic():
        running = PeopleImport.objects.filter(id=import_id, state=ImportState.RUNNING)
        if running.update(state=ImportState.OPEN, error=words):
            tell_import_ended(import_id=import_id, actor_id=actor_id, refusal=words)


def send_import_invitations(*, import_id: UUID, actor_id: UUID) -> None:
    """Invite whom an import made, a few hundred in a transaction. A repeat invites nobody twice."""
    actor = User.objects.get(id=actor_id)
    row = PeopleImport.objects.get(id=import_id)
    for lines in in_batches(row, [RowFate.IMPORTED]):
        ids = [line.person_id for line in lines if line.person_id and "made" in line.changes]
        for start in range(0, len(ids), AT_ONCE):
            invite_new_people(person_ids=ids[start : start + AT_ONCE], actor=actor)


def _import(row: PeopleImport, agreed: int, actor: User) -> None:
    ready, otherwise = look_again(row, actor)
    if otherwise or ready != agreed or not ready:
        raise Conflict(
            _("The list has changed since you looked at it. Look again; nobody was imported."),
            code=NOT_AS_AGREED,
        )
    departments = _departments(row, actor)
    done, made = 0, []
    for lines in in_batches(row, READY):
        made += apply_rows(lines, departments=departments, actor=actor)
        done += len(lines)
        note_progress(row.id, done)
    if row.sends_invitations and made:
        if len(made) <= AT_ONCE:
            invite_new_people(person_ids=made, actor=actor)
        else:
            enqueue("enterprise.send_import_invitations", import_id=row.id, actor_id=actor.id)
    left = row.rows.filter(fate=RowFate.PROBLEM).exists()
    row.state = ImportState.OPEN if left else ImportState.DONE
    row.finished_at = None if left else now()
    row.save(update_fields=["state", "finished_at"])
    if not left:
        _forget_file(row)
    audit.record(
        "people.imported",
        actor=actor,
        target=row.file_name,
        target_id=row.id,
        changes={"people": done, "made": len(made), "invited": row.sends_invitations},
    )


def _departments(row: PeopleImport, actor: User) -> dict[str, UUID]:
    """Return the departments' ids by name in lower case, making those that ready rows miss."""
    known = {
        name.casefold(): id_
        for name, id_ in Department.objects.filter(archived_at__isnull=True).values_list(
            "name", "id"
        )
    }
    names = row.rows.filter(fate__in=READY, values__has_key="department").values_list(
        "values__department", flat=True
    )
    for name in sorted(set(names.distinct())):
        tidy = " ".join(str(name).split())
        if tidy and tidy.casefold() not in known:
            known[tidy.casefold()] = create_department(name=tidy, actor=actor).id
    return known


def _forget_file(row: PeopleImport) -> None:
    if row.file_key:
        key = row.file_key
        transaction.on_commit(lambda: storage.delete(key), robust=True)
        PeopleImport.objects.filter(id=row.id).update(file_key="")
        row.file_key = ""

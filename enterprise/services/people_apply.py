"""Writes one batch of an import's ready rows: new people, changed ones, and where they belong."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from enterprise.models import PeopleImportRow, RowFate
from enterprise.services import people_check
from enterprise.services.people_upload import save_rows
from enterprise.services.placement import place_people
from tenants.accounts.api import (
    NewPerson,
    PersonChange,
    User,
    change_people,
    clean_email,
    create_people,
    note_numbers,
)


def apply_rows(
    lines: Sequence[PeopleImportRow], *, departments: Mapping[str, UUID], actor: User
) -> list[UUID]:
    """Make and change people as rows that were just judged say. Called in the import's transaction.

    Args:
        lines: rows that are ready.
        departments: the ids of departments by name in lower case.
        actor: who imports.

    Returns:
        The ids of new people.

    Raises:
        DomainError: when a row no longer holds; the caller undoes the whole import.

    """
    new = [line for line in lines if line.fate == RowFate.CREATE]
    known = [line for line in lines if line.fate != RowFate.CREATE]
    ids = create_people(people=[_person(line.values) for line in new], actor=actor)
    for line, person_id in zip(new, ids, strict=True):
        line.person_id, line.changes = person_id, {"made": True}
    change_people(changes=[_change(line) for line in known], actor=actor)
    places: dict[UUID, UUID | None] = {}
    made = set(ids)
    for line in lines:
        team = " ".join(str(line.values.get("department", "")).split()).casefold()
        if team and line.person_id and (line.person_id in made or "department" in line.changes):
            places[line.person_id] = departments[team]
    place_people(places=places, actor=actor)
    numbers = {
        line.person_id: number
        for line in lines
        if line.person_id
        and (line.person_id in made or "phone" in line.changes)
        and (number := people_check.phone_in(line.values))
    }
    if numbers:
        note_numbers(numbers=numbers, actor=actor)
    for line in lines:
        line.fate = RowFate.IMPORTED
    save_rows(lines)
    return ids


def _person(values: dict[str, Any]) -> NewPerson:
    return NewPerson(
        name=str(values["name"]),
        email=clean_email(str(values.get("email", ""))),
        roles=people_check.roles_of_row(values) or (),
        native_name=str(values.get("native_name", "")),
        native_language=people_check.native_language_of(values) or "",
        language=people_check.language_of(values),
        job_title=str(values.get("job_title", "")),
        employee_id=people_check.number_of(values),
    )


def _change(line: PeopleImportRow) -> PersonChange:
    assert line.person_id is not None
    return PersonChange(
        person_id=line.person_id,
        values={
            name: after
            for name, (_before, after) in line.changes.items()
            if name not in ("department", "role", "phone")
        },
        roles=people_check.roles_of_row(line.values) if "role" in line.changes else None,
        reactivates=line.fate == RowFate.REACTIVATE,
    )

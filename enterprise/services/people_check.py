"""Decides each row's fate: whom it makes or changes, or what is wrong with it. Writes nothing."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as make_field
from typing import Any, Protocol
from uuid import UUID

from enterprise.models import Department, RowFate
from enterprise.selectors.department import departments_of
from enterprise.services.department import NAME_MAX
from tenants.accounts.api import (
    NameLanguage,
    PersonInfo,
    Role,
    User,
    clean_email,
    clean_name,
    is_admin,
    is_owner,
    may_grant,
    numbers_of,
    people_by_email,
    people_by_employee_id,
)
from tenants.kernel.errors import Invalid
from tenants.kernel.phones import parse_number

_LENGTHS = {"job_title": 120, "employee_id": 40, "native_name": 150}
_ROLES = {
    "": None,
    "learner": None,
    "employee": None,
    "manager": Role.MANAGER,
    "author": Role.AUTHOR,
    "trainer": Role.AUTHOR,
    "admin": Role.ADMIN,
    "l&d admin": Role.ADMIN,
    "owner": Role.OWNER,
}
_SCRIPTS = {"DEVANAGARI": "hi", "TAMIL": "ta", "TELUGU": "te", "BENGALI": "bn"}
LANGUAGES = {"en": "english", "hi": "hindi", "ta": "tamil", "te": "telugu", "bn": "bengali"}


class Row(Protocol):
    """What is looked at of a row."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a row: a code, the field it belongs to, and what its words need."""

    code: str
    field: str
    params: dict[str, Any] = make_field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"code": self.code, "field": self.field, "params": self.params}


@dataclass(frozen=True)
class Verdict:
    """What becomes of a row, what is wrong with it, and whom it changes how: {field: [before, after]}."""

    fate: RowFate
    problems: tuple[Problem, ...] = ()
    person_id: UUID | None = None
    changes: dict[str, list[Any]] = make_field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What a batch of rows is held against, read once for all of them."""

    by_email: dict[str, PersonInfo]
    by_number: dict[str, PersonInfo]
    departments: dict[str, str]
    archived: frozenset[str]
    places: dict[UUID, str]
    phones: dict[UUID, str] = make_field(default_factory=dict)


def read_known(rows: Sequence[Row]) -> Known:
    """Read what is known about these rows' people and departments. A handful of queries."""
    by_email = people_by_email(str(row.values.get("email", "")) for row in rows)
    by_number = people_by_employee_id(number_of(row.values) for row in rows)
    teams = list(Department.objects.values_list("name", "archived_at"))
    here = {info.id for info in (*by_email.values(), *by_number.values())}
    return Known(
        by_email=by_email,
        by_number=by_number,
        departments={name.casefold(): name for name, archived in teams if not archived},
        archived=frozenset(name.casefold() for name, archived in teams if archived),
        places=departments_of(here) if here else {},
        phones=numbers_of(here) if here else {},
    )


@dataclass
class Judge:
    """Looks at the rows of one file in their order, a batch at a time, and remembers what it saw.

    Of two rows for one person the first counts, the second is said to repeat it. Seats are given to
    good rows in their order.

    Args:
        actor: who imports; None for the system.
        creates_departments: whether a team that does not exist is made.
        updates_people: whether people who are here are changed.
        reactivates_people: whether deactivated ones are switched on.
        free_seats: None when there is no limit.

    """

    actor: User | None
    creates_departments: bool = True
    updates_people: bool = True
    reactivates_people: bool = True
    free_seats: int | None = None
    _seats: int = 0
    _emails: dict[str, int] = make_field(default_factory=dict)
    _numbers: dict[str, int] = make_field(default_factory=dict)
    _people: dict[UUID, int] = make_field(default_factory=dict)

    def look(self, rows: Sequence[Row], known: Known) -> list[Verdict]:
        """Return the verdict on each row of the next batch."""
        return [self._one(row, known) for row in rows]

    def _one(self, row: Row, known: Known) -> Verdict:
        problems = [
            *self._twice(row),
            *_role(row, self.actor),
            *_department(row, known, self.creates_departments),
            *_rest(row),
        ]
        person, wrong = _who(row, known)
        problems = [*wrong, *problems]
        if person is None:
            problems = [*_name(row, required=True), *problems]
            return self._seated(RowFate.CREATE, problems)
        problems = [*_name(row, required=False), *self._known_person(row, person), *problems]
        changes = changes_to(
            person,
            row.values,
            place=known.places.get(person.id, ""),
            phone=known.phones.get(person.id, ""),
        )
        if not self.updates_people:
            changes = {}
        if not person.is_active and self.reactivates_people:
            return self._seated(RowFate.REACTIVATE, problems, person, changes)
        if problems:
            return Verdict(RowFate.PROBLEM, tuple(problems), person.id)
        fate = RowFate.UPDATE if changes else RowFate.UNCHANGED
        return Verdict(fate, (), person.id, changes)

    def _seated(
        self,
        fate: RowFate,
        problems: list[Problem],
        person: PersonInfo | None = None,
        changes: dict[str, list[Any]] | None = None,
    ) -> Verdict:
        person_id = person.id if person else None
        if not problems and self.free_seats is not None:
            self._seats += 1
            if self._seats > self.free_seats:
                problems = [Problem("no_seat", "", {"free": self.free_seats})]
        if problems:
            return Verdict(RowFate.PROBLEM, tuple(problems), person_id)
        return Verdict(fate, (), person_id, changes or {})

    def _twice(self, row: Row) -> list[Problem]:
        found: list[Problem] = []
        number, email = number_of(row.values), str(row.values.get("email", "")).strip().lower()
        for value, seen, code, field in (
            (email, self._emails, "email_twice", "email"),
            (number, self._numbers, "number_twice", "employee_id"),
        ):
            if not value:
                continue
            first = seen.setdefault(value, row.line)
            if first != row.line:
                found.append(Problem(code, field, {"value": value[:100], "line": first}))
        return found

    def _known_person(self, row: Row, person: PersonInfo) -> list[Problem]:
        first = self._people.setdefault(person.id, row.line)
        if first != row.line:
            return [Problem("person_twice", "", {"name": person.display_name, "line": first})]
        if person.merged_into_id is not None:
            return [Problem("merged", "", {"name": person.display_name})]
        if self.actor is not None and (
            (Role.OWNER in person.granted and not is_owner(self.actor))
            or (Role.ADMIN in person.granted and not is_admin(self.actor))
        ):
            return [Problem("owner_denied", "", {"name": person.display_name})]
        return []


def changes_to(
    person: PersonInfo, values: dict[str, Any], *, place: str, phone: str = ""
) -> dict[str, list[Any]]:
    """Return what a row would change about somebody; an empty cell changes nothing."""
    wanted: dict[str, str] = {
        name: " ".join(str(values[name]).split())
        for name in ("name", "job_title", "employee_id", "native_name")
        if values.get(name)
    }
    if values.get("email"):
        wanted["email"] = str(values["email"]).strip().lower()
    if values.get("native_name"):
        wanted["native_language"] = native_language_of(values) or ""
    if values.get("language"):
        wanted["language"] = language_of(values)
    changes: dict[str, list[Any]] = {
        name: [getattr(person, name), value]
        for name, value in wanted.items()
        if getattr(person, name) != value
    }
    number = phone_in(values)
    if number and number != phone:
        changes["phone"] = [phone, number]
    team = " ".join(str(values.get("department", "")).split())
    if team and team.casefold() != place.casefold():
        changes["department"] = [place, team]
    if values.get("role"):
        roles = roles_of_row(values) or ()
        if set(roles) != set(person.granted) - {Role.LEARNER}:
            changes["role"] = [sorted(map(str, person.granted)), sorted(map(str, roles))]
    return changes


def number_of(values: dict[str, Any]) -> str:
    """Return a row's employee id, "" for none."""
    return str(values.get("employee_id", "")).strip()


def phone_in(values: dict[str, Any]) -> str:
    """Return a row's phone number in E.164, "" for none and for what is none."""
    # Our own export writes '+91…, so that no spreadsheet program takes it for a sum.
    text = str(values.get("phone", "")).strip().lstrip("'")
    try:
        return parse_number(text) if text else ""
    except Invalid:
        return ""


def roles_of_row(values: dict[str, Any]) -> tuple[Role, ...] | None:
    """Return the roles a row asks for, several parted by commas; None when one is not understood."""
    words = [word.strip() for word in re.split(r"[,;/|]", _word(values, "role"))]
    if any(word not in _ROLES for word in words):
        return None
    return tuple(sorted({role for word in words if (role := _ROLES[word]) is not None}))


def language_of(values: dict[str, Any]) -> str:
    """Return the page language a good row asks for, as a code; "" for the company's."""
    word = _word(values, "language")
    return next((code for code, name in LANGUAGES.items() if word in (code, name)), "")


def native_language_of(values: dict[str, Any]) -> str | None:
    """Return the language of the name in its own script: as said, else as its letters show.

    None when it was said in a way that is not understood; "" when there is no such name.
    """
    if not values.get("native_name"):
        return ""
    word = _word(values, "native_language")
    if word:
        by_name = {str(language.name).casefold(): language.value for language in NameLanguage}
        return word if word in NameLanguage.values else by_name.get(word)
    letter = next((c for c in str(values["native_name"]) if c.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ")[0] if letter else ""
    return _SCRIPTS.get(script)


def _word(values: dict[str, Any], name: str) -> str:
    return str(values.get(name, "")).strip().casefold()


def _who(row: Row, known: Known) -> tuple[PersonInfo | None, list[Problem]]:
    """Return who of those here a row is about, and what is wrong with its keys."""
    raw = str(row.values.get("email", ""))
    try:
        email = clean_email(raw)
    except Invalid:
        return None, [Problem("email_invalid", "email", {"value": raw[:100]})]
    by_number = known.by_number.get(number_of(row.values))
    by_email = known.by_email.get(email) if email else None
    if by_number and by_email and by_number.id != by_email.id:
        return by_number, [
            Problem(
                "two_people",
                "email",
                {"value": email, "name": by_email.display_name, "other": by_number.display_name},
            )
        ]
    return by_number or by_email, []


def _name(row: Row, *, required: bool) -> list[Problem]:
    name = str(row.values.get("name", ""))
    if not name and not required:
        return []
    try:
        clean_name(name)
    except Invalid as error:
        code = "name_missing" if error.code == "name_missing" else "too_long"
        return [Problem(code, "name", {} if code == "name_missing" else {"most": 150})]
    return []


def _role(row: Row, actor: User | None) -> list[Problem]:
    roles = roles_of_row(row.values)
    if roles is None:
        return [Problem("role_unknown", "role", {"value": _word(row.values, "role")[:40]})]
    if roles and actor is not None and not may_grant(actor, roles):
        return [Problem("role_denied", "role")]
    return []


def _department(row: Row, known: Known, creates: bool) -> list[Problem]:
    name = str(row.values.get("department", "")).strip()
    if not name or name.casefold() in known.departments:
        return []
    if name.casefold() in known.archived:
        return [Problem("department_archived", "department", {"value": name[:80]})]
    if len(name) > NAME_MAX:
        return [Problem("too_long", "department", {"most": NAME_MAX})]
    return [] if creates else [Problem("department_unknown", "department", {"value": name})]


def _rest(row: Row) -> list[Problem]:
    problems = [
        Problem("too_long", name, {"most": most})
        for name, most in _LENGTHS.items()
        if len(str(row.values.get(name, ""))) > most
    ]
    phone = str(row.values.get("phone", "")).strip()
    if phone and not phone_in(row.values):
        problems.append(Problem("phone_invalid", "phone", {"value": phone[:40]}))
    if native_language_of(row.values) is None:
        problems.append(Problem("native_language", "native_language"))
    word = _word(row.values, "language")
    if word and not language_of(row.values):
        problems.append(Problem("language_unknown", "language", {"value": word[:40]}))
    if row.values.get("_surplus"):
        problems.append(Problem("surplus", "", {"count": row.values["_surplus"]}))
    return problems

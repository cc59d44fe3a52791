"""Decides each row's fate: good, or what is wrong with it. Reads the database, writes nothing."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as make_field
from typing import Any, Protocol
from uuid import UUID

from enterprise.models import Department
from enterprise.services.department import NAME_MAX
from tenants.accounts.api import (
    NameLanguage,
    Role,
    User,
    clean_email,
    clean_name,
    may_grant,
    people_by_email,
    people_by_employee_id,
    seat_usage,
)
from tenants.kernel.errors import Invalid

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
class Known:
    """What the rows are held against, read once for all of them."""

    names_by_email: dict[str, str]
    names_by_employee_id: dict[str, str]
    departments: dict[str, UUID]
    archived: frozenset[str]
    free_seats: int | None


def read_known(rows: Sequence[Row]) -> Known:
    """Read what is known about these rows' people and departments. A handful of queries."""
    emails = [str(row.values.get("email", "")) for row in rows]
    numbers = [str(row.values.get("employee_id", "")).strip() for row in rows]
    usage = seat_usage()
    teams = list(Department.objects.values_list("name", "id", "archived_at"))
    return Known(
        names_by_email={e: p.display_name for e, p in people_by_email(emails).items()},
        names_by_employee_id={n: p.display_name for n, p in people_by_employee_id(numbers).items()},
        departments={name.casefold(): id_ for name, id_, archived in teams if not archived},
        archived=frozenset(name.casefold() for name, _id, archived in teams if archived),
        free_seats=usage.free if usage else None,
    )


def check_rows(
    rows: Sequence[Row], known: Known, *, creates_departments: bool, actor: User | None
) -> list[list[Problem]]:
    """Return what is wrong with each row, in the order of their lines; nothing for a good one.

    The first of two rows with the same address counts, the second is said to repeat it. Seats are
    given to good rows in their order.
    """
    found: list[list[Problem]] = []
    first_email: dict[str, int] = {}
    first_number: dict[str, int] = {}
    seats = known.free_seats
    for row in rows:
        problems = [
            *_name(row),
            *_email(row, known, first_email),
            *_number(row, known, first_number),
            *_role(row, actor),
            *_department(row, known, creates_departments),
            *_rest(row),
        ]
        if not problems and seats is not None:
            seats -= 1
            if seats < 0:
                problems = [Problem("no_seat", "", {"free": known.free_seats})]
        found.append(problems)
    return found


def role_of(values: dict[str, Any]) -> Role | None:
    """Return the role a good row asks for; None for a learner."""
    return _ROLES[_word(values, "role")]


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


def _name(row: Row) -> list[Problem]:
    try:
        clean_name(str(row.values.get("name", "")))
    except Invalid as error:
        code = "name_missing" if error.code == "name_missing" else "too_long"
        return [Problem(code, "name", {} if code == "name_missing" else {"most": 150})]
    return []


def _email(row: Row, known: Known, first: dict[str, int]) -> list[Problem]:
    raw = str(row.values.get("email", ""))
    try:
        email = clean_email(raw)
    except Invalid:
        return [Problem("email_invalid", "email", {"value": raw[:100]})]
    if not email:
        return []
    if email in first:
        return [Problem("email_twice", "email", {"value": email, "line": first[email]})]
    first[email] = row.line
    if email in known.names_by_email:
        name = known.names_by_email[email]
        return [Problem("email_here", "email", {"value": email, "name": name})]
    return []


def _number(row: Row, known: Known, first: dict[str, int]) -> list[Problem]:
    number = str(row.values.get("employee_id", "")).strip()
    if not number:
        return []
    if number in first:
        return [Problem("number_twice", "employee_id", {"value": number, "line": first[number]})]
    first[number] = row.line
    if number in known.names_by_employee_id:
        name = known.names_by_employee_id[number]
        return [Problem("number_here", "employee_id", {"value": number, "name": name})]
    return []


def _role(row: Row, actor: User | None) -> list[Problem]:
    word = _word(row.values, "role")
    if word not in _ROLES:
        return [Problem("role_unknown", "role", {"value": word[:40]})]
    role = _ROLES[word]
    if role is not None and actor is not None and not may_grant(actor, [role]):
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
    if native_language_of(row.values) is None:
        problems.append(Problem("native_language", "native_language"))
    word = _word(row.values, "language")
    if word and not language_of(row.values):
        problems.append(Problem("language_unknown", "language", {"value": word[:40]}))
    if row.values.get("_surplus"):
        problems.append(Problem("surplus", "", {"count": row.values["_surplus"]}))
    return problems

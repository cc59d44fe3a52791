"""What is wrong with a row is said by line, field and reason; the rest is good."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from enterprise.services.people_check import Known, check_rows, native_language_of, role_of
from tenants.accounts.api import Role


@dataclass
class FakeRow:
    line: int
    values: dict[str, Any] = field(default_factory=dict)


NOTHING = Known({}, {}, {}, frozenset(), None)


def found(
    *values: dict[str, Any], known: Known = NOTHING, creates: bool = True
) -> list[list[tuple]]:
    rows = [FakeRow(line, value) for line, value in enumerate(values, start=2)]
    checked = check_rows(rows, known, creates_departments=creates, actor=None)
    return [[(p.code, p.field) for p in problems] for problems in checked]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": ""}, ("name_missing", "name")),
        ({"email": "meena@example.com"}, ("name_missing", "name")),
        ({"name": "x" * 151}, ("too_long", "name")),
        ({"name": "Meena", "email": "meena@"}, ("email_invalid", "email")),
        ({"name": "Meena", "role": "boss"}, ("role_unknown", "role")),
        ({"name": "Meena", "department": "x" * 81}, ("too_long", "department")),
        ({"name": "Meena", "job_title": "x" * 121}, ("too_long", "job_title")),
        ({"name": "Meena", "native_name": "Meena"}, ("native_language", "native_language")),
        (
            {"name": "Meena", "native_name": "മീന", "native_language": "malayalam"},
            ("native_language", "native_language"),
        ),
        ({"name": "Meena", "language": "klingon"}, ("language_unknown", "language")),
        ({"name": "Meena", "_surplus": "2"}, ("surplus", "")),
    ],
)
def test_one_problem(values: dict[str, Any], problem: tuple[str, str]) -> None:
    assert found(values) == [[problem]]
    assert found({"name": "Meena", "email": "meena@example.com"}) == [[]]


def test_an_address_twice_in_another_case_names_the_first_line() -> None:
    rows = [
        FakeRow(2, {"name": "A", "email": "Meena@Example.com"}),
        FakeRow(9, {"name": "B", "email": "meena@example.COM"}),
    ]
    first, second = check_rows(rows, NOTHING, creates_departments=True, actor=None)
    assert first == []
    assert [(p.code, p.params) for p in second] == [
        ("email_twice", {"value": "meena@example.com", "line": 2})
    ]


def test_an_address_that_is_here_already_in_another_case() -> None:
    known = Known({"meena@example.com": "Meena Iyer"}, {}, {}, frozenset(), None)
    assert found({"name": "A", "email": "MEENA@example.com"}, known=known) == [
        [("email_here", "email")]
    ]


def test_employee_ids_are_unique_too() -> None:
    known = Known({}, {"E1": "Meena Iyer"}, {}, frozenset(), None)
    rows = ({"name": "A", "employee_id": n} for n in ("E1", "E2", "E2"))
    assert found(*rows, known=known) == [
        [("number_here", "employee_id")],
        [],
        [("number_twice", "employee_id")],
    ]


def test_several_problems_of_one_row_are_all_said() -> None:
    assert found({"name": "", "email": "x", "role": "boss"}) == [
        [("name_missing", "name"), ("email_invalid", "email"), ("role_unknown", "role")]
    ]


def test_departments_known_unknown_and_archived() -> None:
    known = Known({}, {}, {"inside sales": "id"}, frozenset({"old team"}), None)  # type: ignore[dict-item]
    rows = [{"name": "A", "department": d} for d in ("INSIDE sales", "New", "Old Team")]
    assert found(*rows, known=known, creates=False) == [
        [],
        [("department_unknown", "department")],
        [("department_archived", "department")],
    ]
    assert found(*rows, known=known, creates=True)[1] == []


@pytest.mark.parametrize(("free", "good"), [(0, 0), (1, 1), (2, 2), (None, 3)])
def test_seats_go_to_good_rows_in_their_order(free: int | None, good: int) -> None:
    known = Known({}, {}, {}, frozenset(), free)
    result = found({"name": "A"}, {"name": ""}, {"name": "B"}, {"name": "C"}, known=known)
    fates = [problems == [] for problems in (result[0], result[2], result[3])]
    assert fates == [index < good for index in range(3)]
    assert result[1] == [("name_missing", "name")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ""),
        ({"native_name": "मीना"}, "hi"),
        ({"native_name": "मीना", "native_language": "Marathi"}, "mr"),
        ({"native_name": "மீனா"}, "ta"),
        ({"native_name": "మీనా"}, "te"),
        ({"native_name": "মীনা"}, "bn"),
        ({"native_name": "मीना", "native_language": "hi"}, "hi"),
        ({"native_name": "Meena"}, None),
    ],
)
def test_the_script_tells_the_language(values: dict[str, Any], expected: str | None) -> None:
    assert native_language_of(values) == expected


@pytest.mark.parametrize(
    ("word", "role"),
    [("", None), ("Learner", None), (" MANAGER ", Role.MANAGER), ("admin", Role.ADMIN)],
)
def test_roles_as_people_write_them(word: str, role: Role | None) -> None:
    assert role_of({"role": word}) == role

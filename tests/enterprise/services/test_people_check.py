"""What is wrong with a row is said by line, field and reason; the rest is good."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from enterprise.models import RowFate
from enterprise.services.people_check import Judge, Known, Verdict, native_language_of, roles_of_row
from tenants.accounts.api import PersonInfo, PersonStatus, Role
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


@dataclass
class FakeRow:
    line: int
    values: dict[str, Any] = field(default_factory=dict)


NOTHING = Known({}, {}, {}, frozenset(), {})


def someone(**facts: Any) -> PersonInfo:
    return PersonInfo(
        **{
            "id": uuid7(),
            "name": "Meena Iyer",
            "email": "meena@example.com",
            "native_name": "",
            "native_language": "",
            "language": "",
            "job_title": "Lead",
            "employee_id": "E1",
            "roles": frozenset({Role.LEARNER}),
            "granted": frozenset(),
            "status": PersonStatus.ACTIVE,
            "initials": "MI",
            "date_joined": now(),
            "last_seen_at": None,
        }
        | facts
    )


def here(*people: PersonInfo, places: dict[PersonInfo, str] | None = None) -> Known:
    return Known(
        {one.email: one for one in people if one.email},
        {one.employee_id: one for one in people if one.employee_id},
        {"field": "Field"},
        frozenset(),
        {one.id: place for one, place in (places or {}).items()},
    )


def verdicts(*values: dict[str, Any], known: Known = NOTHING, **options: Any) -> list[Verdict]:
    rows = [FakeRow(line, value) for line, value in enumerate(values, start=2)]
    return Judge(actor=None, **options).look(rows, known)


def found(
    *values: dict[str, Any], known: Known = NOTHING, creates: bool = True, **options: Any
) -> list[list[tuple[str, str]]]:
    return [
        [(p.code, p.field) for p in one.problems]
        for one in verdicts(*values, known=known, creates_departments=creates, **options)
    ]


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
    judge = Judge(actor=None)
    (first,) = judge.look([FakeRow(2, {"name": "A", "email": "Meena@Example.com"})], NOTHING)
    # The next batch of the same file: the judge remembers the first.
    (second,) = judge.look([FakeRow(9, {"name": "B", "email": "meena@example.COM"})], NOTHING)
    assert first.problems == ()
    assert [(p.code, p.params) for p in second.problems] == [
        ("email_twice", {"value": "meena@example.com", "line": 2})
    ]


def test_an_employee_id_twice() -> None:
    rows = ({"name": "A", "employee_id": n} for n in ("E2", "E2"))
    assert found(*rows) == [[], [("number_twice", "employee_id")]]


@pytest.mark.parametrize("key", [{"email": "MEENA@example.com"}, {"employee_id": "E1"}])
def test_who_is_here_is_found_by_either_key_and_changed_in_the_columns_given(key: dict) -> None:
    meena = someone()
    known = here(meena, places={meena: "North"})
    (one,) = verdicts(key | {"job_title": "Head", "department": "field"}, known=known)
    assert (one.fate, one.person_id) == (RowFate.UPDATE, meena.id)
    assert one.changes == {"job_title": ["Lead", "Head"], "department": ["North", "field"]}


def test_an_empty_cell_changes_nothing() -> None:
    values = {"employee_id": "E1", "name": "", "job_title": "", "department": ""}
    assert [one.fate for one in verdicts(values, known=here(someone()))] == [RowFate.UNCHANGED]


def test_a_person_named_twice_by_different_keys() -> None:
    rows = ({"email": "meena@example.com", "job_title": "A"}, {"employee_id": "E1"})
    assert found(*rows, known=here(someone())) == [[], [("person_twice", "")]]


def test_keys_of_two_different_people() -> None:
    other = someone(name="Ravi", email="ravi@example.com", employee_id="E2")
    row = {"email": "ravi@example.com", "employee_id": "E1"}
    assert found(row, known=here(someone(), other)) == [[("two_people", "email")]]


def test_the_deactivated_come_back_on_a_seat_or_stay_off_when_so_said() -> None:
    known = here(someone(status=PersonStatus.INACTIVE))
    row = {"employee_id": "E1"}
    fates = [
        verdicts(row, known=known, free_seats=1)[0].fate,
        verdicts(row, known=known, free_seats=0)[0].fate,
        verdicts(row, known=known, free_seats=0, reactivates_people=False)[0].fate,
    ]
    assert fates == [RowFate.REACTIVATE, RowFate.PROBLEM, RowFate.UNCHANGED]


def test_a_merged_account_stays_off() -> None:
    known = here(someone(status=PersonStatus.INACTIVE, merged_into_id=uuid7()))
    assert found({"employee_id": "E1"}, known=known) == [[("merged", "")]]


def test_people_who_are_here_are_left_alone_when_so_said() -> None:
    row = {"employee_id": "E1", "job_title": "Head"}
    (one,) = verdicts(row, known=here(someone()), updates_people=False)
    assert (one.fate, one.changes) == (RowFate.UNCHANGED, {})


def test_roles_are_replaced_by_those_of_the_file() -> None:
    known = here(someone(granted=frozenset({Role.MANAGER})))
    (same, other, none) = (
        verdicts({"employee_id": "E1", "role": role}, known=known)[0]
        for role in ("Manager", "manager, author", "learner")
    )
    assert same.fate == RowFate.UNCHANGED
    assert other.changes == {"role": [["manager"], ["author", "manager"]]}
    assert none.changes == {"role": [["manager"], []]}


def test_several_problems_of_one_row_are_all_said() -> None:
    assert found({"name": "", "email": "x", "role": "boss"}) == [
        [("name_missing", "name"), ("email_invalid", "email"), ("role_unknown", "role")]
    ]


def test_departments_known_unknown_and_archived() -> None:
    known = Known({}, {}, {"inside sales": "Inside sales"}, frozenset({"old team"}), {})
    rows = [{"name": "A", "department": d} for d in ("INSIDE sales", "New", "Old Team")]
    assert found(*rows, known=known, creates=False) == [
        [],
        [("department_unknown", "department")],
        [("department_archived", "department")],
    ]
    assert found(*rows, known=known, creates=True)[1] == []


@pytest.mark.parametrize(("free", "good"), [(0, 0), (1, 1), (2, 2), (None, 3)])
def test_seats_go_to_good_rows_in_their_order(free: int | None, good: int) -> None:
    result = found({"name": "A"}, {"name": ""}, {"name": "B"}, {"name": "C"}, free_seats=free)
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
    [
        ("", ()),
        ("Learner", ()),
        (" MANAGER ", (Role.MANAGER,)),
        ("admin", (Role.ADMIN,)),
        ("L&D admin; author", (Role.ADMIN, Role.AUTHOR)),
        ("boss", None),
    ],
)
def test_roles_as_people_write_them(word: str, role: tuple[Role, ...] | None) -> None:
    assert roles_of_row({"role": word}) == role

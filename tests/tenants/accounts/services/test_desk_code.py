"""Codes on paper: made by who may, stored as digests, good once; and PINs."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tenants.accounts.enums import Role
from tenants.accounts.models import DeskCode, Pin, User
from tenants.accounts.services.desk_code import (
    ALPHABET,
    issue_codes,
    new_code,
    read_code,
    revoke_code,
    use_code,
)
from tenants.accounts.services.pin import clean_pin, is_pin, set_pin
from tenants.kernel.clock import frozen, now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory


def employee(**fields: object) -> User:
    made: User = UserFactory(**{"email": None, "employee_id": "AR-104", **fields})
    return made


def code_for(user: User, actor: User, days: int = 7) -> str:
    (issued,), refused = issue_codes(person_ids=[user.id], days=days, actor=actor)
    assert refused == []
    return read_code(issued.code)


@pytest.fixture
def admin(acme: TenantInfo) -> Iterator[User]:
    with in_tenant(acme):
        yield UserFactory(roles=[Role.ADMIN])


def test_a_code_is_good_once_and_not_stored(admin: User) -> None:
    user = employee()
    code = code_for(user, admin)
    assert (len(code), set(code) <= set(ALPHABET)) == (8, True)
    assert code not in str(DeskCode.objects.values().get())
    assert use_code(user=user, code=code)
    assert not use_code(user=user, code=code)
    actions = list(AuditEntry.objects.values_list("action", "target_id", "actor_id"))
    assert actions == [("people.sign_in_code_issued", user.id, admin.id)]
    assert code not in str(list(AuditEntry.objects.values()))


def test_a_code_is_one_persons(admin: User) -> None:
    one, two = employee(), employee(employee_id="AR-105")
    code = code_for(one, admin)
    code_for(two, admin)
    assert not use_code(user=two, code=code)
    assert use_code(user=one, code=code)


def test_a_code_runs_out(admin: User) -> None:
    user = employee()
    code = code_for(user, admin, days=1)
    with frozen(now() + timedelta(days=1, seconds=1)):
        assert not use_code(user=user, code=code)
    assert use_code(user=user, code=code)


def test_a_new_code_makes_the_old_one_void(admin: User) -> None:
    user = employee()
    old, new = code_for(user, admin), code_for(user, admin)
    assert not use_code(user=user, code=old)
    assert use_code(user=user, code=new)


def test_a_code_taken_back_is_void(admin: User) -> None:
    user = employee()
    code = code_for(user, admin)
    assert revoke_code(person_id=user.id, actor=admin)
    assert not revoke_code(person_id=user.id, actor=admin)
    assert not use_code(user=user, code=code)
    assert AuditEntry.objects.filter(action="people.sign_in_code_revoked").count() == 1


def test_a_code_of_one_company_is_nothing_at_another(
    acme: TenantInfo, zenith: TenantInfo, admin: User
) -> None:
    """Even for the same ids, as after a copied row."""
    with in_tenant(acme):
        user = employee()
        code = code_for(user, admin)
        row = DeskCode.objects.values().get()
    with in_tenant(zenith):
        twin = employee(id=user.id)
        DeskCode.objects.create(**{**row, "issued_by_id": None})
        assert not use_code(user=twin, code=code)
    with in_tenant(acme):
        assert use_code(user=user, code=code)


def test_who_gets_none_is_told_why(admin: User) -> None:
    without_id = employee(employee_id="", name="Nita")
    off = employee(employee_id="AR-1", name="Om", is_active=False)
    owner = employee(employee_id="AR-2", name="Pia", roles=[Role.OWNER])
    people = [without_id.id, off.id, owner.id]
    issued, refused = issue_codes(person_ids=people, days=7, actor=admin)
    assert issued == []
    assert [line.partition(":")[0] for line in refused] == ["Nita", "Om", "Pia"]
    assert DeskCode.objects.count() == 0


def test_a_manager_makes_no_code_and_nobody_takes_an_admins_over(admin: User) -> None:
    manager = UserFactory(roles=[Role.MANAGER])
    user = employee()
    _issued, refused = issue_codes(person_ids=[user.id], days=7, actor=manager)
    assert len(refused) == 1
    with pytest.raises((Refused, Missing)):
        revoke_code(person_id=user.id, actor=manager)
    assert DeskCode.objects.count() == 0


@pytest.mark.parametrize("days", [0, 31])
def test_days_are_held_to_a_month(admin: User, days: int) -> None:
    with pytest.raises(Refused, match="1 to 30"):
        issue_codes(person_ids=[employee().id], days=days, actor=admin)


def test_what_people_type_is_read_as_they_mean_it() -> None:
    code = new_code()
    assert read_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert [read_code(text) for text in ("", "ABCD", "O0I1-L2Z5", "correct horse")] == [""] * 4


def test_four_at_once_with_one_code_are_one(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        user = employee()
        code = code_for(user, UserFactory(roles=[Role.ADMIN]))
    together, came_in = Barrier(4), []

    def enter() -> None:
        with in_tenant(acme):
            assert DeskCode.objects.count() == 1  # connected before the race begins
            together.wait(timeout=10)
            came_in.append(use_code(user=user, code=code))
        connection.close()

    threads = [Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came_in) == [False] * 3 + [True]


# --- PINs ---


@pytest.mark.parametrize(
    "typed", ["000000", "123456", "654321", "901234", "123123", "121212", "12345", "1234567", "12345a", "१२३४५७"]
)  # fmt: skip
def test_pins_that_anybody_would_try_first_are_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_pin(typed)
    assert refusal.value.field == "pin"


def test_a_pin_is_its_owners_alone_and_not_stored(admin: User) -> None:
    user, other = employee(), employee(employee_id="AR-105")
    set_pin(user=user, pin="27 19 40")
    assert is_pin(user=user, typed="271940")
    assert not is_pin(user=user, typed="271941")
    assert not is_pin(user=other, typed="271940")
    assert not is_pin(user=None, typed="271940")
    assert "271940" not in str(Pin.objects.values().get())
    set_pin(user=user, pin="583026")
    assert not is_pin(user=user, typed="271940")

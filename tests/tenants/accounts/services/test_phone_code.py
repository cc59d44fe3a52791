"""Codes by phone: what limits asking and guessing, and what a code is bound to."""

import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection

from tenants.accounts.enums import PhonePurpose
from tenants.accounts.models import PhoneCode, PhoneNumber, User
from tenants.accounts.services.phone_code import (
    TRIES,
    Asking,
    ask_code,
    check_code,
    employee,
    forget_old_codes,
)
from tenants.accounts.tasks import send_phone_code
from tenants.kernel.clock import frozen, now
from tenants.kernel.errors import Invalid, Refused
from tenants.kernel.jobs import run_due
from tenants.kernel.models import TextMessage
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.factories.accounts import UserFactory

SIGN_IN = PhonePurpose.SIGN_IN
NUMBER = "+919876543210"
HERE = Asking(browser="this browser's secret", network="203.0.113.7")


def person(number: str = NUMBER, *, proved: bool = True, **fields: object) -> User:
    user: User = UserFactory(email=None, **fields)
    PhoneNumber.objects.create(user=user, number=number, verified_at=now() if proved else None)
    return user


def ask(number: str = NUMBER, asking: Asking = HERE, **more: object):
    return ask_code(**{"purpose": SIGN_IN, "asking": asking, "number": number, **more})


def newest_code() -> str:
    """Have the code written, and read it out of the text that waits to be sent."""
    for row in PhoneCode.objects.filter(sent_at__isnull=True):
        send_phone_code(code_id=row.id)
    text = TextMessage.objects.order_by("-created_at").first()
    assert text is not None
    found = re.match(r"\d{6}", text.body)
    assert found is not None
    return found[0]


def check(code_id, typed: str, *, browser: str = HERE.browser, purpose: PhonePurpose = SIGN_IN):
    return check_code(code_id=code_id, purpose=purpose, browser=browser, typed=typed)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def inside(acme: TenantInfo) -> Iterator[TenantInfo]:
    with in_tenant(acme):
        yield acme


def test_the_right_code_proves_the_number_once(inside: TenantInfo) -> None:
    user = person()
    code_id = ask()
    code = newest_code()
    proved = check(code_id, f" {code[:3]} {code[3:]} ")
    assert (proved.number, proved.user_id, proved.purpose) == (NUMBER, user.id, SIGN_IN)
    with pytest.raises(Invalid) as again:
        check(code_id, code)
    assert again.value.code == "code_over"


def test_neither_code_nor_browser_secret_is_stored(inside: TenantInfo) -> None:
    person()
    ask()
    code = newest_code()
    stored = str(PhoneCode.objects.values().get())
    assert code not in stored
    assert HERE.browser not in stored


def test_a_code_is_bound_to_browser_purpose_and_time(inside: TenantInfo) -> None:
    person()
    code_id = ask()
    code = newest_code()
    with pytest.raises(Invalid) as other_browser:
        check(code_id, code, browser="another browser's secret")
    assert other_browser.value.code == "code_wrong"
    with pytest.raises(Invalid) as other_purpose:
        check(code_id, code, purpose=PhonePurpose.PROVE)
    assert other_purpose.value.code == "code_over"
    with frozen(now() + timedelta(minutes=10, seconds=1)), pytest.raises(Invalid) as late:
        check(code_id, code)
    assert late.value.code == "code_over"
    assert check(code_id, code).number == NUMBER


def test_the_code_of_one_number_is_nothing_for_another(inside: TenantInfo) -> None:
    person("+919876500001")
    person("+919876500002")
    one = ask("+919876500001")
    code_of_one = newest_code()
    two = ask("+919876500002")
    code_of_two = newest_code()
    if code_of_one == code_of_two:
        pytest.skip("one in a million")
    with pytest.raises(Invalid):
        check(two, code_of_one)
    PhoneCode.objects.filter(id=one).update(number="+919876500002")  # a row changed by hand
    with pytest.raises(Invalid):
        check(one, code_of_one)


def test_a_code_of_one_company_is_nothing_at_another(acme: TenantInfo, zenith: TenantInfo) -> None:
    """Even where the row was copied, as after a restored database."""
    with in_tenant(acme):
        person()
        code_id = ask()
        code = newest_code()
        row = PhoneCode.objects.values().get(id=code_id)
    with in_tenant(zenith):
        user = person()
        with pytest.raises(Invalid):
            check(code_id, code)
        PhoneCode.objects.create(**{**row, "user_id": user.id})
        with pytest.raises(Invalid):
            check(code_id, code)
    with in_tenant(acme):
        assert check(code_id, code).number == NUMBER


def test_ten_thousand_guesses_at_one_code_count_five(inside: TenantInfo) -> None:
    person()
    code_id = ask()
    code = newest_code()
    with frozen(now()):
        for guess in range(10_000):
            typed = f"{guess:06d}"
            if typed == code:
                continue
            with pytest.raises(Invalid):
                check(code_id, typed)
        with pytest.raises(Invalid) as late:
            check(code_id, code)  # the right one, after the tries were used up
    assert late.value.code == "code_over"
    row = PhoneCode.objects.get(id=code_id)
    assert (row.tries, row.used_at) == (TRIES, None)


def test_guessing_with_new_codes_stops_at_three_in_ten_minutes_and_ten_a_day(
    inside: TenantInfo,
) -> None:
    """A guesser who asks for as many codes as there are gets fifty tries at a million in a day."""
    person()
    start = now()
    asked = 0
    for minute in range(0, 24 * 60 - 1, 4):
        with frozen(start + timedelta(minutes=minute)):
            try:
                ask()
            except Refused:
                continue
            asked += 1
    assert asked == 10


def test_the_fourth_code_in_any_ten_minutes_is_refused(inside: TenantInfo) -> None:
    start = now()
    for minute in (0, 4, 8):
        with frozen(start + timedelta(minutes=minute)):
            ask()
    with frozen(start + timedelta(minutes=9)), pytest.raises(Refused, match="Wait 1 min"):
        ask()
    with frozen(start + timedelta(minutes=10, seconds=1)):
        ask()
    with frozen(start + timedelta(minutes=11)), pytest.raises(Refused) as fifth:
        ask()
    assert fifth.value.code == "too_many"
    assert PhoneCode.objects.count() == 4


def test_a_thousand_codes_to_one_prefix_stop_at_the_cap(inside: TenantInfo, settings) -> None:
    """Numbers bought in a block share their first digits; each asks once, from a network of its own."""
    sent = 0
    with frozen(now()):
        for line in range(1000):
            try:
                ask(f"+9198765{line:05d}", Asking("b", f"198.51.100.{line}"))
            except Refused:
                continue
            sent += 1
        assert sent == settings.PHONE_CODES_PER_PREFIX_HOUR
        ask("+917000000001", Asking("b", "198.51.100.1"))  # others are not held up by it


def test_one_network_stops_at_its_cap(inside: TenantInfo, settings) -> None:
    settings.PHONE_CODES_PER_NETWORK_HOUR = 5
    for line in range(5):
        ask(f"+91987{line}000000")
    with pytest.raises(Refused):
        ask("+917000000001")
    ask("+917000000002", Asking("b", "198.51.100.9"))


def test_a_company_stops_at_its_cap_and_another_does_not(
    acme: TenantInfo, zenith: TenantInfo, settings
) -> None:
    settings.PHONE_CODES_PER_COMPANY_HOUR = 3
    with in_tenant(acme):
        for line in range(3):
            ask(f"+91700000000{line}", Asking("b", f"198.51.100.{line}"))
        with pytest.raises(Refused):
            ask("+917000000009", Asking("b", "198.51.100.9"))
    with in_tenant(zenith):
        ask("+917000000009", Asking("b", "198.51.100.9"))


def test_an_emptied_redis_forgets_no_limit(inside: TenantInfo) -> None:
    code_id = ask()
    for _wrong in range(TRIES):
        with pytest.raises(Invalid):
            check(code_id, "000000")
    for _time in range(2):
        ask()
    cache.clear()
    with pytest.raises(Refused):
        ask()
    with pytest.raises(Invalid) as dead:
        check(code_id, "000000")
    assert dead.value.code == "code_over"


def test_a_refused_asking_counts_nothing_and_writes_nothing(inside: TenantInfo) -> None:
    for _time in range(3):
        ask()
    with pytest.raises(Refused):
        ask()
    assert PhoneCode.objects.count() == 3


@pytest.mark.parametrize("known", [True, False])
def test_asking_costs_and_leaves_the_same_for_a_number_nobody_has(
    inside: TenantInfo, known: bool, django_assert_num_queries
) -> None:
    if known:
        person()
    ask("+917000000001")  # the rows of network and company are there
    with django_assert_num_queries(10):
        ask()
    assert PhoneCode.objects.filter(number=NUMBER, user=None, code_digest="").count() == 1


def test_a_number_nobody_has_gets_no_text_and_no_code_is_right(inside: TenantInfo) -> None:
    code_id = ask()
    run_due()
    assert TextMessage.objects.count() == 0
    for typed in ("000000", "", "123456"):
        with pytest.raises(Invalid):
            check(code_id, typed)


def test_an_unproved_number_signs_nobody_in_by_itself(inside: TenantInfo) -> None:
    person(proved=False)
    ask()
    run_due()
    assert TextMessage.objects.count() == 0


def test_a_switched_off_person_gets_no_text(inside: TenantInfo) -> None:
    person(is_active=False)
    ask()
    run_due()
    assert TextMessage.objects.count() == 0


def test_on_the_public_site_a_new_number_gets_a_code(db, public: TenantInfo) -> None:
    with in_tenant(public):
        code_id = ask()
        proved = check(code_id, newest_code())
    assert (proved.number, proved.user_id) == (NUMBER, None)


def test_by_employee_id_the_code_goes_to_the_number_the_company_knows(inside: TenantInfo) -> None:
    user = person(proved=False, employee_id="AR-104")
    code_id = ask("", purpose=PhonePurpose.EMPLOYEE, employee_id="ar-104")
    proved = check(code_id, newest_code(), purpose=PhonePurpose.EMPLOYEE)
    assert (proved.number, proved.user_id) == (NUMBER, user.id)


def test_many_employee_ids_with_one_phone_cannot_flood_it(inside: TenantInfo) -> None:
    for line in range(6):
        person(proved=False, employee_id=f"S-{line}")
        ask("", purpose=PhonePurpose.EMPLOYEE, employee_id=f"S-{line}")
    run_due()
    assert TextMessage.objects.count() == 3


def test_an_employee_id_is_found_whatever_its_case_unless_two_differ_by_it(
    inside: TenantInfo,
) -> None:
    one, two = UserFactory(employee_id="ab1"), UserFactory(employee_id="AB1")
    three = UserFactory(employee_id="Cd2")
    assert [employee("ab1"), employee("AB1"), employee("Ab1")] == [one, two, None]
    assert [employee(" cd2 "), employee("")] == [three, None]


def test_the_job_run_twice_sends_one_text(inside: TenantInfo) -> None:
    person()
    code_id = ask()
    code = newest_code()
    send_phone_code(code_id=code_id)
    assert TextMessage.objects.count() == 1
    assert check(code_id, code).number == NUMBER


def test_codes_of_yesterday_are_forgotten(inside: TenantInfo) -> None:
    ask()
    with frozen(now() + timedelta(hours=23)):
        assert forget_old_codes() == 0
    with frozen(now() + timedelta(hours=25)):
        assert forget_old_codes() == 1


def test_four_at_once_with_one_code_are_one(committed: None) -> None:
    acme = database.company("acme")
    with in_tenant(acme):
        person()
        code_id = ask()
        code = newest_code()
    together, outcomes = Barrier(4), []

    def enter() -> None:
        with in_tenant(acme):
            assert PhoneCode.objects.count() == 1  # connected before the race begins
            together.wait(timeout=10)
            try:
                check(code_id, code)
                outcomes.append("in")
            except Invalid as error:
                outcomes.append(error.code)
        connection.close()

    threads = [Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["code_over"] * 3 + ["in"]

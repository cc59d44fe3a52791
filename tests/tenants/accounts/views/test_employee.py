"""Signing in by employee ID, and shared devices whose sessions end by themselves."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tenants.accounts.enums import Role, SignInMethod, SignInOutcome
from tenants.accounts.models import (
    DeskCode,
    PhoneNumber,
    Pin,
    SharedDevice,
    SignInRecord,
    User,
)
from tenants.accounts.services.desk_code import issue_codes
from tenants.accounts.services.pin import set_pin
from tenants.accounts.services.shared_device import COOKIE, register_device, revoke_device
from tenants.kernel.clock import frozen, now
from tenants.kernel.jobs import run_due
from tenants.schemas import TenantInfo, in_tenant
from tests.counterparts import Counterparts
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[..., Client]
WRONG = "do not belong together"


def employee(tenant: TenantInfo, employee_id: str = "AR-104", **fields: object) -> User:
    with in_tenant(tenant):
        user: User = UserFactory(**{"email": None, "employee_id": employee_id, **fields})
        return user


def code_for(tenant: TenantInfo, user: User) -> str:
    with in_tenant(tenant):
        admin = UserFactory(roles=[Role.ADMIN])
        (issued,), _refused = issue_codes(person_ids=[user.id], days=7, actor=admin)
    return issued.code


def shared(
    tenant: TenantInfo, browser: Client, *, idle: int = 180, longest: int = 3600
) -> SharedDevice:
    with in_tenant(tenant):
        device, secret = register_device(
            name="Counter 2",
            department_id=None,
            idle_seconds=idle,
            longest_seconds=longest,
            actor=UserFactory(roles=[Role.ADMIN]),
        )
    browser.cookies[COOKIE] = secret
    return device


def enter(browser: Client, secret: str, employee_id: str = "AR-104"):
    return browser.post("/account/employee/", {"employee_id": employee_id, "secret": secret})


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


# --- employee ID ---


def test_a_code_from_an_admin_signs_in_once_and_leads_to_a_choice(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme)
    code = code_for(acme, user)
    browser = browser_of(acme)
    answer = enter(browser, code.lower(), " ar-104 ")
    assert (answer.status_code, answer["location"]) == (302, "/account/pin/?first=1")
    assert is_in(browser)
    assert "Choose how you sign in next time" in browser.get(answer["location"]).content.decode()
    saved = browser.post("/account/pin/", {"pin": "271940", "again": "271940"})
    assert (saved.status_code, saved["location"]) == (302, "/")
    with in_tenant(acme):
        assert Pin.objects.get().user_id == user.id
        record = SignInRecord.objects.get()
    assert (record.method, record.outcome) == (SignInMethod.DESK, SignInOutcome.DONE)
    second = browser_of(acme)
    assert enter(second, code).status_code == 422
    assert not is_in(second)


@pytest.mark.parametrize("secret", [PASSWORD, "2719 40", "ACDE-FGHJ"])
def test_every_wrong_answer_is_the_same_one(
    acme: TenantInfo, browser_of: Browser, secret: str
) -> None:
    """Nobody with this ID, somebody with it, somebody switched off: nothing tells which it was."""
    employee(acme, "AR-104", password="!")
    employee(acme, "AR-105", is_active=False)
    pages = []
    for employee_id in ("AR-104", "AR-105", "XX-999"):
        answer = enter(browser_of(acme), secret, employee_id)
        page = re.sub(
            r'value="[^"]{60,}"|x-csrftoken[^}]*|(AR|XX)-\d+', "", answer.content.decode()
        )
        pages.append((answer.status_code, page))
    assert pages[0] == pages[1] == pages[2]
    assert WRONG in pages[0][1]


def test_a_password_of_ones_own_works_with_the_employee_id_anywhere(
    acme: TenantInfo, browser_of: Browser
) -> None:
    employee(acme)
    browser = browser_of(acme)
    assert enter(browser, PASSWORD).status_code == 302
    assert is_in(browser)


def test_a_switched_off_person_stays_out(acme: TenantInfo, browser_of: Browser) -> None:
    user = employee(acme)
    code = code_for(acme, user)
    with in_tenant(acme):
        User.objects.update(is_active=False)
    browser = browser_of(acme)
    assert WRONG in enter(browser, code).content.decode()
    assert enter(browser, PASSWORD).status_code == 422
    assert not is_in(browser)


def test_a_pin_counts_on_a_shared_device_alone(acme: TenantInfo, browser_of: Browser) -> None:
    user = employee(acme)
    with in_tenant(acme):
        set_pin(user=user, pin="271940")
    at_home, at_the_counter = browser_of(acme), browser_of(acme)
    assert enter(at_home, "271940").status_code == 422
    assert not is_in(at_home)
    shared(acme, at_the_counter)
    assert enter(at_the_counter, "271940").status_code == 302
    assert is_in(at_the_counter)


def test_guessing_is_held_back_per_network_and_nobody_is_locked_out_of_a_shared_device(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme)
    code = code_for(acme, user)
    guesser, counter = browser_of(acme), browser_of(acme)
    for _guess in range(60):
        last = enter(guesser, "ACDE-FGHJ")
    assert "Too many tries" in last.content.decode()
    assert enter(guesser, code).status_code == 422
    assert not is_in(guesser)
    shared(acme, counter)
    assert enter(counter, code).status_code == 302


def test_guessing_on_a_shared_device_is_held_back_per_person(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user, other = employee(acme), employee(acme, "AR-105")
    with in_tenant(acme):
        set_pin(user=user, pin="271940")
        set_pin(user=other, pin="271940")
    browser = browser_of(acme)
    shared(acme, browser)
    for guess in range(5):
        assert WRONG in enter(browser, f"10000{guess}").content.decode()
    assert "Too many tries" in enter(browser, "271940").content.decode()
    assert not is_in(browser)
    assert enter(browser, "271940", "AR-105").status_code == 302


@pytest.mark.usefixtures("counterparts")
def test_a_code_by_text_goes_to_the_number_the_company_knows(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    user = employee(acme)
    with in_tenant(acme):
        PhoneNumber.objects.create(user=user, number="+919876543210")
    browser, nobodys = browser_of(acme), browser_of(acme)
    for one, employee_id in ((browser, "AR-104"), (nobodys, "XX-999")):
        answer = one.post("/account/employee/text/", {"employee_id": employee_id})
        assert (answer.status_code, answer["location"]) == (302, "/account/phone/code/")
        page = one.get("/account/phone/code/").content.decode()
        assert f"phone number of employee {employee_id}" in page
        assert "98765" not in page
        with in_tenant(acme):
            run_due()
    (text,) = counterparts.received("twilio")
    browser.post("/account/phone/code/", {"code": text["body"][:6]})
    assert is_in(browser)
    with in_tenant(acme):
        assert PhoneNumber.objects.get().verified_at is not None


def test_the_public_site_knows_no_employees(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(public)
    assert browser.get("/account/employee/")["location"] == "/account/login/"
    assert browser.post("/account/employee/text/", {"employee_id": "x"}).status_code == 404


def test_a_code_of_another_company_signs_nobody_in(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    code = code_for(acme, employee(acme))
    employee(zenith)
    browser = browser_of(zenith)
    assert enter(browser, code).status_code == 422
    with in_tenant(acme):
        assert DeskCode.objects.get().used_at is None


# --- shared devices ---


def test_a_shared_device_offers_employee_id_and_keeps_nothing(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme, name="Lakshmi Before")
    browser = browser_of(acme)
    shared(acme, browser)
    sent = browser.get("/account/login/?next=/learn/")
    assert sent["location"] == "/account/employee/?next=%2Flearn%2F"
    enter(browser, code_for(acme, user))
    inside = browser.get("/account/")
    assert inside["Cache-Control"] == "no-store"
    assert "data-shared-device" in inside.content.decode()
    assert browser.post("/account/leave/")["Clear-Site-Data"] == '"cache"'
    page = browser.get("/account/employee/")
    assert page["Cache-Control"] == "no-store"
    text = page.content.decode()
    assert 'autocomplete="off"' in text
    assert "Lakshmi" not in text
    assert "AR-104" not in text
    assert browser.get("/account/login/?by=email").status_code == 200


def test_a_session_ends_when_nobody_did_anything(acme: TenantInfo, browser_of: Browser) -> None:
    user = employee(acme)
    browser = browser_of(acme)
    shared(acme, browser, idle=60)
    start = now()
    with frozen(start):
        enter(browser, code_for(acme, user))
        key = browser.cookies["sessionid"].value
    with frozen(start + timedelta(seconds=50)):
        assert is_in(browser)  # which is doing something
    with frozen(start + timedelta(seconds=109)):
        assert is_in(browser)
    with frozen(start + timedelta(seconds=170)):
        ended = browser.get("/account/")
        assert (ended.status_code, ended["location"]) == (302, "/account/employee/?ended=1")
        assert ended["Cache-Control"] == "no-store"
        assert not is_in(browser)
    with in_tenant(acme):
        assert not Session.objects.filter(session_key=key).exists()


def test_what_a_page_fetches_by_itself_keeps_no_session_alive(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme)
    browser = browser_of(acme)
    shared(acme, browser, idle=60)
    start = now()
    with frozen(start):
        enter(browser, code_for(acme, user))
    for seconds in range(10, 60, 10):
        with frozen(start + timedelta(seconds=seconds)):
            browser.get("/account/", headers={"sec-fetch-dest": "empty"})
    with frozen(start + timedelta(seconds=61)):
        polled = browser.get("/account/", headers={"sec-fetch-dest": "empty", "hx-request": "true"})
        assert (polled.status_code, polled["HX-Redirect"]) == (204, "/account/employee/?ended=1")
        assert not is_in(browser)


def test_still_there_begins_the_time_anew_but_not_beyond_the_longest(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme)
    browser = browser_of(acme)
    shared(acme, browser, idle=60, longest=120)
    start = now()
    with frozen(start):
        enter(browser, code_for(acme, user))
    left = []
    for seconds in (50, 100, 115):
        with frozen(start + timedelta(seconds=seconds)):
            answer = browser.post("/account/still-here/", headers={"accept": "application/json"})
            left.append(answer.json()["left"])
    assert left == [60, 20, 5]
    with frozen(start + timedelta(seconds=121)):
        assert not is_in(browser)


def test_revoking_the_device_ends_the_session_on_it(acme: TenantInfo, browser_of: Browser) -> None:
    user = employee(acme)
    browser = browser_of(acme)
    device = shared(acme, browser)
    enter(browser, code_for(acme, user))
    with in_tenant(acme):
        assert revoke_device(device_id=device.id, actor=user)
    assert browser.get("/account/")["location"] == "/account/employee/?ended=1"
    assert not is_in(browser)


def test_taking_the_devices_cookie_away_does_not_make_its_session_a_long_one(
    acme: TenantInfo, browser_of: Browser
) -> None:
    user = employee(acme)
    browser = browser_of(acme)
    shared(acme, browser)
    enter(browser, code_for(acme, user))
    del browser.cookies[COOKIE]
    assert browser.get("/account/").status_code == 302
    assert not is_in(browser)


def test_signing_in_by_mail_on_a_shared_device_is_a_short_session_too(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        user = UserFactory()
    browser = browser_of(acme)
    shared(acme, browser, idle=60)
    start = now()
    with frozen(start):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        assert is_in(browser)
    with frozen(start + timedelta(seconds=61)):
        assert not is_in(browser)


def test_a_device_of_one_company_is_none_at_another(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    user = employee(zenith)
    with in_tenant(zenith):
        set_pin(user=user, pin="271940")
    browser, other = browser_of(zenith), browser_of(acme)
    device = shared(acme, other)
    browser.cookies[COOKIE] = other.cookies[COOKIE].value
    assert enter(browser, "271940").status_code == 422
    with in_tenant(acme):
        row = SharedDevice.objects.values().get(id=device.id)
    with in_tenant(zenith):  # even where its row was copied
        SharedDevice.objects.create(**{**row, "registered_by_id": None})
    assert enter(browser, "271940").status_code == 422
    assert not is_in(browser)


def test_ordinary_browsers_are_left_as_they_are(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        user = UserFactory()
    browser = browser_of(acme, user)
    page = browser.get("/account/")
    assert page["Cache-Control"] != "no-store" if "Cache-Control" in page else True
    assert "data-shared-device" not in page.content.decode()
    with frozen(now() + timedelta(hours=9)):
        assert is_in(browser)

"""Signing in and up by phone, as a browser does it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tenants.accounts.enums import SignInMethod, SignInOutcome
from tenants.accounts.models import PhoneCode, PhoneNumber, SignInRecord, User
from tenants.kernel.clock import frozen, now
from tenants.kernel.jobs import run_due
from tenants.kernel.models import AuditEntry, TextMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.counterparts import Counterparts
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]
TYPED, NUMBER = "98765 43210", "+919876543210"
pytestmark = pytest.mark.usefixtures("counterparts")


def texted(tenant: TenantInfo, counterparts: Counterparts) -> str:
    """Have the jobs run and read the newest text as the phone shows it."""
    with in_tenant(tenant):
        run_due()
    found = re.match(r"\d{6}", counterparts.received("twilio")[0]["body"])
    assert found is not None
    return found[0]


def person_with(tenant: TenantInfo, number: str = NUMBER, **fields: object) -> User:
    with in_tenant(tenant):
        user: User = UserFactory(**fields)
        PhoneNumber.objects.create(user=user, number=number, verified_at=now())
    return user


def ask(browser: Client, typed: str = TYPED, **more: str) -> None:
    answer = browser.post("/account/phone/", {"phone": typed, "channel": "sms", **more})
    assert (answer.status_code, answer["location"]) == (302, "/account/phone/code/")


def who(tenant: TenantInfo, browser: Client) -> str:
    """Return the name of who is signed in, "" for nobody."""
    answer = browser.get("/account/")
    return answer.wsgi_request.user.name if answer.status_code == 200 else ""


def test_a_person_of_a_company_signs_in(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    user = person_with(acme, name="Ravi Rep")
    browser = browser_of(acme)
    ask(browser, next="/learn/")
    code = texted(acme, counterparts)
    page = browser.get("/account/phone/code/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    answer = browser.post("/account/phone/code/", {"code": code})
    assert (answer.status_code, answer["location"]) == (302, "/learn/")
    assert who(acme, browser) == "Ravi Rep"
    with in_tenant(acme):
        record = SignInRecord.objects.get()
    assert (record.user_id, record.method, record.outcome) == (
        user.id,
        SignInMethod.PHONE,
        SignInOutcome.DONE,
    )


def test_a_wrong_code_is_said_counted_and_kept_in_the_history(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    browser = browser_of(acme)
    ask(browser)
    code = texted(acme, counterparts)
    answer = browser.post("/account/phone/code/", {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert answer.status_code == 422
    assert "4 tries are left" in answer.content.decode()
    with in_tenant(acme):
        assert PhoneCode.objects.get().tries == 1  # the refusal did not undo it
        assert SignInRecord.objects.get().outcome == SignInOutcome.WRONG


def test_another_browser_cannot_use_the_code(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    ask(browser_of(acme))
    code = texted(acme, counterparts)
    thief = browser_of(acme)
    assert thief.post("/account/phone/code/", {"code": code}).status_code == 302
    assert who(acme, thief) == ""
    counterparts_before = len(counterparts.received("twilio"))
    ask(thief)  # a code of their own goes to the owner's phone, and the old one is nothing with it
    assert thief.post("/account/phone/code/", {"code": code}).status_code == 422
    assert who(acme, thief) == ""
    assert counterparts_before == 1


def test_a_session_of_one_company_is_nothing_at_another(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    person_with(zenith)
    browser = browser_of(acme)
    ask(browser)
    code = texted(acme, counterparts)
    other = browser_of(zenith)
    other.cookies = browser.cookies
    assert other.post("/account/phone/code/", {"code": code})["location"] == "/account/phone/"
    assert who(zenith, other) == ""


def test_numbers_nobody_has_get_the_same_answers(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    pages = []
    for typed in (TYPED, "70000 00001"):
        browser = browser_of(acme)
        ask(browser, typed)
        with in_tenant(acme):
            run_due()
        shown = browser.get("/account/phone/code/").content.decode()
        wrong = browser.post("/account/phone/code/", {"code": "000000"})
        wrong_page = wrong.content.decode()
        pages.append(
            [
                re.sub(r'value="[^"]{60,}"|x-csrftoken[^}]*|\+91 \d{5} \d{5}', "", text)
                for text in (shown, wrong_page, str(wrong.status_code))
            ]
        )
    assert pages[0] == pages[1]
    assert len(counterparts.received("twilio")) == 1


def test_somebody_new_signs_up_on_the_public_site(
    db: None, public: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    browser = browser_of(public)
    ask(browser, next="/courses/")
    answer = browser.post("/account/phone/code/", {"code": texted(public, counterparts)})
    assert answer["location"] == "/account/phone/name/"
    assert browser.post("/account/phone/name/", {"name": " "}).status_code == 422
    answer = browser.post("/account/phone/name/", {"name": "Fatima Sheikh"})
    assert (answer.status_code, answer["location"]) == (302, "/courses/")
    assert who(public, browser) == "Fatima Sheikh"
    with in_tenant(public):
        user = User.objects.get(name="Fatima Sheikh")
        assert (user.email, user.has_usable_password(), user.phone.number) == (None, False, NUMBER)
        assert user.phone.verified_at is not None
    again = browser_of(public)
    with frozen(now() + timedelta(hours=1)):
        ask(again)
        again.post("/account/phone/code/", {"code": texted(public, counterparts)})
        assert who(public, again) == "Fatima Sheikh"


def test_a_code_to_a_number_that_was_replaced_meanwhile_signs_nobody_in(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    """Else whoever has the old phone could take the account back within ten minutes."""
    user = person_with(acme)
    browser = browser_of(acme)
    ask(browser)
    code = texted(acme, counterparts)
    with in_tenant(acme):
        PhoneNumber.objects.filter(user=user).update(number="+917000000001", verified_at=None)
    assert browser.post("/account/phone/code/", {"code": code}).status_code == 422
    assert who(acme, browser) == ""
    with in_tenant(acme):
        assert PhoneNumber.objects.get().number == "+917000000001"


def test_a_company_signs_nobody_up(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    browser = browser_of(acme)
    ask(browser)
    with in_tenant(acme):
        run_due()
        people = User.objects.count()
    assert browser.get("/account/phone/name/")["location"] == "/account/phone/"
    assert browser.post("/account/phone/name/", {"name": "X"})["location"] == "/account/phone/"
    with in_tenant(acme):
        assert User.objects.count() == people
    assert counterparts.received("twilio") == []


def test_without_a_proved_number_nobody_is_written(
    db: None, public: TenantInfo, browser_of: Browser
) -> None:
    browser = browser_of(public)
    ask(browser)
    assert browser.post("/account/phone/name/", {"name": "Mallory"}).status_code == 302
    with in_tenant(public):
        assert not User.objects.filter(name="Mallory").exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "required"), ("12345 67890", "begins with 6"), ("+1 415 555 0100", "Indian mobile")],
)
def test_a_number_that_is_none_is_said_at_the_field(
    acme: TenantInfo, browser_of: Browser, typed: str, says: str
) -> None:
    answer = browser_of(acme).post("/account/phone/", {"phone": typed, "channel": "sms"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with in_tenant(acme):
        assert PhoneCode.objects.count() == 0


def test_another_code_has_to_wait_and_comes_by_whatsapp_then(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    browser = browser_of(acme)
    start = now()
    with frozen(start):
        ask(browser)
        assert 'data-resend="30"' in browser.get("/account/phone/code/").content.decode()
        early = browser.post("/account/phone/again/", {"channel": "whatsapp"})
    assert early.status_code == 422
    assert "in 30 s" in early.content.decode()
    with frozen(start + timedelta(seconds=31)):
        later = browser.post("/account/phone/again/", {"channel": "whatsapp"})
        assert later["location"] == "/account/phone/code/"
        with in_tenant(acme):
            run_due()
        assert counterparts.received("twilio")[0]["to"] == f"whatsapp:{NUMBER}"
    for seconds in (62, 93):
        with frozen(start + timedelta(seconds=seconds)):
            last = browser.post("/account/phone/again/")
    assert last.status_code == 422
    assert "Three codes were sent already" in last.content.decode()


def test_where_texts_do_not_work_nobody_is_offered_them(
    acme: TenantInfo, browser_of: Browser, settings
) -> None:
    settings.TWILIO_ACCOUNT_SID = ""
    browser = browser_of(acme)
    assert "/account/phone/" not in browser.get("/account/login/").content.decode()
    page = browser.get("/account/phone/")
    assert "Texts are not set up here" in page.content.decode()
    browser.post("/account/phone/", {"phone": TYPED, "channel": "sms"})
    with in_tenant(acme):
        assert PhoneCode.objects.count() == 0


def test_next_leads_to_this_host_only(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    browser = browser_of(acme)
    ask(browser, next="https://evil.example/")
    answer = browser.post("/account/phone/code/", {"code": texted(acme, counterparts)})
    assert answer["location"] == "/"


def test_signing_in_gives_the_session_a_new_key(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    person_with(acme)
    browser = browser_of(acme)
    ask(browser)
    before = browser.cookies["sessionid"].value
    browser.post("/account/phone/code/", {"code": texted(acme, counterparts)})
    assert browser.cookies["sessionid"].value != before


# --- one's own number ---


def test_a_number_is_added_with_proof_and_then_signs_in(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    with in_tenant(acme):
        user = UserFactory()
    browser = _just_signed_in(acme, browser_of, user)
    answer = browser.post("/account/number/", {"phone": TYPED, "channel": "sms"})
    assert answer["location"] == "/account/number/code/"
    with in_tenant(acme):
        assert not PhoneNumber.objects.exists()
    code = texted(acme, counterparts)
    assert "confirm this number" in counterparts.received("twilio")[0]["body"]
    browser.post("/account/number/code/", {"code": code})
    with in_tenant(acme):
        user.refresh_from_db()
        assert (user.phone.number, user.phone.verified_at is not None) == (NUMBER, True)
        entry = AuditEntry.objects.get(action="account.phone_proved")
    assert entry.changes == {"phone": "••• 210"}


def test_a_number_that_signs_somebody_else_in_stays_theirs(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    owner = person_with(acme)
    with in_tenant(acme):
        other = UserFactory()
    browser = _just_signed_in(acme, browser_of, other)
    browser.post("/account/number/", {"phone": TYPED, "channel": "sms"})
    answer = browser.post("/account/number/code/", {"code": texted(acme, counterparts)})
    assert answer.status_code == 422
    assert "another account" in answer.content.decode()
    with in_tenant(acme):
        assert PhoneNumber.objects.get().user_id == owner.id


def test_the_old_number_is_told_when_it_is_replaced(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    user = person_with(acme, "+917000000001")
    browser = _just_signed_in(acme, browser_of, user)
    browser.post("/account/number/", {"phone": TYPED, "channel": "sms"})
    browser.post("/account/number/code/", {"code": texted(acme, counterparts)})
    with in_tenant(acme):
        run_due()
        told = TextMessage.objects.get(template="number_changed")
    assert (told.to, told.body[:24]) == ("+917000000001", "This number no longer si")


def test_changing_a_number_asks_for_a_fresh_proof(acme: TenantInfo, browser_of: Browser) -> None:
    user = person_with(acme)
    browser = browser_of(acme, user)  # signed in, without any recent proof
    answer = browser.post("/account/number/", {"phone": "70000 00001", "channel": "sms"})
    assert answer.status_code == 302
    assert "/account/number/code/" not in answer["location"]
    with in_tenant(acme):
        assert PhoneCode.objects.count() == 0


def test_somebody_with_nothing_but_a_phone_proves_it_again_by_phone(
    acme: TenantInfo, browser_of: Browser, counterparts: Counterparts
) -> None:
    user = person_with(acme, email=None)
    with in_tenant(acme):
        user.set_unusable_password()
        user.save()
    browser = browser_of(acme, user)
    asked = browser.get("/account/number/")
    while asked.status_code == 302:
        asked = browser.get(asked["location"])
    assert asked.wsgi_request.path == "/account/confirm/phone/"
    browser.post("/account/confirm/phone/")
    browser.post("/account/number/code/", {"code": texted(acme, counterparts)})
    assert browser.get("/account/number/").status_code == 200


def _just_signed_in(tenant: TenantInfo, browser_of: Browser, user: User) -> Client:
    browser = browser_of(tenant)
    answer = browser.post(
        "/account/login/", {"login": user.email, "password": "correct horse battery"}
    )
    assert answer.status_code == 302
    return browser

"""SMS and WhatsApp: chosen, only with a proved number, handed over once, and what became of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tenants.accounts.models import PhoneNumber, User
from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.kernel.models import Job, TextMessage
from tenants.kernel.texts import note_status
from tenants.notify.models import CompanyRules, Delivery, Preference
from tenants.schemas import TenantInfo, in_tenant
from tests.counterparts import Counterparts
from tests.factories.accounts import UserFactory
from tests.factories.notify import tell

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NIGHT = NOON.replace(hour=18)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo, counterparts: Counterparts) -> Iterator[None]:
    with in_tenant(acme), frozen(NOON):
        yield


def person(number: str = "+919812345678", *, proved: bool = True, chosen: str = "sms") -> User:
    user: User = UserFactory(email=None)
    PhoneNumber.objects.create(user=user, number=number, verified_at=NOON if proved else None)
    if chosen:
        Preference.objects.create(
            user=user,
            kind="learning.assignment_given",
            channel=chosen,
            is_on=True,
            changed_at=NOON,
        )
    return user


def of(channel: str) -> tuple[str, str]:
    row = Delivery.objects.get(channel=channel)
    return row.state, row.reason


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_it_goes_once_and_what_became_of_it_is_written_down(
    counterparts: Counterparts, channel: str
) -> None:
    tell(person(chosen=channel), course_title="A course whose title is much longer than thirty")
    run_due()
    run_due()
    (received,) = counterparts.received("twilio")
    assert received["to"].endswith("+919812345678")
    assert "“A course whose title is much …” was assigned to you, due 6 Dec." in received["body"]
    assert of(channel) == ("sent", "")
    text = TextMessage.objects.get()
    note_status(text_id=text.id, provider_id=text.provider_id, status="delivered")
    assert of(channel) == ("delivered", "")


def test_a_repeat_after_a_crash_writes_no_second_text(counterparts: Counterparts) -> None:
    tell(person())
    run_due()
    Delivery.objects.filter(channel="sms").update(state="queued", message_id=None)
    Job.objects.filter(name="notify.deliver").update(state="queued")
    run_due()
    assert (TextMessage.objects.count(), len(counterparts.received("twilio"))) == (1, 1)


def test_at_night_the_phone_stays_quiet(counterparts: Counterparts) -> None:
    with frozen(NIGHT):
        tell(person())
        run_due()
    assert counterparts.received("twilio") == []
    assert of("sms") == ("held", "")
    with frozen(NOON + timedelta(hours=20)):
        run_due()
    assert len(counterparts.received("twilio")) == 1


def test_without_a_proved_number_nothing_goes(counterparts: Counterparts) -> None:
    tell(person(proved=False))
    run_due()
    assert of("sms") == ("suppressed", "no_phone")
    assert counterparts.received("twilio") == []


def test_what_does_not_arrive_takes_the_next_way(counterparts: Counterparts) -> None:
    CompanyRules.objects.create(falls_back=True)
    tell(person("+919000000008", chosen="whatsapp"))
    run_due()
    text = TextMessage.objects.get()
    note_status(
        text_id=text.id, provider_id=text.provider_id, status="undelivered", error_code="30008"
    )
    run_due()
    assert of("whatsapp") == ("failed", "refused")
    assert of("sms")[1] == "fallback"
    assert TextMessage.objects.count() == 2


def test_where_texts_cannot_be_sent_nobody_is_offered_them(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TWILIO_ACCOUNT_SID = ""
    tell(person())
    run_due()
    assert of("sms") == ("suppressed", "no_phone")

"""Texts: written with the act, handed over once, lost never; and Twilio's word only when it is Twilio's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from twilio.request_validator import RequestValidator

from deploy.local.counterparts.twilio import UNHEARD, signature
from tenants.kernel import texts
from tenants.kernel.clock import frozen, now
from tenants.kernel.gateways import twilio
from tenants.kernel.jobs import perform, run_due
from tenants.kernel.models import Job, JobState, TextChannel, TextMessage, TextState
from tenants.kernel.registered_texts import Registered, RegisteredText
from tenants.schemas import TenantInfo, in_tenant
from tests.counterparts import Counterparts

pytestmark = pytest.mark.django_db
NUMBER = "+919876543210"
CODE = {"code": "123456", "place": "Acme Realty", "minutes": 10, "host": "acme.localhost"}


def queue(**changed: object) -> TextMessage:
    options = {"to": NUMBER, "template": "sign_in_code", "context": CODE, **changed}
    text_id = texts.queue_text(**options)  # type: ignore[arg-type]
    return TextMessage.objects.get(id=text_id)


@pytest.fixture
def inside(acme: TenantInfo, counterparts: Counterparts) -> Iterator[Counterparts]:
    with in_tenant(acme):
        yield counterparts


def test_a_text_is_written_with_the_act_and_sent_once(inside: Counterparts) -> None:
    row = queue()
    assert (row.state, row.variables) == (
        TextState.QUEUED,
        ["123456", "Acme Realty", "10", "acme.localhost"],
    )
    assert inside.received("twilio") == []
    run_due()
    texts.send_text(text_id=row.id)
    (taken,) = inside.received("twilio")
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (TextState.SENT, taken["sid"])
    assert (taken["to"], taken["from"]) == (NUMBER, "SMHLRN")
    assert taken["body"].startswith("123456 is your code to sign in at Acme Realty.")
    assert taken["body"].endswith("\n@acme.localhost #123456")  # WebOTP's last line
    assert taken["status_callback"].endswith(f"/webhooks/twilio/texts/{row.id}/")


def test_a_code_is_forgotten_once_it_is_on_its_way(inside: Counterparts) -> None:
    row = queue()
    run_due()
    row.refresh_from_db()
    assert (row.body, row.variables) == ("", [])
    assert "123456" not in str(list(Job.objects.values()))


def test_a_key_is_texted_once(inside: Counterparts) -> None:
    assert texts.queue_text(to=NUMBER, template="sign_in_code", context=CODE, dedupe_key="k")
    assert not texts.queue_text(to=NUMBER, template="sign_in_code", context=CODE, dedupe_key="k")
    run_due()
    assert len(inside.received("twilio")) == 1


def test_whatsapp_and_india_get_what_they_ask_for(inside: Counterparts, settings) -> None:
    registered = Registered(dlt_template_id="1" * 19, content_sid="HX" + "a" * 32)
    settings.TEXTS = {"sign_in_code": RegisteredText({"en": registered}, secret=True)}
    queue(channel="whatsapp")
    run_due()
    (taken,) = inside.received("twilio")
    assert (taken["to"], taken["from"]) == (f"whatsapp:{NUMBER}", "whatsapp:+15005550006")
    assert taken["content_sid"] == "HX" + "a" * 32
    assert taken["content_variables"] == {
        "1": "123456", "2": "Acme Realty", "3": "10", "4": "acme.localhost"
    }  # fmt: skip
    assert taken["dlt_template_id"] == ""
    queue()
    run_due()
    assert inside.received("twilio")[0]["dlt_template_id"] == "1" * 19


@pytest.mark.parametrize(
    ("number", "code"), [("+919000000614", "21614"), ("+15005550001", "21211")]
)
def test_a_number_that_twilio_refuses_is_final(
    inside: Counterparts, number: str, code: str
) -> None:
    row = queue(to=number)
    run_due()
    row.refresh_from_db()
    assert (row.state, row.error_code, row.body) == (TextState.FAILED, code, "")
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.parametrize("number", ["+919000000429", "+919000000503"])
def test_a_busy_provider_is_asked_again(inside: Counterparts, number: str) -> None:
    row = queue(to=number)
    run_due()
    job, _ = Job.objects.get(), row.refresh_from_db()
    assert (row.state, job.state) == (TextState.QUEUED, JobState.QUEUED)
    assert job.run_after > now()


@pytest.mark.parametrize("channel", list(TextChannel))
def test_a_provider_that_is_down_loses_nothing(
    inside: Counterparts, settings, channel: TextChannel
) -> None:
    there, settings.TWILIO_API_BASE = settings.TWILIO_API_BASE, "http://127.0.0.1:1"
    moment = now()
    row = queue(channel=channel)
    for hours in range(3):
        with frozen(moment + timedelta(hours=hours)):
            perform(Job.objects.get().id)
    row.refresh_from_db()
    assert row.state == TextState.QUEUED
    settings.TWILIO_API_BASE = there
    with frozen(moment + timedelta(hours=4)):
        perform(Job.objects.get().id)
    row.refresh_from_db()
    assert row.state == TextState.SENT
    assert len(inside.received("twilio")) == 1


def test_a_worker_that_died_after_asking_does_not_ask_for_a_second_one(
    inside: Counterparts,
) -> None:
    """Twilio has the text, and our row does not say so: killed between the two."""
    row = queue()
    moment = datetime.now(UTC)
    sid = twilio.send(texts._outgoing(row))
    TextMessage.objects.filter(id=row.id).update(state=TextState.ASKED, asked_at=moment)
    with pytest.raises(texts.StillInDoubt):
        texts.send_text(text_id=row.id)
    with frozen(moment + timedelta(minutes=1)):
        texts.send_text(text_id=row.id)
    row.refresh_from_db()
    assert (row.state, row.provider_id) == (TextState.SENT, sid)
    assert len(inside.received("twilio")) == 1


def test_a_gateway_that_broke_after_taking_it_is_asked_first(inside: Counterparts) -> None:
    """A 504 says nothing of whether the text was taken."""
    row, moment = queue(to=UNHEARD), datetime.now(UTC)
    run_due()
    row.refresh_from_db()
    assert (row.state, len(inside.received("twilio"))) == (TextState.ASKED, 1)
    with frozen(moment + timedelta(minutes=1)):
        run_due()
    row.refresh_from_db()
    (taken,) = inside.received("twilio")
    assert (row.state, row.provider_id) == (TextState.SENT, taken["sid"])


def test_a_worker_that_died_before_asking_asks(inside: Counterparts) -> None:
    row = queue()
    moment = now()
    TextMessage.objects.filter(id=row.id).update(state=TextState.ASKED, asked_at=moment)
    with frozen(moment + timedelta(minutes=1)):
        texts.send_text(text_id=row.id)
    row.refresh_from_db()
    assert row.state == TextState.SENT
    assert len(inside.received("twilio")) == 1


def test_a_code_that_ran_out_is_not_sent(inside: Counterparts) -> None:
    row = queue(valid_until=now() + timedelta(minutes=10))
    with frozen(now() + timedelta(minutes=11)):
        run_due()
    row.refresh_from_db()
    assert (row.state, row.body) == (TextState.EXPIRED, "")
    assert inside.received("twilio") == []


def test_a_cancelled_text_is_not_sent(inside: Counterparts) -> None:
    row = queue()
    assert texts.cancel_text(row.id)
    run_due()
    assert not texts.cancel_text(row.id)
    assert inside.received("twilio") == []


def test_a_day_without_the_provider_ends_it(inside: Counterparts, settings) -> None:
    settings.TWILIO_API_BASE = "http://127.0.0.1:1"
    row, moment = queue(), now()
    for hours in range(60):
        with frozen(moment + timedelta(hours=hours)):
            perform(Job.objects.get().id)
    row.refresh_from_db()
    assert (row.state, row.error_code) == (TextState.FAILED, "given_up")


def test_without_an_account_texts_do_not_work(settings) -> None:
    settings.TWILIO_ACCOUNT_SID = ""
    assert not texts.texts_work()
    assert not texts.texts_work(TextChannel.WHATSAPP)


# --- what Twilio tells of it ---


@pytest.fixture
def sent(acme: TenantInfo, counterparts: Counterparts) -> TextMessage:
    with in_tenant(acme):
        row = queue()
        run_due()
        row.refresh_from_db()
    return row


@pytest.fixture
def hook(browser_of: Callable[..., Client]) -> Callable[..., int]:
    def post(
        tenant: TenantInfo, row: TextMessage, *, token: str, url: str = "", **fields: str
    ) -> int:
        with in_tenant(tenant):
            at = texts.status_url(row.id)
        told = {"MessageSid": row.provider_id, "MessageStatus": "delivered", **fields}
        return (
            browser_of(tenant)
            .post(
                at.partition("://")[2].partition("/")[1] + at.partition("://")[2].partition("/")[2],
                urlencode(told),
                content_type="application/x-www-form-urlencoded",
                headers={"X-Twilio-Signature": signature(url or at, told, token)},
            )
            .status_code
        )

    return post


def test_delivered_and_undelivered_are_written_down(acme, sent, hook, settings) -> None:
    token = settings.TWILIO_AUTH_TOKEN
    assert hook(acme, sent, token=token, MessageStatus="sent") == 204
    assert hook(acme, sent, token=token, MessageStatus="undelivered", ErrorCode="30003") == 204
    assert hook(acme, sent, token=token, MessageStatus="delivered") == 204  # late: changes nothing
    with in_tenant(acme):
        sent.refresh_from_db()
    assert (sent.state, sent.error_code) == (TextState.UNDELIVERED, "30003")


def test_a_forged_word_changes_nothing(acme, sent, hook) -> None:
    assert hook(acme, sent, token="0" * 32) == 403
    with in_tenant(acme):
        sent.refresh_from_db()
    assert sent.state == TextState.SENT


def test_without_a_token_nothing_is_believed(acme, sent, hook, settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert hook(acme, sent, token="") == 403


def test_a_word_signed_for_one_company_is_nothing_at_another(
    acme, zenith, sent, hook, settings
) -> None:
    """Even where the same id exists at both, as after a copied database."""
    with in_tenant(acme):
        at_acme = texts.status_url(sent.id)
    with in_tenant(zenith):
        TextMessage.objects.create(
            id=sent.id, to=NUMBER, channel="sms", template="sign_in_code",
            state=TextState.SENT, provider_id=sent.provider_id,
        )  # fmt: skip
    token = settings.TWILIO_AUTH_TOKEN
    assert hook(zenith, sent, token=token, url=at_acme) == 403
    with in_tenant(zenith):
        assert TextMessage.objects.get(id=sent.id).state == TextState.SENT
    assert hook(zenith, sent, token=token) == 204


def test_another_messages_word_is_not_taken_for_this_one(acme, sent, hook, settings) -> None:
    token = settings.TWILIO_AUTH_TOKEN
    assert hook(acme, sent, token=token, MessageSid="SM" + "0" * 32) == 404


def test_the_word_that_comes_before_the_worker_writes_counts(acme, sent, hook, settings) -> None:
    with in_tenant(acme):
        TextMessage.objects.filter(id=sent.id).update(state=TextState.ASKED, provider_id="")
    assert hook(acme, sent, token=settings.TWILIO_AUTH_TOKEN) == 204
    with in_tenant(acme):
        row = TextMessage.objects.get(id=sent.id)
    assert (row.state, row.provider_id) == (TextState.DELIVERED, sent.provider_id)


def test_the_counterparts_signature_is_what_twilios_own_validator_takes() -> None:
    fields = {"b": "2", "a": "1 &é"}
    made = signature("https://x.example/a/?b=1", fields, "token")
    assert RequestValidator("token").validate("https://x.example/a/?b=1", fields, made)


def test_every_registered_text_has_its_words_and_every_word_is_registered(settings) -> None:
    folder = Path(settings.ROOT) / "templates" / "text"
    assert {path.stem for path in folder.glob("*.txt")} == set(settings.TEXTS)
    assert all("en" in entry.languages for entry in settings.TEXTS.values())


def test_a_code_fits_into_one_sms(inside: Counterparts) -> None:
    """More than one would arrive in pieces; the longest place name is cut to what DLT takes."""
    row = queue(context={**CODE, "place": "M" * 30, "host": "a-long-company-name.example.com"})
    assert len(row.body) <= 160
    assert row.body.isascii()

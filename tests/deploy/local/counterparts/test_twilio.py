"""Twilio's counterpart as Twilio's own client and validator see it."""

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.counterparts import Counterparts

CALLBACK = "http://acme.localhost:8000/hook/"


@pytest.fixture
def client(counterparts: Counterparts) -> Callable[..., Client]:
    def build(token: str = "") -> Client:
        told = counterparts.environment
        built = Client(
            told["TWILIO_ACCOUNT_SID"],
            token or told["TWILIO_AUTH_TOKEN"],
            http_client=TwilioHttpClient(pool_connections=False, timeout=5),
        )
        built.api.base_url = told["TWILIO_API_BASE"]
        return built

    return build


def test_a_message_is_taken_kept_and_found_again(counterparts: Counterparts, client):
    sent = client().messages.create(to="+919876543210", from_="SMHLRN", body="Hello")
    assert (sent.status, sent.to, sent.body, sent.num_segments) == (
        "queued",
        "+919876543210",
        "Hello",
        "1",
    )
    assert [one["sid"] for one in counterparts.received("twilio")] == [sent.sid]
    assert client().messages(sent.sid).fetch().body == "Hello"


@pytest.mark.parametrize(
    ("to", "fields", "code", "status"),
    [
        ("+15005550001", {"body": "x"}, 21211, 400),
        ("+919000000610", {"body": "x"}, 21610, 400),
        ("+919000000429", {"body": "x"}, 20429, 429),
        ("98765", {"body": "x"}, 21211, 400),
        ("+919876543210", {}, 21602, 400),
        ("whatsapp:+919876543210", {"body": "x"}, 63007, 400),
    ],
)
def test_refusals_carry_twilios_codes(
    counterparts: Counterparts, client, to: str, fields: dict, code: int, status: int
):
    with pytest.raises(TwilioRestException) as refusal:
        client().messages.create(to=to, from_="SMHLRN", **fields)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert counterparts.received("twilio") == []


def test_a_wrong_token_gets_nothing(counterparts: Counterparts, client):
    with pytest.raises(TwilioRestException) as refusal:
        client(token="0" * 32).messages.create(to="+919876543210", from_="S", body="x")
    assert (refusal.value.code, refusal.value.status) == (20003, 401)
    assert counterparts.received("twilio") == []


@pytest.mark.parametrize(
    ("to", "last", "error"),
    [("+919876543210", "delivered", None), ("+919000000003", "undelivered", "30003")],
)
def test_what_became_of_it_is_told_with_a_signature(
    counterparts: Counterparts, client, to: str, last: str, error: str | None
):
    client().messages.create(to=to, from_="SMHLRN", body="x", status_callback=CALLBACK)
    told = [(url, dict(parse_qsl(body.decode())), headers) for url, body, headers in
            counterparts.called_back]  # fmt: skip
    assert [fields["MessageStatus"] for _, fields, _ in told] == ["sent", last]
    assert told[-1][1].get("ErrorCode") == error
    validator = RequestValidator(counterparts.environment["TWILIO_AUTH_TOKEN"])
    for url, fields, headers in told:
        assert url == CALLBACK
        assert validator.validate(url, fields, headers["X-Twilio-Signature"])

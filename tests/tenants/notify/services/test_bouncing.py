"""Mail that comes back: real reports believed, forged ones not, the address stopped and taken up again."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.test import Client

from tenants.accounts.models import User
from tenants.accounts.services.address import note_proof
from tenants.kernel.clock import frozen, now
from tenants.kernel.jobs import run_due
from tenants.kernel.mail import header_id
from tenants.kernel.models import MailMessage
from tenants.notify.models import AddressTrouble, Delivery, Notification
from tenants.notify.reports import is_hard
from tenants.notify.services.bouncing import sign_for_relay, take_report
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin
from tests.factories.notify import tell

Browser = Callable[..., Client]

DSN = """\
From: MAILER-DAEMON@relay.example
To: no-reply@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

The mail could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{to}>: {words}

--b1
Content-Type: {returned}

Message-ID: {message_id}
To: {to}
Subject: Discovery calls: due 6 Dec

--b1--
"""
ARF = """\
From: <abuse@provider.example>
Subject: FW: Discovery calls
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <{to}>

--b1
Content-Type: message/rfc822

Message-ID: {message_id}
To: {to}
Subject: Discovery calls

body
--b1--
"""


def dsn(to: str, message_id: str, **change: str) -> bytes:
    facts = {
        "action": "failed",
        "status": "5.1.1",
        "words": "User unknown",
        "returned": "text/rfc822-headers",
    }
    return DSN.format(to=to, message_id=message_id, **{**facts, **change}).encode()


@pytest.fixture
def sent(committed: None) -> tuple[TenantInfo, str, str]:
    """A company, an address, and the Message-ID of a mail that went there. Outside any transaction."""
    acme = company("acme")
    with in_tenant(acme):
        asha = UserFactory(name="Asha Rao", email="asha@acme.example")
        make_admin(name="Adil Admin")
        tell(asha)
        run_due()
        return acme, asha.email, header_id(MailMessage.objects.get().id)


def state_of(acme: TenantInfo, channel: str = "mail") -> tuple[str, str]:
    with in_tenant(acme):
        row = Delivery.objects.get(channel=channel, kind="learning.assignment_given")
        return row.state, row.reason


def troubles(tenant: TenantInfo) -> list[tuple[str, str]]:
    with in_tenant(tenant):
        return list(AddressTrouble.objects.values_list("address", "trouble"))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_comes_back_stops_the_next_and_is_told_in_the_app(
    sent: tuple[TenantInfo, str, str], returned: str
) -> None:
    acme, address, message_id = sent
    for _time in range(2):
        take_report(dsn(address, message_id, returned=returned))
    assert state_of(acme) == ("bounced", "refused")
    assert troubles(acme) == [(address, "bounced")]
    with in_tenant(acme):
        run_due()
        told = Notification.objects.values_list("user__name", "kind")
        assert sorted(told) == [
            ("Adil Admin", "messages.mail_returns"),
            ("Asha Rao", "learning.assignment_given"),
            ("Asha Rao", "messages.own_mail_returns"),
        ]
        before = len(outbox.outbox)
        asha = Notification.objects.filter(user__name="Asha Rao")[0].user
        tell(asha, key="k2")
        run_due()
        assert len(outbox.outbox) == before
        latest = Delivery.objects.filter(channel="mail", user=asha).latest("created_at")
        assert (latest.state, latest.reason) == ("suppressed", "address_bounced")
        # Another address is another matter.
        asha.email = "asha.rao@acme.example"
        asha.save(update_fields=["email"])
        tell(asha, key="k3")
        run_due()
        assert outbox.outbox[-1].to == ["asha.rao@acme.example"]


def test_an_address_given_to_somebody_else_starts_afresh(
    sent: tuple[TenantInfo, str, str],
) -> None:
    acme, address, message_id = sent
    take_report(dsn(address, message_id))
    with in_tenant(acme):
        asha = User.objects.get(email=address)
        asha.email = None
        asha.save(update_fields=["email"])
        EmailAddress.objects.filter(user=asha).delete()
        heir = UserFactory(name="Heir", email=address)
        tell(heir, key="k9")
        run_due()
        assert outbox.outbox[-1].to == [address]
    # A report that comes late is about the one it was written to.
    take_report(dsn(address, message_id))
    with in_tenant(acme):
        assert not AddressTrouble.objects.filter(user=heir).exists()
        assert AddressTrouble.objects.get().user_id == asha.id


def test_an_address_proved_anew_gets_mail_again(sent: tuple[TenantInfo, str, str]) -> None:
    acme, address, message_id = sent
    take_report(dsn(address, message_id))
    with in_tenant(acme):
        asha = User.objects.get(email=address)
        note_proof(user=asha, address="another@acme.example")
        assert AddressTrouble.objects.get().cleared_at is None
        note_proof(user=asha, address=address)
        assert AddressTrouble.objects.get().cleared_at is not None
        tell(asha, key="k9")
        run_due()
        assert outbox.outbox[-1].to == [address]


def test_a_proof_is_no_wish_for_mail_that_was_called_unwanted(
    sent: tuple[TenantInfo, str, str],
) -> None:
    acme, address, message_id = sent
    take_report(ARF.format(to=address, message_id=message_id).encode())
    with in_tenant(acme):
        note_proof(user=User.objects.get(email=address), address=address)
        assert AddressTrouble.objects.get().cleared_at is None


@pytest.mark.parametrize(
    ("status", "hard"),
    [("5.1.1", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.4.7", False)],
)
def test_a_full_mailbox_is_no_wrong_address(
    sent: tuple[TenantInfo, str, str], status: str, hard: bool
) -> None:
    acme, address, message_id = sent
    take_report(dsn(address, message_id, status=status))
    assert state_of(acme) == ("bounced", "refused")
    assert bool(troubles(acme)) == hard
    assert is_hard("550 no such user") is True


def test_what_arrived_or_is_only_late_is_written_down_so(
    sent: tuple[TenantInfo, str, str],
) -> None:
    acme, address, message_id = sent
    take_report(dsn(address, message_id, action="delayed", status="4.4.1"))
    assert state_of(acme) == ("sent", "")
    take_report(dsn(address, message_id, action="delivered", status="2.0.0"))
    assert state_of(acme) == ("delivered", "")
    assert troubles(acme) == []


def test_a_complaint_stops_mail_without_telling_anybody(
    sent: tuple[TenantInfo, str, str],
) -> None:
    acme, address, message_id = sent
    take_report(ARF.format(to=address, message_id=message_id).encode())
    assert troubles(acme) == [(address, "complained")]
    with in_tenant(acme):
        assert Notification.objects.count() == 1


def test_a_forged_report_changes_nothing(sent: tuple[TenantInfo, str, str]) -> None:
    acme, address, message_id = sent
    real = message_id.strip("<>").partition(".")
    zenith = company("zenith")
    forged = [
        dsn(address, f"<{uuid4()}.{acme.id.hex}@localhost>"),
        dsn("ceo@acme.example", message_id),
        dsn(address, f"<{real[0]}.{zenith.id.hex}@localhost>"),
        dsn(address, f"<{real[0]}.{UUID(int=0).hex}@localhost>"),
        dsn(address, "<no-id@localhost>"),
        b"Subject: hello\n\nnothing",
        b"\xff\xfe\x00" * 50,
        dsn(address, message_id).replace(b"multipart/report", b"multipart/mixed"),
    ]
    for raw in forged:
        assert take_report(raw) is None
    assert state_of(acme) == ("sent", "")
    assert [troubles(tenant) for tenant in (acme, zenith, PUBLIC)] == [[], [], []]


def test_only_the_relay_may_post(
    sent: tuple[TenantInfo, str, str], browser_of: Browser, settings: Any
) -> None:
    acme, address, message_id = sent
    body = dsn(address, message_id)
    client = browser_of(PUBLIC, enforce_csrf_checks=True)

    def post(*, stamp: str = "", signature: str | None = None, content: bytes = body) -> int:
        stamp = stamp or str(int(now().timestamp()))
        headers = {
            "X-Relay-Timestamp": stamp,
            "X-Relay-Signature": sign_for_relay(stamp, body) if signature is None else signature,
        }
        return client.post(
            "/webhooks/mail/", content, content_type="message/rfc822", headers=headers
        ).status_code

    settings.MAIL_RELAY_SECRET = ""
    assert post() == 503
    settings.MAIL_RELAY_SECRET = "the relay's own"
    old = str(int((now() - timedelta(hours=1)).timestamp()))
    assert post(signature="") == 403
    assert post(signature="0" * 64) == 403
    assert post(stamp=old) == 403
    assert post(stamp="soon", signature="x") == 403
    assert post(content=body + b"\n") == 403
    assert state_of(acme) == ("sent", "")
    assert browser_of(acme).post("/webhooks/mail/", body, content_type="x/y").status_code == 404
    assert post() == 204
    assert state_of(acme) == ("bounced", "refused")
    assert post() == 204


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "state", "stops"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 unknown")}), "bounced", True),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.7.1 policy")}), "bounced", False),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"4.2.0 later")}), "queued", False),
        (smtplib.SMTPDataError(554, b"5.6.0 not like this"), "failed", False),
        (smtplib.SMTPServerDisconnected("gone"), "queued", False),
    ],
)
def test_what_the_mail_server_says_at_once(
    acme: TenantInfo,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    state: str,
    stops: bool,
) -> None:
    def refuse(*_args: Any) -> None:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with in_tenant(acme):
        tell(UserFactory())
        run_due()
        assert Delivery.objects.get(channel="mail", notification__isnull=False).state == state
        assert AddressTrouble.objects.exists() == stops


@pytest.mark.django_db
def test_after_a_day_without_a_server_the_log_says_so(acme: TenantInfo, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    start = now()
    with in_tenant(acme):
        with frozen(start):
            tell(UserFactory())
        for half_hours in range(60):
            with frozen(start + timedelta(minutes=31 * half_hours)):
                run_due()
        row = Delivery.objects.get(channel="mail")
        assert (row.state, row.reason) == ("failed", "provider_down")
        assert MailMessage.objects.get().state == "failed"

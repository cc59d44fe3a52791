"""The other side takes a message and its answer gets lost: what comes of it on each channel (ADR 9).

In the app a message is a row. Mail, push and texts reach the person once; a team chat may show a post twice.
"""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

from deploy.local.smtp import Catcher
from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.kernel.models import MailMessage, TextMessage
from tenants.notify.models import Delivery
from tenants.schemas import TenantInfo, in_tenant
from tests.broken_line import Line, line_to
from tests.factories.accounts import UserFactory
from tests.factories.notify import message_of, tell, tell_of_completion
from tests.tenants.notify.conftest import Device, Outside
from tests.tenants.notify.services.test_texting import person

pytestmark = pytest.mark.django_db
# Long ago, as what a service dates by its own clock must be later than our asking.
NOON = datetime(2024, 11, 22, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOON):
        yield


@pytest.fixture
def line(outside: Outside, settings: Any) -> Iterator[Line]:
    """The counterparts, at the end of a line that loses what they answer."""
    with line_to(urlsplit(outside.counterparts.origin).port or 0) as line:
        settings.EGRESS_ALLOWED = frozenset({line.origin})
        yield line


def go_on(line: Line, *, after: timedelta) -> None:
    """Let the line hold, and the jobs come back."""
    line.breaks = False
    for minutes in (0, 1, 40):
        with frozen(NOON + after + timedelta(minutes=minutes)):
            run_due()


def states(channel: str) -> set[str]:
    return set(Delivery.objects.filter(channel=channel).values_list("state", flat=True))


def test_push_replaces_what_it_took_unheard(outside: Outside, line: Line) -> None:
    asha, phone = UserFactory(), outside.device()
    endpoint = phone.endpoint.replace(outside.counterparts.origin, line.origin)
    Device(endpoint, phone.key, phone.auth).sign_up(asha)
    tell(asha)
    run_due()
    assert (line.lost, states("push")) == (1, {"queued"})
    (first,) = outside.arrived("push")
    go_on(line, after=timedelta(minutes=1))
    assert states("push") == {"sent"}
    # Under the same topic the push service holds one (RFC 8030, 5.4); a browser shows one by its tag.
    (second,) = outside.arrived("push")
    assert second["topic"] == first["topic"] != ""
    assert second["body"] != first["body"]
    assert phone.read(first) == phone.read(second)
    assert phone.read(second)["tag"] == str(message_of(asha))


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_a_text_is_asked_for_before_it_is_sent_again(
    outside: Outside, line: Line, settings: Any, channel: str
) -> None:
    settings.TWILIO_API_BASE = f"{line.origin}/twilio"
    tell(person(chosen=channel))
    run_due()
    assert line.lost == 1
    (taken,) = outside.counterparts.received("twilio")
    assert TextMessage.objects.get().state == "asked"
    go_on(line, after=timedelta(minutes=1))
    text = TextMessage.objects.get()
    assert (text.state, text.provider_id) == ("sent", taken["sid"])
    assert len(outside.counterparts.received("twilio")) == 1
    assert states(channel) == {"sent"}


@pytest.mark.parametrize("service", ["slack", "teams"])
def test_a_team_chat_may_show_it_twice_and_never_loses_it(
    outside: Outside, line: Line, service: str
) -> None:
    chat = outside.chat(service=service)
    chat.url = chat.url.replace(outside.counterparts.origin, line.origin)
    chat.save()
    tell_of_completion()
    run_due()
    assert (line.lost, states("chat"), len(outside.arrived("hooks"))) == (1, {"queued"}, 1)
    go_on(line, after=timedelta(minutes=1))
    assert states("chat") == {"sent"}
    first, second = outside.arrived("hooks")
    assert first["content"] == second["content"]


def test_a_mail_comes_again_under_its_own_id(tmp_path: Path, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    catcher = Controller(Catcher(tmp_path), hostname="127.0.0.1", port=port)
    catcher.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with line_to(port, mark=b"\r\n.\r\n") as line:
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", line.port
            tell(UserFactory())
            run_due()
            assert (line.lost, states("mail")) == (1, {"queued"})
            assert len(list(tmp_path.glob("*.eml"))) == 1
            go_on(line, after=timedelta(minutes=1))
    finally:
        catcher.stop()
    assert (states("mail"), MailMessage.objects.get().state) == ({"sent"}, "sent")
    mails = [message_from_bytes(path.read_bytes()) for path in sorted(tmp_path.glob("*.eml"))]
    assert len(mails) == 2
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]
    assert str(MailMessage.objects.get().id) in mails[0]["Message-ID"]

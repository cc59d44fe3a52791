from pathlib import Path

import pytest
from django.core import mail as outbox
from django.test import override_settings

from tenants.kernel import mail, names
from tenants.kernel.jobs import run_due
from tenants.kernel.models import Job, MailMessage, MailState
from tenants.schemas import TenantInfo, in_tenant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note_template(tmp_path: Path, settings: object) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "note.subject.txt").write_text("From {{ tenant.name }}\n: {{ what }}")
    (folder / "note.txt").write_text("{{ what }} at {{ origin }}")
    (folder / "note.html").write_text("<p>{{ what }}</p>")
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]  # type: ignore[attr-defined]
    settings.TEMPLATES = templates  # type: ignore[attr-defined]


def test_mail_is_written_with_the_act_and_sent_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        message_id = mail.queue_mail(
            to="a@acme.example", template="note", context={"what": "<b>hi</b>"}
        )
        message = MailMessage.objects.get()
        assert (message.id, message.state) == (message_id, MailState.QUEUED)
        assert message.subject == "From Acme Realty : &lt;b&gt;hi&lt;/b&gt;"
        assert message.text == f"&lt;b&gt;hi&lt;/b&gt; at {names.origin(acme)}"
        run_due()
        mail.send_mail(message_id=message_id)
        assert MailMessage.objects.get().state == MailState.SENT
    assert len(outbox.outbox) == 1
    sent = outbox.outbox[0]
    assert (sent.to, sent.extra_headers["Message-ID"]) == (
        ["a@acme.example"],
        f"<{message_id}.{acme.id.hex}@localhost>",
    )
    assert sent.from_email.startswith('"Acme Realty" <')


def test_a_key_is_mailed_once(acme: TenantInfo, zenith: TenantInfo) -> None:
    def once() -> object:
        return mail.queue_mail(
            to="a@acme.example", template="note", context={"what": "x"}, dedupe_key="k1"
        )

    with in_tenant(acme):
        assert once() is not None
        assert once() is None
        assert (MailMessage.objects.count(), Job.objects.count()) == (1, 1)
    with in_tenant(zenith):
        assert once() is not None


def test_a_cancelled_mail_is_not_sent(acme: TenantInfo) -> None:
    with in_tenant(acme):
        message_id = mail.queue_mail(to="a@acme.example", template="note", context={"what": "x"})
        assert message_id is not None
        assert mail.cancel_mail(message_id) is True
        run_due()
        assert MailMessage.objects.get().state == MailState.CANCELLED
        assert mail.cancel_mail(message_id) is False
    assert outbox.outbox == []


def test_a_mail_server_that_is_down_loses_nothing(acme: TenantInfo) -> None:
    down = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    with in_tenant(acme):
        mail.queue_mail(to="a@acme.example", template="note", context={"what": "x"})
        with override_settings(**down):
            run_due()
        assert MailMessage.objects.get().state == MailState.QUEUED
        assert (Job.objects.get().state, Job.objects.get().attempts) == ("queued", 1)

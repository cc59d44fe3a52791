"""Telling people: once, in one transaction, by the channels that are on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import override_settings

from tenants.kernel.clock import frozen
from tenants.kernel.jobs import due_jobs, perform, run_due
from tenants.kernel.mail import queue_mail
from tenants.kernel.models import Job, MailMessage, MailState
from tenants.notify.api import notify
from tenants.notify.enums import Channel, DeliveryState
from tenants.notify.models import Delivery, Notification
from tenants.notify.services import dispatching
from tenants.notify.services import notify as service
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.notify import ASSIGNED, tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOW):
        yield


def log() -> set[tuple[str, str, str]]:
    return set(Delivery.objects.values_list("channel", "state", "reason"))


def test_one_message_stands_in_the_app_and_goes_by_mail() -> None:
    asha = UserFactory(name="Asha Rao", email="asha@acme.example")
    tell(asha)
    assert Notification.objects.get().user == asha
    run_due()
    asha.refresh_from_db()
    assert asha.unread_notifications == 1
    assert log() == {("in_app", "delivered", ""), ("mail", "sent", "")}
    (mail,) = outbox.outbox
    assert (mail.to, mail.subject) == (["asha@acme.example"], "Discovery calls: due 6 Dec")
    assert "“Discovery calls” was assigned to you. It is due on Sun 6 Dec." in mail.body
    assert "It has 4 lessons." in mail.body


def test_a_key_is_told_once_however_often() -> None:
    asha = UserFactory()
    for _time in range(3):
        tell(asha)
        run_due()
    assert (Notification.objects.count(), len(outbox.outbox)) == (1, 1)
    asha.refresh_from_db()
    assert asha.unread_notifications == 1


def test_another_person_under_the_same_key_is_told_too() -> None:
    asha, ravi = UserFactory(), UserFactory()
    tell(asha)
    tell(asha, ravi)
    run_due()
    assert sorted(mail.to[0] for mail in outbox.outbox) == sorted([asha.email, ravi.email])


@pytest.mark.parametrize(
    "context",
    [
        {**ASSIGNED, "surplus": 1},
        {key: ASSIGNED[key] for key in ASSIGNED if key != "team"},
        {**ASSIGNED, "due_on": "2026-12-06"},
        {**ASSIGNED, "due_on": NOW},
    ],
)
def test_facts_that_the_kind_does_not_declare_are_refused(context: dict[str, Any]) -> None:
    asha = UserFactory()
    with pytest.raises(ValueError, match="assignment_given"):
        notify(to=asha.id, kind="learning.assignment_given", context=context, dedupe_key="x")
    assert Notification.objects.count() == 0


def test_who_is_deactivated_or_unknown_is_left_out() -> None:
    gone = UserFactory(is_active=False)
    notify(
        to=[gone.id, uuid4()],
        kind="learning.assignment_given",
        context=ASSIGNED,
        dedupe_key="x",
    )
    assert Notification.objects.count() == 0


def test_without_an_address_it_is_told_in_the_app_and_the_log_says_why() -> None:
    asha = UserFactory(email=None)
    tell(asha)
    run_due()
    asha.refresh_from_db()
    assert asha.unread_notifications == 1
    assert ("mail", "suppressed", "no_address") in log()
    assert outbox.outbox == []


def test_a_worker_that_dies_while_dispatching_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asha = UserFactory()
    tell(asha)
    whole = dispatching.set_going

    def die(deliveries: Any) -> None:
        whole(deliveries)
        raise KeyboardInterrupt("killed")

    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "set_going", die)
        with pytest.raises(KeyboardInterrupt):
            run_due()
    # The mail that was written and the log are gone with the transaction; the message waits.
    assert (Delivery.objects.count(), MailMessage.objects.count()) == (0, 0)
    assert Notification.objects.get().dispatched_at is None
    with frozen(NOW + timedelta(minutes=2)):
        assert Job.objects.get().state == "running"
        for job_id, _queue in due_jobs():
            perform(job_id)
        run_due()
        run_due()
    assert len(outbox.outbox) == 1
    asha.refresh_from_db()
    assert asha.unread_notifications == 1


def test_dispatched_twice_it_goes_once() -> None:
    asha = UserFactory()
    tell(asha)
    ids = [Notification.objects.get().id]
    for _time in range(2):
        dispatching.dispatch(notification_ids=ids)
    run_due()
    assert len(outbox.outbox) == 1
    asha.refresh_from_db()
    assert asha.unread_notifications == 1


def test_a_mail_server_that_is_down_for_an_hour_delays_and_repeats_nothing() -> None:
    people = [UserFactory() for _number in range(5)]
    tell(*people)
    down = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    with override_settings(**down):
        for minutes in range(0, 60, 5):
            with frozen(NOW + timedelta(minutes=minutes)):
                run_due()
    assert outbox.outbox == []
    assert set(Delivery.objects.filter(channel="mail").values_list("state", flat=True)) == {
        "queued"
    }
    for minutes in (60, 90, 120, 150):
        with frozen(NOW + timedelta(minutes=minutes)):
            run_due()
    assert sorted(mail.to[0] for mail in outbox.outbox) == sorted(one.email for one in people)
    assert set(Delivery.objects.filter(channel="mail").values_list("state", flat=True)) == {"sent"}


def test_killed_between_sending_and_writing_it_down_the_mail_repeats_under_its_own_id() -> None:
    tell(UserFactory())
    run_due()
    # As if the worker had died before the row said so.
    MailMessage.objects.update(state=MailState.QUEUED)
    Job.objects.filter(name="kernel.send_mail").update(state="queued")
    run_due()
    first, second = outbox.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_many_people_are_written_by_jobs_not_by_the_request(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 3)
    monkeypatch.setattr(service, "CHUNK", 4)
    everybody = UserFactory.create_batch(10, verified=False)
    # A savepoint, the chats that want the kind, the batch, and a job for each of its three chunks.
    with django_assert_num_queries(7):
        tell(*everybody)
    assert Notification.objects.count() == 0
    run_due()
    tell(*everybody)
    run_due()
    assert Notification.objects.count() == len(everybody)
    assert sorted(mail.to[0] for mail in outbox.outbox) == sorted(one.email for one in everybody)


def test_what_differs_from_person_to_person_reaches_each() -> None:
    asha, ravi = UserFactory(), UserFactory()
    shared = {key: value for key, value in ASSIGNED.items() if key != "lessons"}
    notify(
        to=[asha.id, ravi.id],
        kind="learning.assignment_given",
        context=shared,
        personal={asha.id: {"lessons": 1}, ravi.id: {"lessons": 9, "url": "/learn/ravi/"}},
        dedupe_key="x",
        url="/learn/",
    )
    rows = {row.user_id: (row.context["lessons"], row.url) for row in Notification.objects.all()}
    assert rows == {asha.id: (1, "/learn/"), ravi.id: (9, "/learn/ravi/")}


def test_facts_are_shown_as_they_are_and_never_run() -> None:
    asha = UserFactory(name="<img src=x onerror=alert(1)>")
    tell(asha, course_title="<script>alert(1)</script> {name.__class__}", note="{{ settings }}")
    run_due()
    html = MailMessage.objects.get().html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {name.__class__}" in html
    assert "{{ settings }}" in html


def test_the_reader_is_told_in_their_own_language_of_dates_and_numbers() -> None:
    asha = UserFactory(language="hi")
    tell(asha)
    run_due()
    assert MailMessage.objects.get().language == "hi"


def test_mails_from_elsewhere_stand_in_the_log_without_their_words() -> None:
    asha = UserFactory(email="asha@acme.example")
    queue_mail(
        to="asha@acme.example",
        template="account_password_reset",
        context={"name": "Asha", "url": "/reset/secret/"},
    )
    row = Delivery.objects.get()
    assert (row.kind, row.user, row.state, row.title) == (
        "mail.account_password_reset",
        asha,
        DeliveryState.QUEUED,
        "",
    )
    run_due()
    row.refresh_from_db()
    assert (row.state, row.channel) == (DeliveryState.SENT, Channel.MAIL)

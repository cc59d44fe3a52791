"""Push and team chats against counterparts that speak the real protocols."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tenants.kernel.clock import frozen
from tenants.kernel.egress import EgressRefused
from tenants.kernel.errors import Invalid
from tenants.kernel.jobs import run_due
from tenants.kernel.mail import MailFailed
from tenants.kernel.models import Job
from tenants.kernel.names import link
from tenants.notify.handlers import on_mail_failed
from tenants.notify.models import (
    ChatChannel,
    CompanyRules,
    Delivery,
    Notification,
    Preference,
    PushSubscription,
)
from tenants.notify.services.chat import save_chat, try_chat
from tenants.notify.services.pushing import subscribe
from tenants.notify.services.reading import mark
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin
from tests.factories.notify import message_of, tell, tell_of_completion
from tests.tenants.notify.conftest import Outside

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NIGHT = NOON.replace(hour=18)
MORNING = NOON + timedelta(hours=20)  # 8:00 in Kolkata, the next day


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme), frozen(NOON):
        yield


def pushes() -> list[tuple[str, str]]:
    return list(
        Delivery.objects.filter(channel="push").order_by("id").values_list("state", "reason")
    )


def test_a_browser_can_read_what_the_push_service_cannot(outside: Outside) -> None:
    asha, phone = UserFactory(), outside.device()
    phone.sign_up(asha)
    tell(asha)
    run_due()
    assert Delivery.objects.get(channel="push").error == ""
    (message,) = outside.arrived("push")
    told = phone.read(message)
    assert told == {
        "title": "Acme Realty",
        "body": "Discovery calls was assigned to you, due 6 Dec",
        "tag": str(message_of(asha)),
        "url": link(f"/account/notifications/{message_of(asha)}/"),
    }
    assert message["claims"]["aud"] == outside.counterparts.origin
    assert message["claims"]["sub"].startswith("mailto:")
    assert pushes() == [("sent", "")]


def test_at_night_it_waits_for_the_morning_and_goes_once(outside: Outside) -> None:
    asha, phone = UserFactory(), outside.device()
    phone.sign_up(asha)
    with frozen(NIGHT):
        tell(asha)
        run_due()
        assert pushes() == [("held", "")]
        assert outside.arrived("push") == []
    with frozen(MORNING - timedelta(minutes=1)):
        run_due()
        assert pushes() == [("held", "")]
    for _time in range(2):
        with frozen(MORNING):
            run_due()
    assert pushes() == [("sent", "")]
    assert len(outside.arrived("push")) == 1


def test_what_was_read_or_switched_off_meanwhile_does_not_ring(outside: Outside) -> None:
    asha, ravi = UserFactory(), UserFactory()
    outside.device("asha").sign_up(asha)
    outside.device("ravi").sign_up(ravi)
    with frozen(NIGHT):
        tell(asha, ravi)
        run_due()
        mark(user=asha, notification_id=message_of(asha), read=True)
        Preference.objects.create(
            user=ravi,
            kind="learning.assignment_given",
            channel="push",
            is_on=False,
            changed_at=NIGHT,
        )
    with frozen(MORNING):
        run_due()
    assert sorted(pushes()) == [("suppressed", "read"), ("suppressed", "switched_off")]
    assert outside.arrived("push") == []


def test_a_browser_that_is_gone_is_forgotten(outside: Outside) -> None:
    asha = UserFactory()
    outside.device("old-gone").sign_up(asha)
    tell(asha)
    run_due()
    assert PushSubscription.objects.count() == 0
    assert pushes() == [("failed", "gone")]


def test_one_of_two_browsers_is_enough(outside: Outside) -> None:
    asha = UserFactory()
    outside.device("old-gone").sign_up(asha)
    outside.device("new").sign_up(asha)
    tell(asha)
    run_due()
    assert [one["to"] for one in outside.arrived("push")] == ["new"]
    assert [row.endpoint[-3:] for row in PushSubscription.objects.all()] == ["new"]
    assert pushes() == [("sent", "")]


@pytest.mark.parametrize("status", [503, 429])
def test_a_service_that_is_down_for_an_hour_gets_each_message_once(
    outside: Outside, status: int
) -> None:
    people = [UserFactory() for _number in range(3)]
    for number, person in enumerate(people):
        outside.device(f"d{number}").sign_up(person)
    for service in ("slack", "teams"):
        outside.chat(f"in-{service}", service=service, kinds=["learning.assignment_given"])
    for service in ("push", "hooks"):
        outside.answer_with(service, status)
    tell(*people)
    for minutes in range(0, 60, 10):
        with frozen(NOON + timedelta(minutes=minutes)):
            run_due()
    assert set(pushes()) == {("queued", "")}
    for service in ("push", "hooks"):
        outside.answer_with(service, 0)
    for minutes in (60, 90, 120):
        with frozen(NOON + timedelta(minutes=minutes)):
            run_due()
    assert set(pushes()) == {("sent", "")}
    assert sorted(one["to"] for one in outside.arrived("push")) == ["d0", "d1", "d2"]
    assert sorted(one["to"] for one in outside.arrived("hooks")) == ["in-slack", "in-teams"]
    chats = Delivery.objects.filter(channel="chat")
    assert list(chats.values_list("state", flat=True)) == ["sent", "sent"]


def test_what_came_meanwhile_does_not_stand_for_what_waits(outside: Outside) -> None:
    """A later message that gets through says nothing of the one before it."""
    asha, phone = UserFactory(), outside.device()
    phone.sign_up(asha)
    outside.answer_with("push", 503)
    tell(asha, key="first")
    run_due()
    outside.answer_with("push", 0)
    with frozen(NOON + timedelta(seconds=2)):  # before the first one's turn comes again
        tell(asha, key="second")
        run_due()
    assert sorted(pushes()) == [("queued", ""), ("sent", "")]
    with frozen(NOON + timedelta(minutes=10)):
        run_due()
    assert set(pushes()) == {("sent", "")}
    tags = {phone.read(one)["tag"] for one in outside.arrived("push")}
    assert tags == {str(one.id) for one in Notification.objects.filter(user=asha)}
    assert len(tags) == 2


def test_killed_after_the_push_service_took_it_the_repeat_replaces_it(outside: Outside) -> None:
    asha, phone = UserFactory(), outside.device()
    phone.sign_up(asha)
    tell(asha)
    run_due()
    # As if the worker had died before anything was written down.
    Delivery.objects.filter(channel="push").update(state="queued")
    Job.objects.filter(name="notify.deliver").update(state="queued")
    run_due()
    (message,) = outside.arrived("push")
    assert phone.read(message)["tag"] == str(message_of(asha))


def test_when_mail_is_refused_for_good_the_next_channel_is_tried(
    outside: Outside, settings: Any
) -> None:
    CompanyRules.objects.create(falls_back=True)
    asha = UserFactory()
    Preference.objects.create(
        user=asha,
        kind="learning.reminder_sent",
        channel="push",
        is_on=False,
        changed_at=NOON,
    )
    tell(asha)
    run_due()
    # Signed up only now, so push was none of the channels at first.
    outside.device().sign_up(asha)
    mail = Delivery.objects.get(channel="mail")
    assert mail.message_id is not None
    on_mail_failed(
        MailFailed(mail.message_id, asha.email, "550 5.1.1 No such user", is_refused=True)
    )
    run_due()
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.error) == ("bounced", "refused", "550 5.1.1 No such user")
    # Another reason than for the bounce notice itself, which is pushed too.
    own = Delivery.objects.get(channel="push", kind="learning.assignment_given")
    assert (own.state, own.reason) == ("sent", "fallback")


def test_signing_a_browser_up_asks_for_real_keys_and_a_public_address(outside: Outside) -> None:
    asha, phone = UserFactory(), outside.device()
    good = {"p256dh": phone.p256dh, "auth": phone.secret, "label": "x"}
    with pytest.raises(Invalid):
        subscribe(user=asha, endpoint=phone.endpoint, **{**good, "auth": "short"})
    with pytest.raises(Invalid):
        subscribe(user=asha, endpoint=phone.endpoint, **{**good, "p256dh": "*"})
    for endpoint in (
        "http://127.0.0.1/x",
        "https://[::1]/x",
        "http://169.254.169.254/",
        "ftp://x/",
    ):
        with pytest.raises(EgressRefused):
            subscribe(user=asha, endpoint=endpoint, **good)
    assert PushSubscription.objects.count() == 0


def test_a_browser_belongs_to_who_signed_up_last(outside: Outside) -> None:
    asha, ravi, shared = UserFactory(), UserFactory(), outside.device()
    shared.sign_up(asha)
    shared.sign_up(ravi)
    tell(asha)
    run_due()
    assert outside.arrived("push") == []
    assert [row.user for row in PushSubscription.objects.all()] == [ravi]


def test_slack_hears_once_in_words_that_mention_nobody(outside: Outside) -> None:
    outside.chat()
    manager = UserFactory()
    for _time in range(2):
        tell_of_completion(manager, person="<!channel> & co")
        run_due()
    (post,) = outside.arrived("hooks")
    content = post["content"]
    assert content["text"] == "&lt;!channel&gt; &amp; co completed Discovery calls"
    kinds = [block["type"] for block in content["blocks"]]
    assert kinds == ["section", "context", "actions"]
    assert content["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "<!channel> & co completed Discovery calls",
        "emoji": False,
    }
    assert content["blocks"][2]["elements"][0]["url"] == link("/team/")


def test_teams_gets_a_card_also_when_nobody_else_is_told(outside: Outside) -> None:
    outside.chat("sales", service="teams")
    tell_of_completion()
    run_due()
    (post,) = outside.arrived("hooks")
    card = post["content"]["attachments"][0]["content"]
    assert card["body"][0]["inlines"][0]["text"] == "Asha Rao completed Discovery calls"
    assert card["actions"][0]["type"] == "Action.OpenUrl"
    assert Notification.objects.count() == 0


def test_only_what_a_chat_asked_for_goes_there(outside: Outside) -> None:
    outside.chat(kinds=["people.invitation_accepted"])
    tell_of_completion()
    run_due()
    assert outside.arrived("hooks") == []


def test_a_chat_that_is_gone_is_said_to_the_admins_once(outside: Outside) -> None:
    chat, admin = outside.chat("wins-gone"), make_admin()
    for number in range(3):
        tell_of_completion(key=f"c{number}")
        run_due()
    rows = Delivery.objects.filter(channel="chat")
    assert set(rows.values_list("state", "reason")) == {("failed", "refused")}
    chat.refresh_from_db()
    assert chat.last_error == "404 no_service"
    assert Notification.objects.filter(user=admin, kind="messages.chat_fails").count() == 1


def test_a_chat_that_is_down_for_a_day_is_given_up_and_said(outside: Outside) -> None:
    chat, admin = outside.chat(), make_admin()
    outside.answer_with("hooks", 503)
    tell_of_completion()
    for half_hours in range(60):
        with frozen(NOON + timedelta(minutes=31 * half_hours)):
            run_due()
    row = Delivery.objects.get(channel="chat")
    assert (row.state, row.reason, row.error) == ("failed", "provider_down", "503")
    chat.refresh_from_db()
    assert chat.last_error == "503"
    assert Notification.objects.filter(user=admin, kind="messages.chat_fails").count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/services/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:127.0.0.1]/x",
        "https://user@8.8.8.8/x",
        "https://8.8.8.8:8443/x",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_webhook_on_a_private_address_is_refused(url: str) -> None:
    admin = make_admin()
    with pytest.raises(Invalid) as refusal:
        save_chat(name="Wins", service="slack", url=url, kinds=[], actor=admin)
    assert refusal.value.field == "url"
    assert ChatChannel.objects.count() == 0


def test_one_that_became_private_later_is_not_posted_to(outside: Outside, settings: Any) -> None:
    chat = outside.chat()
    settings.EGRESS_ALLOWED = frozenset()
    tell_of_completion()
    run_due()
    assert outside.arrived("hooks") == []
    assert Delivery.objects.get(channel="chat").state == "failed"
    with pytest.raises(Invalid):
        try_chat(chat_id=chat.id, actor=make_admin())


def test_a_test_message_says_whether_it_arrived(outside: Outside) -> None:
    admin, good, bad = make_admin(), outside.chat(), outside.chat("old-gone")
    try_chat(chat_id=good.id, actor=admin)
    assert len(outside.arrived("hooks")) == 1
    with pytest.raises(Invalid, match="404 no_service"):
        try_chat(chat_id=bad.id, actor=admin)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.last_ok_at, good.last_error) == (NOON, "")
    assert (bad.last_ok_at, bad.last_error) == (None, "404 no_service")

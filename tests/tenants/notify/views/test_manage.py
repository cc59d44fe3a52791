"""The company's side: log, defaults, words, chats, addresses."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import frozen, now
from tenants.kernel.jobs import run_due
from tenants.kernel.models import AuditEntry
from tenants.notify.models import (
    AddressTrouble,
    ChatChannel,
    CompanyDefault,
    CompanyRules,
    Delivery,
    TextOverride,
)
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin, make_manager
from tests.factories.notify import tell
from tests.tenants.notify.conftest import Outside

Browser = Callable[..., Client]
BASE = "/manage/notifications/"
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
RULES = {
    "is_quiet_on": "on",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "rhythm": "immediate",
}
WORDS = f"{BASE}words/edit/?kind=learning.assignment_given&language=en"


@pytest.fixture
def admin(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return make_admin(name="Adil Admin")


@pytest.fixture
def client(acme: TenantInfo, admin: User, browser_of: Browser) -> Client:
    return browser_of(acme, admin)


def fill(acme: TenantInfo) -> None:
    with in_tenant(acme):
        asha = UserFactory(name="Asha Rao", email="asha@acme.example")
        silent = UserFactory(name="Silent Shah", email=None)
        with frozen(NOON):
            tell(asha, silent, course_title="=Discovery")
            run_due()
        with frozen(NOON + timedelta(days=2)):
            tell(asha, key="k2", course_title="Closing")
            run_due()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"=Discovery", "Closing", "No e-mail address"}),
        ("?q=asha", {"=Discovery", "Closing"}),
        ("?q=asha+closing", {"Closing"}),
        ("?state=suppressed", {"=Discovery", "No e-mail address"}),
        ("?channel=push", set()),
        ("?kind=learning.reminder_sent", set()),
        ("?since=2026-11-23", {"Closing"}),
        ("?until=2026-11-22", {"=Discovery", "No e-mail address"}),
        ("?state=nonsense&since=yesterday", {"=Discovery", "Closing", "No e-mail address"}),
    ],
)
@pytest.mark.django_db
def test_the_log_is_searched_and_filtered(
    acme: TenantInfo, client: Client, query: str, expected: set[str]
) -> None:
    fill(acme)
    page = client.get(f"{BASE}{query}").content.decode()
    assert {
        word for word in ("=Discovery", "Closing", "No e-mail address") if f">{word}" in page
    } == expected


@pytest.mark.django_db
def test_the_log_is_exported_and_safe_to_open(acme: TenantInfo, client: Client) -> None:
    fill(acme)
    answer: Any = client.get(f"{BASE}export.csv?q=asha")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert [row[1] for row in rows[1:]] == ["Asha Rao", "Asha Rao"]
    assert [row[4] for row in rows[1:]] == ["Closing: due 6 Dec", "'=Discovery: due 6 Dec"]
    assert rows[2][0] == "2026-11-22 12:00:00"


@pytest.mark.django_db
def test_everybody_sees_only_their_own(acme: TenantInfo, browser_of: Browser) -> None:
    fill(acme)
    with in_tenant(acme):
        asha, ravi = User.objects.get(name="Asha Rao"), UserFactory()
    own = browser_of(acme, asha).get("/account/notifications/sent/").content.decode()
    assert "Discovery" in own
    assert "Silent" not in own
    assert (
        "Discovery"
        not in browser_of(acme, ravi).get("/account/notifications/sent/").content.decode()
    )


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.django_db
def test_a_page_of_the_log_costs_the_same_for_any_number(
    acme: TenantInfo,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    with in_tenant(acme):
        asha = UserFactory()
        for number in range(rows):
            Delivery.objects.create(
                user=asha, kind="learning.reminder_sent", channel="mail", state="sent",
                title=f"{number}",
            )  # fmt: skip
    client.get(BASE)
    with django_assert_num_queries(8):
        client.get(BASE)


PATHS = ("", "export.csv", "defaults/", "words/", "words/edit/", "words/mail/", "channels/",
         "channels/new/", "addresses/")  # fmt: skip


@pytest.mark.django_db
def test_for_admins_only_and_on_the_public_site_for_staff(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        people = [UserFactory(), make_manager(), UserFactory(roles=[Role.AUTHOR])]
    with in_tenant(PUBLIC):
        consumer, staff = UserFactory(roles=[Role.CONSUMER]), UserFactory(roles=[Role.STAFF])
    for path in PATHS:
        for person in people:
            assert browser_of(acme, person).get(f"{BASE}{path}").status_code == 403
        assert browser_of(acme).get(f"{BASE}{path}").status_code == 302
        assert browser_of(PUBLIC, consumer).get(f"/staff/notifications/{path}").status_code == 403
    assert browser_of(PUBLIC, staff).get("/staff/notifications/").status_code == 200


@pytest.mark.django_db
def test_a_companys_default_holds_for_who_has_not_chosen(acme: TenantInfo, client: Client) -> None:
    page = client.get(f"{BASE}defaults/").content.decode()
    boxes = [part.partition('"')[0] for part in page.split('type="checkbox" name="')[1:]]
    on = {box: "on" for box in boxes if ":" in box}
    del on["learning.assignment_given:mail"]
    assert client.post(f"{BASE}defaults/", {**RULES, **on, "falls_back": "on"}).status_code == 302
    with in_tenant(acme):
        rules = CompanyRules.objects.get()
        assert (rules.falls_back, rules.quiet_from.hour, rules.is_quiet_on) == (True, 22, True)
        off = set(CompanyDefault.objects.filter(is_on=False).values_list("kind", "channel"))
        assert off == {("learning.assignment_given", "mail")}
        assert AuditEntry.objects.filter(action="messages.defaults_changed").count() == 1
        tell(UserFactory())
        run_due()
        assert outbox.outbox == []


@pytest.mark.django_db
def test_wrong_hours_change_nothing(acme: TenantInfo, client: Client) -> None:
    answer = client.post(f"{BASE}defaults/", {**RULES, "quiet_until": "22:00"})
    assert answer.status_code == 422
    with in_tenant(acme):
        assert (CompanyRules.objects.count(), CompanyDefault.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_companys_own_words_are_previewed_sent_and_put_back(
    acme: TenantInfo, client: Client
) -> None:
    own = {
        "subject": "New for {name}: {course_title}",
        "intro": "Please finish <b>{course_title}</b> & smile.",
    }
    page = client.post(WORDS, {**own, "do": "look"}).content.decode()
    assert "New for Adil Admin: Discovery calls that qualify" in page
    assert "Please finish &lt;b&gt;Discovery calls that qualify&lt;/b&gt; &amp; smile." in page
    with in_tenant(acme):
        assert TextOverride.objects.count() == 0
    assert client.post(WORDS, own).status_code == 302
    mail = client.get(WORDS.replace("edit", "mail")).content.decode()
    assert "&lt;b&gt;Discovery" in mail
    with in_tenant(acme):
        asha = UserFactory(name="Asha Rao")
        tell(asha)
        run_due()
        assert outbox.outbox[0].subject == "New for Asha Rao: Discovery calls"
        # The company speaks English only here; a Hindi reader gets ours.
        tell(UserFactory(name="Ravi", language="hi"), key="k2")
        run_due()
        theirs = outbox.outbox[1].subject
        assert "Discovery calls" in theirs
        assert not theirs.startswith("New for")
    assert client.post(WORDS, {**own, "do": "reset"}).status_code == 302
    with in_tenant(acme):
        assert TextOverride.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("subject", "Hello {nome}", "{nome}"),
        ("intro", "{courses}", "{courses}"),
        ("intro", "{name.__class__}", "is no placeholder"),
        ("intro", "{name!r}", "is no placeholder"),
        ("intro", "{name:>9999}", "is no placeholder"),
        ("intro", "{0}", "is no placeholder"),
        ("subject", "{", "brace"),
        ("subject", "}", "brace"),
    ],
)
@pytest.mark.django_db
def test_an_unknown_placeholder_is_refused_by_its_name(
    acme: TenantInfo, client: Client, field: str, text: str, said: str
) -> None:
    for act in ("", "look"):
        answer = client.post(WORDS, {field: text, "do": act})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert text in page or text.replace(">", "&gt;") in page, "nothing typed is lost"
    with in_tenant(acme):
        assert TextOverride.objects.count() == 0


@pytest.mark.parametrize(
    "query", ["", "?kind=x&language=en", "?kind=learning.certificate_revoked&language=en",
              "?kind=learning.assignment_given&language=xx"]
)  # fmt: skip
@pytest.mark.django_db
def test_only_what_may_be_reworded_has_a_page(client: Client, query: str) -> None:
    for page in ("edit", "mail"):
        assert client.get(f"{BASE}words/{page}/{query}").status_code == 404


@pytest.fixture
def committed_admin(
    committed: None, outside: Outside, browser_of: Browser
) -> tuple[TenantInfo, Client]:
    """An admin outside any transaction, as pages that ask the network run."""
    acme = company("acme")
    with in_tenant(acme):
        user = make_admin()
    return acme, browser_of(acme, user)


def test_a_chat_is_connected_tried_removed_and_brought_back(
    committed_admin: tuple[TenantInfo, Client], outside: Outside
) -> None:
    acme, client = committed_admin
    good = {
        "name": "Sales wins",
        "service": "slack",
        "url": f"{outside.counterparts.origin}/hooks/slack/wins",
        "kinds": ["team.course_completed"],
    }
    answer = client.post(f"{BASE}channels/new/", {**good, "url": "https://10.1.2.3/x"})
    assert answer.status_code == 422
    assert "not on the public internet" in answer.content.decode()
    assert "Sales wins" in answer.content.decode()
    assert (
        client.post(
            f"{BASE}channels/new/", {**good, "kinds": ["learning.reminder_sent"]}
        ).status_code
        == 422
    )
    with in_tenant(acme):
        assert ChatChannel.objects.count() == 0
    page = client.post(f"{BASE}channels/new/", good, follow=True)
    assert "Sales wins is connected" in page.content.decode()
    assert "/hooks/slack/wins" not in page.content.decode(), "the address is a secret"
    here = page.redirect_chain[-1][0]
    assert "arrived at Sales wins" in client.post(f"{here}test/", follow=True).content.decode()
    assert len(outside.arrived("hooks")) == 1
    changed = {**good, "name": "Wins", "url": ""}
    assert client.post(here, changed).status_code == 302
    client.post(f"{here}remove/")
    assert client.get(here).status_code == 404
    assert client.post(f"{here}test/").status_code == 404
    client.post(f"{here}restore/")
    with in_tenant(acme):
        row = ChatChannel.objects.get()
        assert (row.name, row.url, row.removed_at) == ("Wins", good["url"], None)
        acts = AuditEntry.objects.filter(action__startswith="chat.").values_list(
            "action", flat=True
        )
        assert sorted(acts) == [
            "chat.changed", "chat.connected", "chat.removed", "chat.restored", "chat.tried",
        ]  # fmt: skip


def test_a_browser_signs_up_and_out(
    committed_admin: tuple[TenantInfo, Client], outside: Outside, browser_of: Browser
) -> None:
    acme, client = committed_admin
    phone = outside.device()
    good = {"endpoint": phone.endpoint, "p256dh": phone.p256dh, "auth": phone.secret}
    push = "/account/notifications/push/"
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}
    assert client.post(push, {**good, "endpoint": "https://192.168.0.1/x"}).status_code == 422
    assert client.post(push, {"endpoint": phone.endpoint}).status_code == 422
    assert browser_of(acme).post(push, good).status_code == 302
    assert client.post(push, good, headers=agent).status_code == 204
    page = client.get("/account/notifications/settings/").content.decode()
    assert "Chrome · Android" in page
    there = page.partition(f'action="{push}')[2].partition('"')[0]
    with in_tenant(acme):
        other = UserFactory()
    assert browser_of(acme, other).post(f"{push}{there}").status_code == 404
    assert client.post(f"{push}{there}").status_code == 302
    assert "Chrome · Android" not in client.get("/account/notifications/settings/").content.decode()


@pytest.mark.django_db
def test_an_address_is_taken_up_again_and_that_undone(acme: TenantInfo, client: Client) -> None:
    with in_tenant(acme):
        row = AddressTrouble.objects.create(
            address="asha@acme.example", trouble="bounced", diagnostic="550 5.1.1", noticed_at=now()
        )
    page = client.get(f"{BASE}addresses/?q=asha").content.decode()
    assert "550 5.1.1" in page
    assert "asha@" not in client.get(f"{BASE}addresses/?q=ravi").content.decode()
    client.post(f"{BASE}addresses/{row.id}/clear/")
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.cleared_at is not None
    assert "Every address takes mail" in client.get(f"{BASE}addresses/").content.decode()
    client.post(f"{BASE}addresses/{row.id}/restore/")
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.cleared_at is None

"""Choices, hours, summaries, and the link that stops a mail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail as outbox
from django.test import Client

from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.notify.api import notify
from tenants.notify.models import AddressTrouble, Delivery, PersonRules, Preference
from tenants.notify.services.digest import send_digest
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin, make_manager
from tests.factories.notify import tell, tell_of_completion

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAGE = "/account/notifications/settings/"
RULES: dict[str, Any] = {
    "is_quiet_on": "on",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
    "time_zone": "company",
    "rhythm": "immediate",
    "digest_hour": "9",
    "digest_weekday": "0",
}
MAIL = "learning.assignment_given:mail"
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)  # a Sunday, 12:00 in Kolkata


def ticked(page: str) -> set[str]:
    """The boxes that are ticked, of the table of choices."""
    return {
        part.partition('"')[0]
        for part in page.split('type="checkbox" name="')[1:]
        if " checked" in part.partition(">")[0] and ":" in part.partition('"')[0]
    }


def test_only_a_company_is_called_one(acme: TenantInfo, browser_of: Browser) -> None:
    for host, words in ((acme, "Like the company"), (PUBLIC, "As usual here")):
        with in_tenant(host):
            person = UserFactory()
        page = browser_of(host, person).get(PAGE).content.decode()
        assert f"{words} (Asia/Kolkata)" in page
        assert page.count("Like the company") == (host is acme)


def test_a_choice_is_kept_and_what_is_like_the_default_follows_it(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        asha = UserFactory()
    client = browser_of(acme, asha)
    before = ticked(client.get(PAGE).content.decode())
    assert MAIL in before
    answer = client.post(PAGE, {**RULES, **dict.fromkeys(before - {MAIL}, "on")})
    assert answer.status_code == 302
    assert ticked(client.get(PAGE).content.decode()) == before - {MAIL}
    with in_tenant(acme):
        assert list(Preference.objects.values_list("kind", "channel", "is_on")) == [
            ("learning.assignment_given", "mail", False)
        ]
        tell(asha)
        run_due()
        assert outbox.outbox == []
        row = Delivery.objects.get(channel="mail")
        assert (row.state, row.reason) == ("suppressed", "switched_off")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quiet_until": "21:00"}, "Quiet hours that begin and end"),
        ({"quiet_from": "late"}, "Enter a valid time"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"digest_hour": "24"}, "not one of the available choices"),
        ({"rhythm": "never"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    acme: TenantInfo, browser_of: Browser, change: dict[str, str], field: str
) -> None:
    with in_tenant(acme):
        asha = UserFactory()
    client = browser_of(acme, asha)
    answer = client.post(PAGE, {**RULES, **change, "learning.reminder_sent:push": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert field in page
    # What was ticked beside the error stays ticked, and nothing was saved.
    assert ticked(page) == {"learning.reminder_sent:push"}
    with in_tenant(acme):
        assert (Preference.objects.count(), PersonRules.objects.count()) == (0, 0)


def test_only_what_concerns_somebody_is_offered(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        people = {"learner": UserFactory(), "manager": make_manager(), "admin": make_admin()}
    pages = {who: browser_of(acme, user).get(PAGE).content.decode() for who, user in people.items()}
    offered = {
        who: ("team.course_completed:mail" in page, "people.import_finished:mail" in page)
        for who, page in pages.items()
    }
    assert offered == {
        "learner": (False, False),
        "manager": (True, False),
        "admin": (True, True),
    }


def test_nobody_switches_off_what_is_mandatory(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        asha = UserFactory()
    client = browser_of(acme, asha)
    assert "Always" in client.get(PAGE).content.decode()
    client.post(PAGE, RULES)
    with in_tenant(acme):
        kinds = set(Preference.objects.values_list("kind", flat=True))
    assert "learning.certificate_revoked" not in kinds
    assert "learning.assignment_given" in kinds


def test_a_summary_comes_at_its_hour_and_leaves_out_what_was_read(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme), frozen(NOON):
        ravi = make_manager(name="Ravi Kumar")
    wants = {**RULES, "rhythm": "daily", "digest_hour": "18", "team.course_completed:mail": "on"}
    with frozen(NOON):
        assert browser_of(acme, ravi).post(PAGE, wants).status_code == 302
    with in_tenant(acme), frozen(NOON):
        for number, person in enumerate(("Asha Rao", "Meena Iyer", "Dev Shah")):
            tell_of_completion(ravi, key=f"c{number}", person=person)
        run_due()
        assert outbox.outbox == []
        assert set(Delivery.objects.filter(channel="mail").values_list("state", "due_at")) == {
            ("digested", datetime(2026, 11, 22, 12, 30, tzinfo=UTC))
        }
        first = Delivery.objects.filter(channel="mail").order_by("created_at", "id").first()
        assert first is not None
        assert first.notification is not None
        read = first.notification
    with frozen(NOON):
        browser_of(acme, ravi).get(f"/account/notifications/{read.id}/")
    with in_tenant(acme), frozen(NOON + timedelta(hours=6)):
        run_due()
        run_due()
        (mail,) = outbox.outbox
        assert mail.subject == "2 messages from Acme Realty"
        assert mail.body.count("completed Discovery calls") == 2
        states = Delivery.objects.filter(channel="mail").values_list("state", "reason")
        assert sorted(states) == [("sent", ""), ("sent", ""), ("suppressed", "read")]


def test_who_ends_the_summary_gets_what_was_collected_at_once(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        ravi = make_manager()
    client = browser_of(acme, ravi)
    on = {"team.course_completed:mail": "on"}
    with frozen(NOON):
        client.post(PAGE, {**RULES, **on, "rhythm": "weekly", "digest_weekday": "2"})
    with in_tenant(acme), frozen(NOON):
        tell_of_completion(ravi)
        run_due()
        # A job that comes early, such as that of an hour chosen before, finds nothing due.
        send_digest(user_id=ravi.id)
        run_due()
        assert outbox.outbox == []
    with frozen(NOON + timedelta(hours=1)):
        client.post(PAGE, {**RULES, **on})
    with in_tenant(acme), frozen(NOON + timedelta(hours=1)):
        run_due()
        assert len(outbox.outbox) == 1
    with in_tenant(acme), frozen(NOON + timedelta(days=8)):
        run_due()
        assert len(outbox.outbox) == 1


def unsubscribe_path(mail: Any) -> str:
    parts = urlsplit(mail.extra_headers["List-Unsubscribe"].strip("<>"))
    return parts.path


def test_the_link_in_a_mail_stops_that_kind_without_signing_in_and_takes_it_back(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        asha = UserFactory()
        tell(asha)
        run_due()
        (mail,) = outbox.outbox
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = unsubscribe_path(mail)
    assert path in mail.body
    # As a mail provider posts: no cookie, no token of a form (RFC 8058, 3.1).
    client = browser_of(acme, enforce_csrf_checks=True)
    assert "Stop these mails?" in client.get(path).content.decode()
    with in_tenant(acme):
        assert Preference.objects.count() == 0, "looking changes nothing"
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "These mails have stopped" in answer.content.decode()
    assert MAIL not in ticked(browser_of(acme, asha).get(PAGE).content.decode())
    with in_tenant(acme):
        tell(asha, key="k2")
        run_due()
        assert len(outbox.outbox) == 1
        asha.refresh_from_db()
        assert asha.unread_notifications == 2
        assert list(Preference.objects.values_list("kind", "channel")) == [
            ("learning.assignment_given", "mail")
        ]
    assert "come again" in client.post(path, {"undo": "1"}).content.decode()
    with in_tenant(acme):
        tell(asha, key="k3")
        run_due()
        assert len(outbox.outbox) == 2


def test_as_link_at_zenith_or_altered_is_refused(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        asha = UserFactory()
        tell(asha)
        run_due()
        path = unsubscribe_path(outbox.outbox[0])
    with in_tenant(zenith):
        UserFactory(id=asha.id, email=asha.email)
    token = path.rstrip("/").rpartition("/")[2]
    altered = path.replace(token, ("A" if token[0] != "A" else "B") + token[1:])
    there = browser_of(zenith)
    there.cookies["django_language"] = "en"  # the company speaks Hindi
    for client, wrong in (
        (there, path),
        (browser_of(acme), altered),
        (browser_of(acme), path.replace(token, "nonsense")),
    ):
        assert client.post(wrong).status_code == 404
        assert "This link does not work" in client.get(wrong).content.decode()
    for tenant in (acme, zenith):
        with in_tenant(tenant):
            assert Preference.objects.count() == 0


def test_mails_that_nobody_may_stop_have_no_such_link(acme: TenantInfo) -> None:
    with in_tenant(acme):
        asha = UserFactory()
        notify(
            to=asha.id,
            kind="learning.certificate_revoked",
            context={"course_title": "Discovery", "reason": "A mistake."},
            dedupe_key="r",
        )
        run_due()
    (mail,) = outbox.outbox
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "unsubscribe" not in mail.body
    assert "A mistake." in mail.body


def test_a_person_says_that_their_address_works_again(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        asha, ravi = UserFactory(), UserFactory()
        for one in (asha, ravi):
            AddressTrouble.objects.create(
                address=one.email, user=one, trouble="bounced", noticed_at=NOON, diagnostic="550"
            )
    client = browser_of(acme, asha)
    assert f"Mail to {asha.email} stopped" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}address/")
    with in_tenant(acme):
        still = AddressTrouble.objects.filter(cleared_at=None).values_list("address", flat=True)
        assert list(still) == [ravi.email]

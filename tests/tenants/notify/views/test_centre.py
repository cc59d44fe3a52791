"""The bell and its page: read, unread, undo, and nobody else's."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tenants.accounts.models import User
from tenants.kernel.clock import frozen
from tenants.kernel.jobs import run_due
from tenants.notify.models import Notification
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.notify import message_of, tell

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
CENTRE = "/account/notifications/"


@pytest.fixture
def asha(acme: TenantInfo) -> User:
    with in_tenant(acme):
        person: User = UserFactory(name="Asha Rao")
        for number in range(3):
            tell(person, key=f"k{number}", course_title=f"Course {number}")
        run_due()
        person.refresh_from_db()
    return person


def unread(tenant: TenantInfo, user: User) -> int:
    with in_tenant(tenant):
        return User.objects.get(id=user.id).unread_notifications


def test_the_bell_counts_and_opening_one_reads_it(
    acme: TenantInfo, asha: User, browser_of: Browser
) -> None:
    client = browser_of(acme, asha)
    page = client.get(CENTRE).content.decode()
    assert "Messages: 3 unread" in page
    assert [f"Course {n} was assigned to you, due 6 Dec" in page for n in range(3)] == [True] * 3
    with in_tenant(acme):
        one = message_of(asha)
    answer = client.get(f"{CENTRE}{one}/")
    assert (answer.status_code, answer["Location"]) == (302, "/learn/")
    assert unread(acme, asha) == 2
    client.get(f"{CENTRE}{one}/")
    assert unread(acme, asha) == 2
    assert "Course 2" not in client.get(f"{CENTRE}?show=unread").content.decode()


def test_all_read_and_that_undone_leaves_the_earlier_ones_read(
    acme: TenantInfo, asha: User, browser_of: Browser
) -> None:
    client = browser_of(acme, asha)
    with in_tenant(acme):
        one = message_of(asha)
    client.post(f"{CENTRE}{one}/read/", {"read": "1"})
    page = client.post(f"{CENTRE}read-all/", follow=True).content.decode()
    assert "2 messages are read." in page
    assert unread(acme, asha) == 0
    undo = page.partition('action="/account/notifications/unread-again/')[2].partition('"')[0]
    client.post(f"{CENTRE}unread-again/{undo}".replace("&amp;", "&"))
    assert unread(acme, asha) == 2
    with in_tenant(acme):
        assert Notification.objects.get(id=one).read_at is not None
    assert client.post(f"{CENTRE}unread-again/?at=yesterday").status_code == 422


def test_htmx_gets_the_line_alone(acme: TenantInfo, asha: User, browser_of: Browser) -> None:
    client = browser_of(acme, asha)
    with in_tenant(acme):
        one = message_of(asha)
    line = client.post(f"{CENTRE}{one}/read/", {"read": "1"}, headers={"HX-Request": "true"})
    text = line.content.decode()
    assert text.startswith("<li")
    assert "<html" not in text
    assert "New" not in text
    assert unread(acme, asha) == 2


def test_another_persons_message_does_not_exist(
    acme: TenantInfo, asha: User, browser_of: Browser
) -> None:
    with in_tenant(acme):
        one, other = message_of(asha), UserFactory()
    client = browser_of(acme, other)
    for message in (one, uuid4()):
        assert client.get(f"{CENTRE}{message}/").status_code == 404
        assert client.post(f"{CENTRE}{message}/read/").status_code == 404
    client.post(f"{CENTRE}read-all/")
    assert unread(acme, asha) == 3


def test_a_wrong_count_puts_itself_right(acme: TenantInfo, asha: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        User.objects.filter(id=asha.id).update(unread_notifications=77)
    browser_of(acme, asha).get(CENTRE)
    assert unread(acme, asha) == 3


def test_facts_are_escaped_in_the_list(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        ravi = UserFactory()
        tell(ravi, course_title="<script>alert(1)</script>")
        run_due()
    page = browser_of(acme, ravi).get(CENTRE).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_link_to_another_host_is_not_followed(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        ravi = UserFactory()
        tell(ravi)
        Notification.objects.update(url="https://evil.example/")
        one = message_of(ravi)
    assert browser_of(acme, ravi).get(f"{CENTRE}{one}/")["Location"] == CENTRE


@pytest.mark.parametrize("messages", [1, 30])
def test_a_page_costs_the_same_for_any_number(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    messages: int,
) -> None:
    with in_tenant(acme):
        ravi = UserFactory()
        for number in range(messages):
            tell(ravi, key=f"k{number}")
        run_due()
    client = browser_of(acme, ravi)
    client.get(CENTRE)
    with django_assert_num_queries(9):
        client.get(CENTRE)


def test_the_bell_costs_no_query(acme: TenantInfo, asha: User, browser_of: Browser) -> None:
    client = browser_of(acme, asha)
    with CaptureQueriesContext(connection) as asked:
        assert "Messages: 3 unread" in client.get("/account/display/").content.decode()
    assert [one["sql"] for one in asked if "notify_" in one["sql"]] == []


def test_visitors_sign_in_first(acme: TenantInfo, browser_of: Browser) -> None:
    for path in ("", "settings/", "sent/"):
        answer = browser_of(acme).get(f"{CENTRE}{path}")
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_days_are_those_of_the_company(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        ravi = UserFactory()
        with frozen(datetime(2026, 11, 22, 20, tzinfo=UTC)):
            tell(ravi)
    # 20:00 UTC is 1:30 at night in Kolkata.
    assert "23 Nov, 1:30 am" in browser_of(acme, ravi).get(CENTRE).content.decode()

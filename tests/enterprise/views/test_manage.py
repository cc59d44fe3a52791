"""The admin's home: what needs attention counts what its list shows; adoption is what happened."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprise.models import ImportState, PeopleImport
from learning.engagement.api import note_activity
from tenants.accounts.api import set_seats
from tenants.kernel.clock import frozen, now
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory
from tests.factories.enterprise import (
    DepartmentFactory,
    make_admin,
    make_assignment,
    make_manager,
    make_member,
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def page_of(browser: Client, path: str = "/manage/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_waits(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
    assert "Nothing waits for you." in page_of(browser_of(acme, admin))


def test_each_line_leads_to_what_it_counts(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme), frozen(NOW):
        admin, north = make_admin(), DepartmentFactory()
        with frozen(NOW - timedelta(days=30)):
            make_member(north, name="Late One")
        soon = make_assignment(north, days=3)
        make_assignment(north, days=30)
        with frozen(NOW - timedelta(days=20)):
            make_assignment(north, days=10)
        InvitationFactory()
        PeopleImport.objects.create(
            file_name="people.csv",
            state=ImportState.OPEN,
            error="The seats are taken.",
            created_at=now(),
        )
        set_seats(seats=2)
    browser = browser_of(acme, admin)
    with frozen(NOW):
        page = page_of(browser)
        for said in (
            "1 person is overdue",
            "All 2 seats are taken",
            "The import of people.csv stopped: The seats are taken.",
            "1 invitation is unanswered",
            "1 assignment ends within 7 days",
        ):
            assert said in page
        listed = page_of(browser, "/manage/assignments/?status=week")
        assert set(re.findall(r"/manage/assignments/([0-9a-f-]{36})/", listed)) == {str(soon.id)}
        assert "Late One" in page_of(browser, "/team/?status=overdue")


def test_who_learns_agrees_with_the_list_and_the_file(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        admin = make_admin()
        for n, ages in enumerate([(0,), (0, 3), (12,), (40,)]):
            person = make_member(DepartmentFactory(), name=f"Learner {n}")
            for age in ages:
                note_activity(learner_id=person.id, at=NOW - timedelta(days=age), lessons=1)
    browser = browser_of(acme, admin)
    with frozen(NOW):
        page = page_of(browser)
        counts = re.findall(r'<b class="num">(\d+)</b>People active in (\d+) days', page)
        assert counts == [("2", "7"), ("3", "30")]
        for days, count in ((7, 2), (30, 3)):
            listed = page_of(browser, f"/manage/learners/?days={days}")
            assert len(set(re.findall(r"Learner \d", listed))) == count
        odd = page_of(browser, "/manage/learners/?days=nonsense")
        assert len(set(re.findall(r"Learner \d", odd))) == 2
        lines = b"".join(browser.get("/manage/figures.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "People active in 7 days,2" in lines
    assert "People active in 30 days,3" in lines


@pytest.mark.parametrize("people", [1, 30])
def test_the_pages_cost_the_same_for_any_number_of_people(
    acme: TenantInfo,
    browser_of: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    with in_tenant(acme):
        admin, north = make_admin(), DepartmentFactory()
        for _n in range(people):
            person = make_member(north)
            note_activity(learner_id=person.id, at=now(), lessons=1)
    browser = browser_of(acme, admin)
    page_of(browser), page_of(browser, "/manage/learners/")
    with in_tenant(acme), django_assert_num_queries(29):
        page_of(browser)
    with in_tenant(acme), django_assert_num_queries(8):
        page_of(browser, "/manage/learners/")


@pytest.mark.parametrize(
    "path", ["/manage/figures.csv", "/manage/learners/", "/manage/learners/export.csv"]
)
def test_managers_are_kept_out(acme: TenantInfo, browser_of: Browser, path: str) -> None:
    with in_tenant(acme):
        manager = make_manager(DepartmentFactory())
    assert browser_of(acme, manager).get(path).status_code == 403
    assert browser_of(acme).get(path).status_code == 302

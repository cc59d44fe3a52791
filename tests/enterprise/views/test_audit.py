"""The audit log: found, paged, exported, and for admins only."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tenants.accounts.models import User
from tenants.kernel.audit import record
from tenants.kernel.audit_words import area, deed
from tenants.kernel.clock import frozen
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin, make_manager

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def client(acme: TenantInfo, browser_of: Browser) -> Client:
    with in_tenant(acme):
        admin = make_admin(name="Asha Rao")
        for day, action, target in (
            (1, "people.deactivated", "Ravi Kumar"),
            (2, "department.renamed", "=North"),
            (3, "assignment.created", "Discovery · North"),
        ):
            # 20:00 UTC is the next day in Kolkata.
            with frozen(datetime(2026, 11, day, 20, tzinfo=UTC)):
                record(action, actor=admin, target=target, changes={"name": ["", target]})
        with frozen(datetime(2026, 11, 4, 20, tzinfo=UTC)):
            record("people.imported", actor=None, target="people.csv")
    return browser_of(acme, admin)


ACTIONS = ("people.deactivated", "department.renamed", "assignment.created", "people.imported")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set(ACTIONS)),
        ("?area=people", {"people.deactivated", "people.imported"}),
        ("?q=asha+north", {"department.renamed", "assignment.created"}),
        ("?since=2026-11-03&until=2026-11-03", {"department.renamed"}),
        ("?since=2026-11-04", {"assignment.created", "people.imported"}),
        ("?since=yesterday", set(ACTIONS)),
        ("?q=nobody", set()),
        ("?q=renamed+a+team", {"department.renamed"}),
        ("?q=DEACTIVATED", {"people.deactivated"}),
    ],
)
def test_filters(client: Client, query: str, expected: set[str]) -> None:
    page = client.get(f"/manage/audit/{query}").content.decode()
    assert {action for action in ACTIONS if f'data-action="{action}"' in page} == expected


def test_deeds_and_areas_are_said_and_sought_in_the_readers_language(
    acme: TenantInfo, client: Client
) -> None:
    with in_tenant(acme):
        User.objects.update(language="hi")
    with override("hi"):
        words, people = deed("department.renamed"), area("people")
    page = client.get("/manage/audit/").content.decode()
    assert '<tr data-action="department.renamed">' in page
    assert f'<th scope="row">{words}</th>' in page
    assert f'<option value="people">{people}</option>' in page
    assert not words.isascii()
    found = client.get("/manage/audit/", {"q": words.split()[0]}).content.decode()
    assert 'data-action="department.renamed"' in found
    assert 'data-action="people.imported"' not in found


def test_the_latest_stands_first_and_the_system_has_a_name(client: Client) -> None:
    page = client.get("/manage/audit/").content.decode()
    places = [page.index(f'data-action="{action}"') for action in reversed(ACTIONS)]
    assert places == sorted(places)
    assert "System" in page
    assert '<span class="muted">Name:</span> – → =North</li>' in page


def test_export(client: Client) -> None:
    body = b"".join(client.get("/manage/audit/export.csv?area=department").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["2026-11-03 01:30:00", "Asha Rao", "department.renamed", "'=North", "name: – → =North"]
    ]


def test_for_admins_only(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        people = [UserFactory(), make_manager()]
    for person in people:
        for path in ("/manage/audit/", "/manage/audit/export.csv"):
            assert browser_of(acme, person).get(path).status_code == 403


@pytest.mark.parametrize("entries", [1, 60])
def test_a_page_costs_the_same_for_any_number(
    acme: TenantInfo,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    entries: int,
) -> None:
    with in_tenant(acme):
        for number in range(entries):
            record("people.placed", actor=None, target=f"Person {number}")
    client.get("/manage/audit/")
    with django_assert_num_queries(9):
        client.get("/manage/audit/")
    assert client.get("/manage/audit/?page=999").status_code == 200

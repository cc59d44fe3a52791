"""The platform's audit log: the public schema's own lines, for staff alone, as page and file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tenants.accounts.enums import Role
from tenants.kernel.audit import record
from tenants.kernel.clock import frozen
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def browser(acme: TenantInfo, browser_of: Browser) -> Client:
    with in_tenant(acme):
        record("people.deactivated", actor=None, target="Of a company")
    with in_tenant(PUBLIC):
        nisha = UserFactory(name="Nisha", roles=[Role.STAFF])
        for day, action, target in ((1, "company.moved", "Acme"), (2, "review.approved", "=Ravi")):
            with frozen(datetime(2026, 11, day, 20, tzinfo=UTC)):
                record(action, actor=nisha, target=target)
    return browser_of(PUBLIC, nisha)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"company.moved", "review.approved"}),
        ("?area=review", {"review.approved"}),
        ("?q=acme", {"company.moved"}),
        ("?since=2026-11-03&until=2026-11-03", {"review.approved"}),
        ("?q=nobody", set()),
    ],
)
def test_filters(browser: Client, query: str, expected: set[str]) -> None:
    page = browser.get(f"/staff/audit/{query}").content.decode()
    rows = page.partition("<tbody>")[2]
    assert {one for one in ("company.moved", "review.approved") if one in rows} == expected
    assert "Of a company" not in page


def test_the_file_says_the_same_and_runs_nothing(browser: Client) -> None:
    answer = browser.get("/staff/audit/export.csv?area=review")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[1:4] for line in lines[1:]] == [["Nisha", "review.approved", "'=Ravi"]]


@pytest.mark.parametrize("path", ["/staff/audit/", "/staff/audit/export.csv"])
@pytest.mark.parametrize("role", [Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER])
def test_others_are_kept_out(browser_of: Browser, path: str, role: Role) -> None:
    with in_tenant(PUBLIC):
        person = UserFactory(roles=[role])
    assert browser_of(PUBLIC, person).get(path).status_code == 403
    assert browser_of(PUBLIC).get(path).status_code == 302

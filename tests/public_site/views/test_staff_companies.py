"""Our staff's pages of companies: for staff alone, every step recorded with its reason."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.models import AuditEntry
from tenants.models import CompanyGroup, Domain, Erasure, Tenant, TenantStatusChange
from tenants.privacy.gate import agreement_in_force
from tenants.schemas import PUBLIC, TenantInfo, in_public, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.tenants import stand, standing

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
LIST = "/staff/companies/"


@pytest.fixture
def staff(db: None, browser_of: Browser) -> Client:
    """The browser of one of our staff, who has just signed in."""
    with in_public():
        user = UserFactory(name="Sita Staff", email="sita@smh.example", roles=[Role.STAFF])
    browser = browser_of(PUBLIC)
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    with in_public():
        session = browser.session
        session["agreed"] = agreement_in_force()
        session.save()
    return browser


def _more(count: int) -> None:
    with in_public():
        group = CompanyGroup.objects.create(name="Mehta Holdings")
        for _ in range(count):
            word = uuid4().hex[:12]
            tenant = Tenant.objects.create(
                schema_name=f"c_{word}", name=f"Company {word}", slug=f"x{word}", status="trial",
                group=group,
            )  # fmt: skip
            Domain.objects.create(tenant=tenant, domain=f"{word}.example", is_primary=True)


@pytest.mark.parametrize("role", [None, Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER])
def test_nobody_but_staff_gets_here(
    acme: TenantInfo, browser_of: Browser, role: Role | None
) -> None:
    with in_public():
        user = UserFactory(roles=[role]) if role else None
    browser = browser_of(PUBLIC, user)
    if role:
        with in_public():
            session = browser.session
            session["agreed"] = agreement_in_force()
            session.save()
    code = 403 if role else 302
    for path in (LIST, f"{LIST}export.csv", f"{LIST}{acme.id}/", "/staff/groups/"):
        assert browser.get(path).status_code == code
    answer = browser.post(
        f"{LIST}{acme.id}/move/",
        {"target": "suspended", "reason": "Because.", "expected": "active"},
    )
    assert answer.status_code == code
    assert standing(acme) == "active"


def test_a_companys_owner_is_no_staff(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        owner: User = UserFactory(roles=[Role.OWNER])
    assert browser_of(acme, owner).get(LIST).status_code == 404
    assert browser_of(acme, owner).get(LIST, headers={"host": "localhost"}).status_code == 302


def test_the_list_is_searched_filtered_sorted_and_exported(
    staff: Client, acme: TenantInfo, zenith: TenantInfo
) -> None:
    stand(zenith, "suspended")
    text = staff.get(LIST).content.decode()
    assert "Acme Realty" in text
    assert "Zenith Pharma" in text
    for query, shown in (
        ("?q=zenith.local", ["Zenith Pharma"]),
        ("?status=active", ["Acme Realty"]),
        ("?q=realty&status=suspended", []),
        ("?status=nonsense&sort=nonsense&page=x", ["Acme Realty", "Zenith Pharma"]),
    ):
        page = staff.get(LIST + query)
        assert page.status_code == 200
        found = [
            name
            for name in ("Acme Realty", "Zenith Pharma")
            if f">{name}<" in page.content.decode()
        ]
        assert found == shown, query
    by_name = staff.get(f"{LIST}?sort=-name").content.decode()
    assert by_name.index("Zenith Pharma") < by_name.index("Acme Realty")
    lines = b"".join(staff.get(f"{LIST}export.csv?status=suspended")).decode("utf-8-sig")
    assert [line.split(",")[:2] for line in lines.splitlines()[1:]] == [["Zenith Pharma", "zenith"]]
    assert staff.get(f"{LIST}export.xlsx").status_code == 200


def test_the_list_takes_the_same_queries_with_one_and_thirty(
    staff: Client, acme: TenantInfo, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff.get(LIST)
    with CaptureQueriesContext(connection) as few:
        staff.get(LIST)
    _more(30)
    with django_assert_num_queries(len(few)):
        assert staff.get(LIST).content.decode().count("<tr>") >= 30


def test_a_step_is_taken_with_its_reason_and_recorded(staff: Client, acme: TenantInfo) -> None:
    page = f"{LIST}{acme.id}/"
    assert staff.get(page).status_code == 200
    answer = staff.post(
        f"{page}move/",
        {"target": "suspended", "reason": "No answer for weeks.", "expected": "active"},
    )
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert standing(acme) == "suspended"
    with in_public():
        change = TenantStatusChange.objects.get()
        assert (change.mover, change.actor_name, change.reason) == (
            "staff",
            "Sita Staff",
            "No answer for weeks.",
        )
        entry = AuditEntry.objects.get(action="company.moved")
        assert (entry.target, entry.changes["status"]) == ("Acme Realty", ["active", "suspended"])
    text = staff.get(page).content.decode()
    assert "Sita Staff: No answer for weeks." in text


@pytest.mark.parametrize(
    "sent",
    [
        {"target": "suspended", "reason": " ", "expected": "active"},
        {"target": "", "reason": "Because.", "expected": "active"},
        {"target": "erased", "reason": "Because.", "expected": "active"},
        {"target": "provisioning", "reason": "Because.", "expected": "active"},
        # A colleague was quicker.
        {"target": "suspended", "reason": "Because.", "expected": "trial"},
        {"target": "suspended", "reason": "Because.", "expected": "nonsense"},
    ],
)
def test_a_wrong_step_is_said_and_changes_nothing(
    staff: Client, acme: TenantInfo, sent: dict[str, str]
) -> None:
    answer = staff.post(f"{LIST}{acme.id}/move/", sent)
    assert answer.status_code == 422
    assert standing(acme) == "active"
    with in_public():
        assert TenantStatusChange.objects.count() == 0
        assert AuditEntry.objects.filter(action="company.moved").count() == 0


def test_an_erased_company_shows_its_report_and_no_step(staff: Client, acme: TenantInfo) -> None:
    stand(acme, "erased")
    with in_public():
        Erasure.objects.create(
            tenant_id=acme.id, schema_name=acme.schema_name, finished_at="2026-11-22T10:00:00Z",
            erased={"rows": {"accounts_user": 1234}, "files": 7, "bytes": 2048},
            kept=["life", "certificates"],
        )  # fmt: skip
    text = staff.get(f"{LIST}{acme.id}/").content.decode()
    assert "1,234" in text
    assert "public register" in text
    assert "Take a step" not in text


def test_a_company_that_is_none_is_not_here(staff: Client) -> None:
    assert staff.get(f"{LIST}{uuid4()}/").status_code == 404
    assert staff.post(f"{LIST}{uuid4()}/move/", {}).status_code == 404
    assert staff.get(f"/staff/groups/{uuid4()}/").status_code == 404


def test_groups_are_made_filled_and_emptied(
    staff: Client, acme: TenantInfo, zenith: TenantInfo
) -> None:
    assert staff.post("/staff/groups/", {"name": " "}).status_code == 422
    made = staff.post("/staff/groups/", {"name": "Mehta Holdings", "contract": "C-17"})
    page = made["Location"]
    for slug, code in (("ACME", 302), ("nobody", 422), ("", 422), ("zenith", 302)):
        assert staff.post(f"{page}join/", {"slug": slug}).status_code == code
    with in_public():
        group = CompanyGroup.objects.get()
        assert set(Tenant.objects.filter(group=group).values_list("slug", flat=True)) == {
            "acme",
            "zenith",
        }
    other = staff.post("/staff/groups/", {"name": "Another"})["Location"]
    assert staff.post(f"{other}join/", {"slug": "acme"}).status_code == 422
    assert staff.post(f"{other}leave/{acme.id}/").status_code == 404
    assert staff.post(f"{page}leave/{acme.id}/").status_code == 302
    with in_public():
        assert Tenant.objects.get(slug="acme").group is None
        actions = AuditEntry.objects.filter(action__startswith="group.")
        assert sorted(actions.values_list("action", flat=True)) == [
            "group.created", "group.created", "group.joined", "group.joined", "group.left",
        ]  # fmt: skip

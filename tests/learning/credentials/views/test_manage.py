"""The admin's list of certificates: finding, exporting, revoking with a reason, taking that back."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from learning.credentials.models import CertificateStatusChange
from learning.credentials.services.revocation import revoke_certificate
from tenants.accounts.api import Role
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for, published_course

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
LIST = "/manage/certificates/"


def codes(page: str, *rows: Any) -> list[bool]:
    return [row.code in page for row in rows]


def test_search_and_filters(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        closing = published_course("Closing well", (1,))
        asha = certificate_for(UserFactory(name="Asha Rao"), closing)
        ravi = certificate_for(
            UserFactory(name="Ravi", native_name="ரவி", native_language="ta"),
            published_course("Opening", (1,)),
        )
        revoke_certificate(certificate_id=ravi.id, reason="Shared.", by=admin)
    client = browser_of(acme, admin)

    def found(query: str) -> list[bool]:
        return codes(client.get(f"{LIST}?{query}").content.decode(), asha, ravi)

    assert found("") == [True, True]
    assert found("q=asha") == [True, False]
    assert found("q=ரவி") == [False, True]
    assert found("q=clos") == [True, False]
    assert found(f"q={ravi.code.replace('-', ' ').lower()}") == [False, True]
    assert found("status=valid") == [True, False]
    assert found("status=revoked") == [False, True]
    assert found(f"course={closing}") == [True, False]
    assert found("status=nonsense&course=nonsense&page=99") == [True, True]
    assert "No certificate matches" in client.get(f"{LIST}?q=nobody").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same(
    acme: TenantInfo, browser_of: Browser, django_assert_max_num_queries: Any, count: int
) -> None:
    with in_tenant(acme):
        admin, course = UserFactory(roles=[Role.ADMIN]), published_course("One", (1,))
        for _ in range(count):
            certificate_for(UserFactory(), course)
    client = browser_of(acme, admin)
    client.get(LIST)
    with django_assert_max_num_queries(15):
        page = client.get(LIST).content.decode()
    assert page.count('<th scope="row">') == min(count, 25)


def test_an_empty_list(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
    assert "No certificate yet" in browser_of(acme, admin).get(LIST).content.decode()


def test_export_as_csv(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        made = certificate_for(UserFactory(name="=cmd|' /C calc'!A0"))
        certificate_for(UserFactory(name="Asha Rao"))
    answer = browser_of(acme, admin).get(f"{LIST}export/?q=cmd")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    lines = text.splitlines()
    assert lines[0].startswith("Code,Name,Name in own script,Course,Score %,Issued,Status")
    assert len(lines) == 2
    assert lines[1].startswith(f"{made.code},'=cmd|' /C calc'!A0,,Discovery questions,,")
    assert lines[1].endswith(f",Valid,,,http://localhost:8500/verify/{made.code}/") or (
        f"/verify/{made.code}/" in lines[1]
    )
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="certificate.exported").count() == 1


def test_export_as_xlsx(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(roles=[Role.ADMIN]), certificate_for(UserFactory())
    answer = browser_of(acme, admin).get(f"{LIST}export/?format=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    (_, row) = book.active.iter_rows(values_only=True)
    assert (row[0], row[6]) == (made.code, "Valid")


def test_revoking_and_taking_it_back(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(roles=[Role.ADMIN]), certificate_for(UserFactory())
    client, address = browser_of(acme, admin), f"{LIST}{made.id}/"
    assert client.get(address).status_code == 200
    answer = client.post(f"{address}revoke/", {"reason": "Shared answers."}, follow=True)
    page = answer.content.decode()
    assert "Shared answers." in page
    assert f"{address}reinstate/" in page
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_reason == "Shared answers."
    again = client.post(f"{address}revoke/", {"reason": "Again."}, follow=True).content.decode()
    assert "This certificate is revoked already." in again
    page = client.post(f"{address}reinstate/", follow=True).content.decode()
    assert "The certificate is valid again." in page
    twice = client.post(f"{address}reinstate/", follow=True).content.decode()
    assert "there is nothing to take back" in twice
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_at is None
        assert CertificateStatusChange.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_it_stays_valid(
    acme: TenantInfo, browser_of: Browser, reason: str
) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(roles=[Role.ADMIN]), certificate_for(UserFactory())
    answer = browser_of(acme, admin).post(f"{LIST}{made.id}/revoke/", {"reason": reason})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_at is None


ADDRESSES = [
    ("get", ""),
    ("get", "export/"),
    ("get", "{id}/"),
    ("post", "{id}/revoke/"),
    ("post", "{id}/reinstate/"),
]


@pytest.mark.parametrize(("verb", "path"), ADDRESSES)
@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.AUTHOR])
def test_others_may_not(
    acme: TenantInfo, browser_of: Browser, verb: str, path: str, role: Role | None
) -> None:
    with in_tenant(acme):
        person = UserFactory(roles=[role] if role else [])
        made = certificate_for(person)
    answer = getattr(browser_of(acme, person), verb)(
        LIST + path.format(id=made.id), {"reason": "x"}
    )
    assert answer.status_code == 403
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_at is None
        assert AuditEntry.objects.filter(action__startswith="certificate.").count() == 0


@pytest.mark.parametrize(("verb", "path"), ADDRESSES[2:])
def test_another_company_s_certificate_is_none(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, verb: str, path: str
) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
    with in_tenant(zenith):
        admin = UserFactory(roles=[Role.OWNER])
    client = browser_of(zenith, admin)
    for unknown in (made.id, uuid4()):
        answer = getattr(client, verb)(LIST + path.format(id=unknown), {"reason": "x"})
        assert answer.status_code == 404
    with in_tenant(acme):
        made.refresh_from_db()
        assert made.revoked_at is None


@pytest.mark.parametrize("part", ["revoke/", "reinstate/"])
def test_acts_are_posted(acme: TenantInfo, browser_of: Browser, part: str) -> None:
    with in_tenant(acme):
        admin, made = UserFactory(roles=[Role.ADMIN]), certificate_for(UserFactory())
    assert browser_of(acme, admin).get(f"{LIST}{made.id}/{part}").status_code == 405

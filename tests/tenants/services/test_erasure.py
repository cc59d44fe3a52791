"""The end of a company: everything of it goes, nothing of another's, once; what stays is said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.backend.names import role_name
from tenants.enums import TenantStatus
from tenants.kernel import clock, jobs, storage
from tenants.kernel.errors import Conflict
from tenants.kernel.ids import normalise_code
from tenants.kernel.models import MailMessage
from tenants.models import Domain, Erasure, Tenant, TenantStatusChange
from tenants.registry.services import NewEntry, add_entry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services import building, erasure
from tenants.services.slugs import ensure_free
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.factories.tenants import stand, standing

END = datetime(2026, 12, 23, 6, 30, tzinfo=UTC)
SCHEMA = "c_erasable0001"


@pytest.fixture
def doomed(committed: None) -> Iterator[TenantInfo]:
    """A closed company of its own schema with a person, a file and a certificate in the registry."""
    with in_public():
        row = Tenant.objects.create(
            schema_name=SCHEMA, name="Doomed Tiles", slug="doomed", status=TenantStatus.ACTIVE
        )
        Domain.objects.create(tenant=row, domain="doomed.localhost", is_primary=True)
        Domain.objects.create(tenant=row, domain="learn.doomed.example", is_primary=False)
    building.make_schema(SCHEMA)
    tenant = company("doomed")
    with in_tenant(tenant):
        UserFactory(name="Olive Owner", email="olive@doomed.example", roles=[Role.OWNER])
        UserFactory(name="Lata Learner")
        storage.store("logos/a.png", b"12345")
    with in_public():
        add_entry(entry=_certificate(tenant))
    with clock.frozen(END - timedelta(days=30)):
        stand(tenant, "closed", until=END, closed_from="active")
    yield tenant
    building.erase_schema(SCHEMA)


def _certificate(tenant: TenantInfo) -> NewEntry:
    return NewEntry(
        tenant_id=tenant.id,
        certificate_id=uuid4(),
        code=normalise_code("D00M-ED22-3344"),
        issuer_name="Doomed Tiles",
        learner_name="Lata Learner",
        learner_native_name="",
        learner_native_language="",
        course_title="Tiles",
        version_number=1,
        score_percent=90,
        lessons_total=3,
        duration_minutes=40,
        issued_at=END - timedelta(days=90),
        credential_sha256="0" * 64,
    )


def _exists(kind: str, name: str) -> bool:
    table, column = {"schema": ("pg_namespace", "nspname"), "role": ("pg_roles", "rolname")}[kind]
    with in_public(), connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE {column} LIKE %s", [name])
        return cursor.fetchone() is not None


def _erase() -> Erasure:
    with clock.frozen(END), in_public():
        tenant = Tenant.objects.get(schema_name=SCHEMA)
        erasure.begin_erasure(tenant_id=tenant.id)
        jobs.run_due()
        return Erasure.objects.get(tenant=tenant)


def test_everything_goes_and_the_report_says_what(doomed: TenantInfo) -> None:
    acme = company("acme")
    with in_tenant(acme):
        UserFactory(name="Asha of Acme")
        theirs = storage.store("logos/a.png", b"acme")
    report = _erase()
    assert standing(doomed) == "erased"
    assert not _exists("schema", SCHEMA)
    assert not _exists("role", role_name(str(connections["default"].settings_dict["NAME"]), SCHEMA))
    with in_tenant(doomed):
        assert list(storage.walk()) == []
    assert report.finished_at == END
    assert (report.erased["rows"]["accounts_user"], report.erased["files"]) == (2, 1)
    assert (report.erased["bytes"], report.kept) == (5, ["life", "mail", "certificates"])
    with in_tenant(acme):
        assert User.objects.get().name == "Asha of Acme"
        assert storage.read(theirs) == b"acme"
    with in_public():
        mail = MailMessage.objects.get()
        assert (mail.to, mail.subject) == ("olive@doomed.example", "Doomed Tiles is erased")


def test_its_host_is_as_unknown_as_any_and_its_certificates_stay(doomed: TenantInfo) -> None:
    _erase()
    for host in ("doomed.localhost", "learn.doomed.example", "doomed.content.localhost"):
        answer = Client(headers={"host": host}).get("/account/login/")
        assert (answer.status_code, answer.content) == (404, b"Not found\n")
    page = Client(headers={"host": "localhost"}).get("/verify/D00M-ED22-3344/")
    assert page.status_code == 200
    assert "Lata Learner" in page.content.decode()


def test_a_second_time_nothing_is_erased(doomed: TenantInfo) -> None:
    first = _erase()
    with clock.frozen(END + timedelta(days=1)), in_public():
        with pytest.raises(Conflict):
            erasure.begin_erasure(tenant_id=doomed.id)
        # Somebody else's schema of the same name must not go with a repeated job.
        building.make_schema(SCHEMA)
        erasure.erase(erasure_id=first.id)
        assert Erasure.objects.get().finished_at == END
        assert MailMessage.objects.count() == 1
        assert TenantStatusChange.objects.filter(target="erased").count() == 1
    assert _exists("schema", SCHEMA)


def test_a_crash_in_between_is_made_good_and_the_first_count_stands(
    doomed: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(schema: str) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch, clock.frozen(END), in_public():
        patch.setattr(erasure, "erase_schema", killed)
        erasure.begin_erasure(tenant_id=doomed.id)
        with pytest.raises(RuntimeError):
            erasure.erase(erasure_id=Erasure.objects.get().id)
    with clock.frozen(END), in_public():
        erasure.erase(erasure_id=Erasure.objects.get().id)
        report = Erasure.objects.get()
        assert (report.erased["files"], report.finished_at) == (1, END)
        assert MailMessage.objects.count() == 1
    assert not _exists("schema", SCHEMA)


@pytest.mark.parametrize("status", ["active", "suspended", "closed"])
def test_a_company_whose_time_has_not_come_is_not_touched(doomed: TenantInfo, status: str) -> None:
    with clock.frozen(END):
        stand(doomed, status, until=END + timedelta(seconds=1), closed_from="active")
        with in_public(), pytest.raises(Conflict):
            erasure.begin_erasure(tenant_id=doomed.id)
    with in_public():
        # Nor by a row that says otherwise.
        row = Erasure.objects.create(tenant_id=doomed.id, schema_name=SCHEMA)
        with pytest.raises(Conflict):
            erasure.erase(erasure_id=row.id)
    assert _exists("schema", SCHEMA)
    assert standing(doomed) == status


def test_its_address_is_kept_from_others_for_a_year(doomed: TenantInfo) -> None:
    report = _erase()
    with in_public():
        for alike in ("doomed", "d00med"):
            with pytest.raises(Conflict):
                ensure_free(alike)
        with clock.frozen(END + timedelta(days=364)):
            erasure.give_slug_back(erasure_id=report.id)
            with pytest.raises(Conflict):
                ensure_free("doomed")
        with clock.frozen(END + timedelta(days=366)):
            erasure.give_slug_back(erasure_id=report.id)
            ensure_free("doomed")
            erasure.forget_receipts()
            assert MailMessage.objects.count() == 0

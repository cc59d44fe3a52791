"""Taking a file in: its columns are known, remembered or asked for, its rows read by batch or by job."""

import pytest

from enterprise.models import ImportState
from enterprise.services import people_upload as upload_service
from tenants.accounts.api import Role
from tenants.kernel import storage
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.jobs import run_due
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_people_import import GOOD, fates, go, upload
from tests.factories.accounts import UserFactory


def test_strange_headings_wait_to_be_said_and_are_remembered(acme: TenantInfo) -> None:
    text = "Wer,Post\nMeena Iyer,meena@example.com\n"
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(text, admin)
        assert (row.state, row.columns) == (
            ImportState.MAPPING,
            # Its cells are addresses, so the second one is guessed.
            [["Wer", ""], ["Post", "email"]],
        )
        with pytest.raises(Conflict):
            go(row, admin, agreed=1)
        row = upload_service.set_columns(import_id=row.id, fields=["name", "email"], actor=admin)
        assert fates(row) == [(2, "create")]
        again = upload(text, admin)
        assert (again.state, again.columns) == (
            ImportState.OPEN,
            [["Wer", "name"], ["Post", "email"]],
        )


def test_what_one_company_said_another_does_not_know(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload("Wer\nMeena\n", admin)
        upload_service.set_columns(import_id=row.id, fields=["name"], actor=admin)
    with in_tenant(zenith):
        assert upload("Wer\nMeena\n", UserFactory(roles=[Role.ADMIN])).state == "mapping"


@pytest.mark.parametrize(
    "fields", [["", ""], ["department", ""], ["name", "name"], ["name"], ["name", "password"]]
)
def test_columns_that_make_no_sense(acme: TenantInfo, fields: list[str]) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload("Wer,Wo\nMeena,Field\n", admin)
        with pytest.raises(Invalid):
            upload_service.set_columns(import_id=row.id, fields=fields, actor=admin)
        row.refresh_from_db()
        assert (row.state, row.rows.count()) == (ImportState.MAPPING, 0)


def test_a_large_file_is_read_by_a_job_and_a_bad_one_is_told(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_service, "READ_AT_ONCE_BYTES", 10)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        good, bad = upload(GOOD, admin), upload("Name\n" + "a\n" * 30 + '"b\n', admin)
        assert (good.state, bad.state) == (ImportState.READING, ImportState.READING)
        run_due()
        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.state, good.rows.count()) == (ImportState.OPEN, 4)
        assert (bad.state, bad.rows.count()) == (ImportState.MAPPING, 0)
        assert "quotation marks" in bad.error


def test_the_file_is_kept_until_the_import_is_finished(acme: TenantInfo) -> None:
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(GOOD, admin)
        assert storage.exists(row.file_key)
        assert go(row, admin, agreed=4).file_key == ""

"""The archive of a company: all of its own, nothing of another's, no secret; for its owners, for a while."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import Settings

from enterprise.models import CompanyExport, ExportState
from enterprise.selectors.export_tables import tables
from enterprise.services import company_export
from enterprise.services.company_export import begin_export, download_token, open_export
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel import clock, jobs, storage
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.models import AuditEntry, MailMessage
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acme: TenantInfo, tmp_path: Path, settings: Settings) -> User:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    with in_tenant(acme):
        user: User = UserFactory(
            name="=Olive, Owner", email="olive@acme.example", roles=[Role.OWNER]
        )
        storage.store("logos/a.png", b"picture of acme")
        storage.store("company-exports/old.zip", b"an archive before")
        return user


def _made(acme: TenantInfo, owner: User) -> CompanyExport:
    with in_tenant(acme):
        export_id = begin_export(actor=owner)
        jobs.run_due()
        return CompanyExport.objects.get(id=export_id)


def _archive(acme: TenantInfo, row: CompanyExport) -> ZipFile:
    with in_tenant(acme):
        return ZipFile(io.BytesIO(storage.read(row.key)))


def test_it_holds_every_row_and_file_of_the_company(
    acme: TenantInfo, zenith: TenantInfo, owner: User
) -> None:
    with in_tenant(zenith):
        UserFactory(name="Zoya of Zenith")
        storage.store("logos/z.png", b"picture of zenith")
    row = _made(acme, owner)
    assert (row.state, row.percent, row.files) == (ExportState.READY, 100, 1)
    archive = _archive(acme, row)
    assert archive.testzip() is None
    people = [json.loads(line) for line in archive.read("data/accounts.user.jsonl").splitlines()]
    assert [(one["id"], one["name"]) for one in people] == [(str(owner.id), "=Olive, Owner")]
    sheet = archive.read("data/accounts.user.csv").decode("utf-8-sig")
    assert [one["name"] for one in csv.DictReader(io.StringIO(sheet))] == ["'=Olive, Owner"]
    assert archive.read("files/logos/a.png") == b"picture of acme"
    names = set(archive.namelist())
    assert {f"data/{table.name}.csv" for table in tables()} < names
    assert not any("company-exports" in name for name in names)
    everything = b"".join(archive.read(name) for name in names)
    assert b"Zoya" not in everything
    assert b"zenith" not in everything
    assert "accounts.user: " in archive.read("README.txt").decode()


def test_no_secret_is_in_it(acme: TenantInfo, owner: User) -> None:
    with in_tenant(acme):
        invitation = InvitationFactory(invited_by=owner)
    archive = _archive(acme, _made(acme, owner))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert owner.password.encode() not in everything
    assert invitation.token_hash.encode() not in everything
    suspicious = re.compile("passw|secret|token|hash|otp|private_key")
    columns = {f"{table.name}.{column}" for table in tables() for column in table.columns}
    assert {name for name in columns if suspicious.search(name)} == set()


def test_asking_twice_makes_one_and_owners_are_told(acme: TenantInfo, owner: User) -> None:
    with in_tenant(acme):
        assert begin_export(actor=owner) == begin_export(actor=owner)
        jobs.run_due()
        company_export.make_export(export_id=CompanyExport.objects.get().id)
        jobs.run_due()
        mail = MailMessage.objects.get()
        assert (mail.to, mail.subject) == (
            "olive@acme.example",
            "The archive of Acme Realty is ready",
        )
        assert "It stays on the company's page for 7 days" in mail.text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER, Role.LEARNER])
def test_nobody_but_an_owner_has_one(acme: TenantInfo, owner: User, role: Role) -> None:
    row = _made(acme, owner)
    with in_tenant(acme):
        other: User = UserFactory(roles=[role])
        with pytest.raises(Refused):
            begin_export(actor=other)
        token = download_token(export_id=row.id, actor=other)
        with pytest.raises(Refused):
            open_export(export_id=row.id, token=token, actor=other)
        assert CompanyExport.objects.count() == 1


def test_a_link_is_its_owners_alone_for_an_hour_and_here(
    acme: TenantInfo, zenith: TenantInfo, owner: User
) -> None:
    row = _made(acme, owner)
    with in_tenant(acme):
        second: User = UserFactory(roles=[Role.OWNER])
        token = download_token(export_id=row.id, actor=owner)
        assert open_export(export_id=row.id, token=token, actor=owner).id == row.id
        for actor, export_id, wrong in (
            (second, row.id, token),
            (owner, uuid4(), token),
            (owner, row.id, token[:-1]),
            (owner, row.id, ""),
        ):
            with pytest.raises(Missing):
                open_export(export_id=export_id, token=wrong, actor=actor)
        late = clock.now() + timedelta(seconds=company_export.LINK_SECONDS + 2)
        with clock.frozen(late), pytest.raises(Missing):
            open_export(export_id=row.id, token=token, actor=owner)
        assert AuditEntry.objects.filter(action="company.export_downloaded").count() == 1
    with in_tenant(zenith):
        theirs: User = UserFactory(roles=[Role.OWNER])
        with pytest.raises(Missing):
            open_export(export_id=row.id, token=token, actor=theirs)


def test_it_goes_after_a_week(acme: TenantInfo, owner: User) -> None:
    row = _made(acme, owner)
    with in_tenant(acme), clock.frozen(clock.now() + timedelta(days=8)):
        jobs.run_due()
        after = CompanyExport.objects.get(id=row.id)
        assert (after.state, after.key) == (ExportState.EXPIRED, "")
        assert storage.exists(row.key) is False


def test_the_download_asks_for_a_session_and_the_token(
    acme: TenantInfo, owner: User, browser_of: Callable[..., Client]
) -> None:
    row = _made(acme, owner)
    with in_tenant(acme):
        token = download_token(export_id=row.id, actor=owner)
    url = f"/manage/company/archive/{row.id}/?token={token}"
    assert browser_of(acme).get(url).status_code == 302
    old = browser_of(acme, owner).get(url[:-3])
    assert (old.status_code, old["Location"]) == (302, "/manage/company/#archive")
    stale = browser_of(acme, owner).get(url)
    # A session that proved nothing lately is asked once more who it is.
    assert (stale.status_code, "reauthenticate" in stale["Location"]) == (302, True)

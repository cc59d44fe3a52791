"""One company is written down and put back while the others work; a bad file changes nothing."""

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.test import Client

from learning.engagement.api import note_activity
from learning.engagement.models import ActivityDay
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.backend import contents
from tenants.enums import RelocationStep, TenantStatus
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.models import AuditEntry, MailMessage, MailState
from tenants.models import Domain, Relocation, Tenant
from tenants.schemas import TenantInfo, in_public, in_tenant
from tenants.services import backing_up, backup_file, building, copying, restoring
from tenants.services.backing_up import backup_tenant
from tenants.services.backup_file import Reader
from tenants.services.drift import check_schemas
from tenants.services.migration import OWNER, as_owner
from tests.database import company
from tests.factories.accounts import UserFactory
from tests.tenants.services.west import may_write

SCHEMA = "c_restorable01"


@pytest.fixture
def tiles(committed: None) -> Iterator[TenantInfo]:
    """A company with two people, a mail that waits and a file."""
    with in_public():
        row = Tenant.objects.create(
            schema_name=SCHEMA, name="Tiles", slug="tiles", status=TenantStatus.ACTIVE
        )
        Domain.objects.create(tenant=row, domain="tiles.localhost", is_primary=True)
    building.make_schema(SCHEMA)
    tenant = company("tiles")
    with in_tenant(tenant):
        UserFactory(name="Olive", email="olive@tiles.example", roles=[Role.OWNER])
        UserFactory(name="Lata \\ राव\n\tof tiles")
        MailMessage.objects.create(to="l@tiles.example", template="x", subject=f"{SCHEMA}/a.png")
        storage.store("logos/a.png", b"12345")
    yield tenant
    with in_tenant(tenant):
        for key in list(storage.walk()):
            storage.delete(key)
    copying.erase_copy(OWNER, SCHEMA)


@pytest.fixture
def backup(tiles: TenantInfo, tmp_path: Path) -> Path:
    path = tmp_path / "tiles.zip"
    backup_tenant(slug="tiles", path=path)
    return path


def _sums(schema: str) -> dict[str, contents.Sum]:
    with copying.writing(OWNER, schema) as (_, cursor):
        return contents.sums(cursor, schema, contents.columns(cursor, schema))


def _schemas() -> set[str]:
    with as_owner("public") as owner, owner.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\\_%%'")
        return {name for (name,) in cursor.fetchall()}


def _names(tenant: TenantInfo) -> list[str]:
    with in_tenant(tenant):
        return list(User.objects.order_by("name").values_list("name", flat=True))


def test_it_is_as_it_was_then_and_what_it_was_since_is_kept_until_confirmed(
    tiles: TenantInfo, backup: Path
) -> None:
    before = _names(tiles)
    with in_tenant(tiles):
        UserFactory(name="Newcomer")
        storage.delete(f"{SCHEMA}/logos/a.png")
    restored = restoring.restore_tenant(path=backup)
    assert (restored.slug, restored.files_put_back, restored.had_previous) == ("tiles", 1, True)
    assert _names(tiles) == before
    with in_tenant(tiles):
        assert storage.read(f"{SCHEMA}/logos/a.png") == b"12345"
        assert MailMessage.objects.get().state == MailState.CANCELLED  # it was sent since, perhaps
        UserFactory(name="Written after")
    with in_public():
        kept = Relocation.objects.get().facts["kept"]
    assert kept in _schemas()
    assert may_write(OWNER, SCHEMA)
    restoring.confirm_restore(slug="tiles")
    assert kept not in _schemas()
    with in_public():
        said = AuditEntry.objects.filter(target="tiles").order_by("id")
        assert [one.action.removeprefix("tenants.") for one in said] == [
            "backed_up", "restore_started", "restore_copied", "restore_switched", "restore_confirmed",
        ]  # fmt: skip


def test_a_backup_older_than_the_code_is_brought_up_to_date(
    tiles: TenantInfo, tmp_path: Path
) -> None:
    tables = ("activityday", "timelineentry", "goal")
    with as_owner(SCHEMA) as owner, owner.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE engagement_{table}")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'engagement'")
    path = tmp_path / "before-engagement.zip"
    backup_tenant(slug="tiles", path=path)
    before = _names(tiles)
    assert restoring.restore_tenant(path=path).had_previous
    with in_tenant(tiles):
        note_activity(learner_id=User.objects.get(name="Olive").id, at=now(), lessons=1)
        assert ActivityDay.objects.get().lessons == 1
    assert _names(tiles) == before
    # What the code's own migrations would have made, by the catalogue.
    assert [(found.slug, found.findings) for found in check_schemas(slugs=("tiles",))] == [
        ("tiles", ())
    ]


def test_undone_it_is_as_it_was_before_the_restore(tiles: TenantInfo, backup: Path) -> None:
    with in_tenant(tiles):
        UserFactory(name="Newcomer")
    before, there = _names(tiles), _schemas()
    restoring.restore_tenant(path=backup)
    assert _names(tiles) != before
    restoring.undo_restore(slug="tiles")
    assert (_names(tiles), _schemas(), may_write(OWNER, SCHEMA)) == (before, there, True)
    with in_tenant(tiles):
        UserFactory(name="Goes on")


def test_others_write_meanwhile_and_nothing_of_them_changes(
    tiles: TenantInfo, tmp_path: Path
) -> None:
    acme, zenith = company("acme"), company("zenith")
    with in_tenant(acme):
        UserFactory(name="Asha")
    untouched, stop, written = _sums(acme.schema_name), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with in_tenant(zenith), transaction.atomic():
                UserFactory()
            written[0] += 1
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup_tenant(slug="tiles", path=tmp_path / "b.zip")
        restoring.restore_tenant(path=tmp_path / "b.zip")
        restoring.confirm_restore(slug="tiles")
    finally:
        stop.set()
        writer.join()
    assert _sums(acme.schema_name) == untouched
    with in_tenant(zenith):
        assert User.objects.count() == written[0] > 0


def test_it_holds_one_moment_however_long_it_takes(
    tiles: TenantInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = contents.sums

    def write_after_counting(*args: object, **kwargs: object) -> object:
        found = whole(*args, **kwargs)  # type: ignore[arg-type]
        with in_tenant(tiles):
            UserFactory(name="Too late")
        return found

    monkeypatch.setattr(backing_up.contents, "sums", write_after_counting)
    backup_tenant(slug="tiles", path=tmp_path / "b.zip")
    monkeypatch.undo()
    restoring.restore_tenant(path=tmp_path / "b.zip")  # compares rows with their sums
    assert "Too late" not in _names(tiles)


def test_as_a_new_company_it_is_quiet_and_lets_nobody_in_with_what_opens_the_other(
    tiles: TenantInfo, backup: Path
) -> None:
    browser = Client(headers={"host": "tiles.localhost"})
    with in_tenant(tiles):
        browser.force_login(User.objects.get(email="olive@tiles.example"))
    backup.unlink()
    backup_tenant(slug="tiles", path=backup)
    restored = restoring.restore_as(path=backup, slug="tiles-then")
    assert (restored.slug, restored.files_put_back) == ("tiles-then", 1)
    copy = company("tiles-then")
    assert copy.schema_name != SCHEMA
    assert (copy.status, _names(copy)) == (TenantStatus.SUSPENDED, _names(tiles))
    with in_tenant(copy):
        assert MailMessage.objects.get().subject == f"{copy.schema_name}/a.png"
        assert storage.read(f"{copy.schema_name}/logos/a.png") == b"12345"
        for key in list(storage.walk()):
            storage.delete(key)
    for tenant, sessions in ((tiles, 1), (copy, 0)):
        with in_tenant(tenant):
            assert Session.objects.count() == sessions


def _damage(path: Path, how: str) -> None:
    raw = path.read_bytes()
    if how == "cut short":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "a byte":
        place = raw.index(b"tables/accounts_user") + 60
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 255]) + raw[place + 1 :])
    elif how == "no backup":
        path.write_bytes(b"PK not really")
    else:
        _put_together_anew(path, how)


def _put_together_anew(path: Path, how: str) -> None:
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    if how == "list altered":
        manifest = json.loads(entries["manifest.json"])
        manifest["name"] = "Somebody else"
        entries["manifest.json"] = json.dumps(manifest).encode()
    elif how == "entry missing":
        del entries["tables/accounts_user"]
    elif how == "entry swapped":
        entries["tables/accounts_user"] = b""
    with zipfile.ZipFile(path, "w") as new:
        for name, body in entries.items():
            new.writestr(name, body)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("cut short", "is no backup, or its end is missing"),
        ("a byte", "is damaged|was altered"),
        ("no backup", "is no backup"),
        ("list altered", "was altered, or sealed under another SECRET_KEY"),
        ("entry missing", "entries are missing or added"),
        ("entry swapped", "is not what its list says"),
    ],
)
def test_a_bad_file_is_said_to_be_one_and_changes_nothing(
    tiles: TenantInfo, backup: Path, how: str, said: str
) -> None:
    _damage(backup, how)
    before, there = _sums(SCHEMA), _schemas()
    with pytest.raises(CommandError, match=said):
        call_command("restore_tenant", str(backup))
    with pytest.raises(CommandError, match=said):
        call_command("restore_tenant", str(backup), "--as", "other")
    with in_public():
        assert (Relocation.objects.count(), Tenant.objects.filter(slug="other").count()) == (0, 0)
    assert (_sums(SCHEMA), _schemas()) == (before, there)


def _with_manifest(path: Path, **change: object) -> None:
    """Write a backup's list anew, sealed as it should be: what a bug of ours would write."""
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    manifest = {**json.loads(entries["manifest.json"]), **change}
    body = json.dumps(manifest).encode()
    entries["manifest.json"] = body
    entries["manifest.seal"] = backup_file._seal(body, backup_file.settings.SECRET_KEY)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in entries.items():
            new.writestr(name, content)


def test_rows_that_do_not_add_up_are_not_switched_to(tiles: TenantInfo, backup: Path) -> None:
    with Reader(backup) as reader:
        sums = {
            table: {"rows": s.rows, "checksum": s.checksum}
            for table, s in reader.manifest.sums.items()
        }
    sums["accounts_user"]["checksum"] = "1:2"
    _with_manifest(backup, sums=sums)
    before = _sums(SCHEMA)
    with pytest.raises(Conflict, match="accounts_user"):
        restoring.restore_tenant(path=backup)
    assert _sums(SCHEMA) == before
    restoring.undo_restore(slug="tiles")
    with in_public():
        assert Relocation.objects.get().step == RelocationStep.GIVEN_UP


def test_a_backup_of_later_code_is_refused_and_one_of_earlier_code_is_migrated(
    tiles: TenantInfo, backup: Path
) -> None:
    with Reader(backup) as reader:
        migrations = reader.manifest.migrations
    _with_manifest(backup, migrations=[*migrations, ["enterprise", "0099_later"]])
    with pytest.raises(Conflict, match=r"enterprise\.0099_later"):
        restoring.restore_tenant(path=backup)
    with in_public():
        assert Relocation.objects.count() == 0


def test_another_keys_seal_is_taken_only_when_asked_for(
    tiles: TenantInfo, backup: Path, settings: object
) -> None:
    settings.SECRET_KEY = "x" * 50  # type: ignore[attr-defined]
    with pytest.raises(Invalid, match="--any-seal"):
        restoring.restore_tenant(path=backup)
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert restoring.restore_tenant(path=backup, any_seal=True).rows > 0
    restoring.undo_restore(slug="tiles")


def test_cut_short_it_goes_on(
    tiles: TenantInfo, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, there = _names(tiles), _schemas()
    for place in ("load", "_swap", "forget_schema"):
        with monkeypatch.context() as broken:
            broken.setattr(restoring, place, _power_cut)
            with pytest.raises(RuntimeError):
                restoring.restore_tenant(path=backup)
        assert _names(tiles) == before
    restoring.undo_restore(slug="tiles")
    assert (_names(tiles), _schemas()) == (before, there)


def _power_cut(*args: object, **kwargs: object) -> None:
    raise RuntimeError("power cut")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backup_tenant", "nobody", "/tmp/nowhere.zip"], "No company has the subdomain 'nobody'"),
        (["restore_tenant", "--confirm", "nobody"], "No company has the subdomain 'nobody'"),
        (["restore_tenant", "--undo", "tiles"], "No restore of tiles is under way"),
        (["restore_tenant", "/nonexistent.zip"], "cannot be read"),
        (["restore_tenant"], "Say either which FILE"),
    ],
)
def test_what_makes_no_sense_is_said(tiles: TenantInfo, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command(*arguments)


def test_a_backup_overwrites_nothing(tiles: TenantInfo, backup: Path) -> None:
    whole = backup.read_bytes()
    with pytest.raises(Invalid, match="exists already"):
        backup_tenant(slug="tiles", path=backup)
    assert backup.read_bytes() == whole

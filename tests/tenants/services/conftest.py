"""A name server for tests of domains, speaking the real protocol on loopback; companies to migrate."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from deploy.local.counterparts.dns import serve_beside, write_records
from tenants.enums import TenantStatus
from tenants.models import Domain, Tenant
from tenants.schemas import TenantInfo, in_public
from tenants.services.building import make_schema
from tenants.services.migration import as_owner
from tests import database
from tests.tenants.services.walks import FIRST, LATER, SCHEMAS, SLUGS, UNDONE


class Zone:
    """What the name server answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []

    def set(self, *lines: str) -> None:
        """Answer these records and no others."""
        write_records(self.folder, "\n".join(lines))


@pytest.fixture
def zone(tmp_path: Path, settings: Settings) -> Iterator[Zone]:
    """The records of the only resolver there is; `zone.set("name TYPE value", …)`."""
    server = serve_beside(tmp_path, 0)
    settings.DNS_RESOLVERS = [f"127.0.0.1:{server.server_address[1]}"]
    settings.DNS_TIMEOUT_SECONDS = 0.5
    settings.DOMAIN_TARGET = "custom.smh.example"
    settings.DOMAIN_ADDRESSES = ["192.0.2.7"]
    yield Zone(tmp_path)
    server.shutdown()
    server.server_close()


@pytest.fixture
def disk(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Path]]:
    """Return `disk(operations, ...)`: another migration of `enterprise` on disk, whose file it returns."""
    package = f"disk_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_").replace("[", "_")
    folder = tmp_path / package
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "0001_initial.py").write_text(FIRST)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {"enterprise": package}
    names = ["0001_initial"]

    def write(
        *operations: str, atomic: bool = True, accepted: dict[str, str] | None = None
    ) -> Path:
        name = f"{len(names) + 1:04}_later"
        text = LATER.format(
            atomic=atomic,
            before=names[-1],
            accepted=accepted or {},
            operations=", ".join(operations),
        )
        (folder / f"{name}.py").write_text(text)
        names.append(name)
        importlib.invalidate_caches()
        return folder / f"{name}.py"

    yield write
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def four_schemas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Schemas for a module: making some for each test would take longer than the tests."""
    database.lent.update(SCHEMAS)
    with django_db_blocker.unblock():
        for schema in SCHEMAS:
            make_schema(schema)
        yield
        database.lent.clear()
        database.empty_everything()


@pytest.fixture
def companies(four_schemas: None, committed: None) -> Iterator[list[TenantInfo]]:
    """Four companies instead of the two whose schemas other tests use."""
    with in_public(), transaction.atomic():
        Tenant.objects.all().delete()
    made = []
    for slug, schema in zip(SLUGS, SCHEMAS, strict=True):
        with in_public(), transaction.atomic():
            row = Tenant.objects.create(
                schema_name=schema, name=slug, slug=slug, status=TenantStatus.ACTIVE
            )
            Domain.objects.create(tenant=row, domain=f"{slug}.localhost", is_primary=True)
        made.append(TenantInfo(schema_name=schema, id=row.id, slug=slug))
    yield made
    for schema in SCHEMAS:
        with as_owner(schema) as owner, owner.cursor() as cursor:
            cursor.execute(UNDONE)

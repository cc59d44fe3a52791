"""Writing one company down while it and all others work."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tenants.backend import contents
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.directory import info_of
from tenants.kernel.errors import Invalid, Missing
from tenants.models import Tenant
from tenants.schemas import in_public, in_tenant
from tenants.services.backup_file import FILES, TABLES, Manifest, Reader, Writer
from tenants.services.copying import is_there
from tenants.services.migration import as_owner
from tenants.services.relocating import cluster_named, company, owner_of


def backup_tenant(*, slug: str, path: Path, with_files: bool = True) -> Manifest:
    """Write a company into a file, read it back and compare, and only then give it its name.

    The rows are those of one moment. Files are read after it: one that is added meanwhile may be there
    without a row, one that is deleted meanwhile is named as vanished; a file is never changed in place
    without getting a new name, save for a few that an owner replaces (the logo).

    Args:
        slug: of the company, on whichever cluster.
        path: where to; nothing may be there yet.
        with_files: whether uploaded files go into it; else they have a backup of their own.

    Raises:
        Missing: when no company has the slug.
        Invalid: when the file cannot be written there.
        ClusterAway: when the company's cluster does not answer.
    """
    tenant = company(slug)
    alias, schema = owner_of(tenant.cluster), tenant.schema_name
    unfinished = path.with_name(f"{path.name}.unfinished")
    if path.exists():
        raise Invalid(f"{path} exists already; a backup never overwrites anything.")
    unfinished.unlink(missing_ok=True)
    try:
        writer = Writer(unfinished)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with cluster_named(tenant.cluster):
            if not is_there(alias, schema):
                raise Missing(f"The schema of {slug} ({schema}) is not there.")
            manifest = _write_rows(writer, tenant, alias)
        manifest.with_files = with_files
        if with_files:
            _write_files(writer, tenant, manifest)
        writer.finish(manifest)
        with Reader(unfinished):
            unfinished.replace(path)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        writer.abandon()
        unfinished.unlink(missing_ok=True)
    with in_public(), transaction.atomic():
        audit.record(
            "tenants.backed_up",
            actor=None,
            target=slug,
            target_id=tenant.id,
            changes={"rows": manifest.rows, "files": len(manifest.files)},
        )
    return manifest


def _write_rows(writer: Writer, tenant: Tenant, alias: str) -> Manifest:
    schema = tenant.schema_name
    with (
        as_owner(schema, using=alias) as connection,
        contents.snapshot(connection, transaction.atomic(using=alias)) as cursor,
    ):
        manifest = _begin(cursor, tenant)
        manifest.columns = contents.columns(cursor, schema)
        manifest.sums = contents.sums(cursor, schema, manifest.columns)
        manifest.counters = contents.counters(cursor, schema)
        for table, names in manifest.columns.items():
            rows = contents.copy_out(cursor, schema, table, names)
            writer.add(f"{TABLES}{table}", rows, manifest)
    return manifest


def _begin(cursor: Any, tenant: Tenant) -> Manifest:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
    migrations = [list(row) for row in cursor.fetchall()]
    cursor.execute("SHOW server_version")
    return Manifest(
        made_at=now().isoformat(),
        tenant_id=str(tenant.id),
        slug=tenant.slug,
        name=tenant.name,
        locale=tenant.locale,
        time_zone=tenant.time_zone,
        cluster=tenant.cluster,
        schema=tenant.schema_name,
        server=cursor.fetchone()[0],
        migrations=migrations,
    )


def _write_files(writer: Writer, tenant: Tenant, manifest: Manifest) -> None:
    """Write the company's files. All clusters' processes share one store, so any of them may do it."""
    here = replace(info_of(tenant, ""), cluster=settings.CLUSTER)
    with in_tenant(here):
        for key in sorted(storage.walk()):
            name = key.partition("/")[2]
            try:
                writer.add(f"{FILES}{name}", _bytes(key), manifest)
            except FileNotFoundError:
                manifest.vanished.append(name)


def _bytes(key: str) -> Iterator[bytes]:
    with storage.open_file(key) as file:
        yield from file.chunks()

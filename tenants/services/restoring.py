"""Putting a company back as a backup has it, beside what there is, and switching when all is compared.

The restored schema is built under a name of its own. Under a lock that keeps everybody out, the two then
change names in one transaction; the previous one is kept until somebody confirms. Nothing that waited to
be sent when the backup was made is sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import errors as postgres

from tenants.backend import contents
from tenants.backend.names import opaque_schema_name, role_name
from tenants.backend.roles import drop_schema
from tenants.enums import RelocationKind, RelocationStep, TenantStatus
from tenants.kernel import audit, storage
from tenants.kernel.cache import forget_schema
from tenants.kernel.clock import now
from tenants.kernel.directory import info_of
from tenants.kernel.errors import Conflict, Missing
from tenants.models import Domain, Relocation, Tenant
from tenants.schemas import in_public, in_tenant
from tenants.services import relocating
from tenants.services.backup_file import FILES, Manifest, Reader
from tenants.services.copying import erase_copy, give_rights_on, is_there, writing
from tenants.services.migrating_plan import is_up_to_date
from tenants.services.migration import OWNER, migrate_schema
from tenants.services.relocating import advance, cluster_named, company, under_way
from tenants.services.restoring_rows import build, load
from tenants.services.slugs import clean_slug, domain_for, ensure_free, hold_names

LOCK_WAIT_MS = 3000
_TRIES = 8


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    slug: str
    made_at: str
    tables: int
    rows: int
    files_put_back: int
    had_previous: bool


def restore_tenant(
    *, path: Path, any_seal: bool = False, tell: Callable[[str], None] = lambda said: None
) -> Restored:
    """Put a company back as it was when the file was written; what it is now is kept beside it.

    Raises:
        Invalid: when the file is no whole, unaltered backup.
        Missing: when its company is not in the directory: `restore_as` makes a new one of it.
        Conflict: when the company is on another cluster, in the middle of something, or too busy.
    """
    with Reader(path, any_seal=any_seal) as backup, cluster_named(settings.CLUSTER):
        manifest = backup.manifest
        _require_known(manifest)
        tenant = _company_of(manifest)
        row = _begun(tenant, manifest)
        live, fresh, kept = tenant.schema_name, row.other_schema, row.facts["kept"]
        if not is_there(OWNER, kept):
            erase_copy(OWNER, fresh)  # of a try that was cut short
            build(manifest, schema=fresh)
            load(backup, schema=fresh, renamed=None)
            tell(f"restored beside it and compared: {manifest.rows} rows")
            _bring_up_to_date(manifest, fresh)
            _quieten(fresh)
            put_back = _put_files_back(backup, tenant)
            had_previous = is_there(OWNER, live)
            advance(
                row,
                RelocationStep.COPIED,
                facts={"had_previous": had_previous, "files": put_back},
            )
            _swap(live=live, incoming=fresh, outgoing=kept)
        advance(row, RelocationStep.SWITCHED)
        forget_schema(live)
    return Restored(
        tenant.slug,
        manifest.made_at,
        len(manifest.sums),
        manifest.rows,
        row.facts["files"],
        row.facts["had_previous"],
    )


def restore_as(*, path: Path, slug: str, any_seal: bool = False) -> Restored:
    """Make a new company of a backup, suspended: nothing goes out of it until somebody wants it to.

    Who was signed in, and which tokens and devices were trusted, stays behind.

    Raises:
        Invalid: when the file is no whole, unaltered backup, or the slug cannot be used.
        Conflict: when the slug is another company's.
    """
    slug = clean_slug(slug)
    with in_public():
        ensure_free(slug)
    with Reader(path, any_seal=any_seal) as backup, cluster_named(settings.CLUSTER):
        manifest = backup.manifest
        _require_known(manifest)
        schema = opaque_schema_name()
        build(manifest, schema=schema)
        try:
            load(backup, schema=schema, renamed=contents.Renaming(manifest.schema, schema))
            _bring_up_to_date(manifest, schema)
            _quieten(schema, of_another=True)
            with writing(OWNER, schema) as (connection, cursor):
                give_rights_on(connection, cursor, schema)
            tenant = _take_in(manifest, slug=slug, schema=schema)
        except BaseException:
            erase_copy(OWNER, schema)
            raise
        put_back = _put_files_back(backup, tenant)
    return Restored(
        slug, manifest.made_at, len(manifest.sums), manifest.rows, put_back, had_previous=False
    )


def confirm_restore(*, slug: str) -> None:
    """Drop what a restored company was before.

    Raises:
        Missing: when no company has the slug.
        Conflict: when it has not been restored, or its undoing was begun.
    """
    tenant = company(slug)
    row = _restore_of(tenant)
    if row.step != RelocationStep.SWITCHED or is_there(OWNER, row.other_schema):
        raise Conflict(f"{slug} is not restored, or is being taken back: say --undo to go on.")
    with cluster_named(settings.CLUSTER):
        erase_copy(OWNER, row.facts["kept"])
    advance(row, RelocationStep.CONFIRMED)


def undo_restore(*, slug: str) -> None:
    """Have a company as it was before it was restored; what was written since the restore goes.

    Raises:
        Missing: when no company has the slug.
        Conflict: when it has not been restored, or had nothing before.
    """
    tenant = company(slug)
    row = _restore_of(tenant)
    live, fresh, kept = tenant.schema_name, row.other_schema, row.facts["kept"]
    end = RelocationStep.GIVEN_UP
    with cluster_named(settings.CLUSTER):
        if row.step == RelocationStep.SWITCHED or is_there(OWNER, kept):
            end = RelocationStep.UNDONE
            if not row.facts.get("had_previous"):
                raise Conflict(f"There was nothing before: {slug} had no schema.")
            if is_there(OWNER, kept):
                _swap(live=live, incoming=kept, outgoing=fresh)
        erase_copy(OWNER, fresh)
        forget_schema(live)
    advance(row, end)


def _require_known(manifest: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    unknown = sorted({(app, name) for app, name in manifest.migrations} - known)
    if unknown:
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:5])
        raise Conflict(
            f"The backup is of other code than this: it has {named}. Nothing was changed."
        )


def _bring_up_to_date(manifest: Manifest, schema: str) -> None:
    """Apply what the code has and the backup had not."""
    applied = frozenset((app, name) for app, name in manifest.migrations)
    if not is_up_to_date(applied, MigrationLoader(None)):
        migrate_schema(schema)


def _company_of(manifest: Manifest) -> Tenant:
    gone = (TenantStatus.ERASED, TenantStatus.FAILED)
    with in_public():
        row = Tenant.objects.exclude(status__in=gone).filter(id=manifest.tenant_id).first()
    if row is None:
        raise Missing(
            f"The company of this backup ({manifest.slug}) is not in the directory: restore it"
            " --as SLUG."
        )
    if row.cluster != settings.CLUSTER:
        raise Conflict(
            f"{row.slug} is on cluster {row.cluster!r} and this process serves {settings.CLUSTER!r}:"
            " run the command there."
        )
    if row.schema_name != manifest.schema:
        raise Conflict(f"{row.slug} has another schema than the backup: restore it --as SLUG.")
    return row


def _begun(tenant: Tenant, manifest: Manifest) -> Relocation:
    row = under_way(tenant)
    if row is None:
        return relocating.begin(
            tenant,
            kind=RelocationKind.RESTORE,
            source=tenant.cluster,
            target=tenant.cluster,
            other_schema=opaque_schema_name(),
            facts={"kept": opaque_schema_name(), "made_at": manifest.made_at},
        )
    if row.kind != RelocationKind.RESTORE or row.facts["made_at"] != manifest.made_at:
        raise Conflict(f"{tenant.slug} is in the middle of another {row.kind}: end that one first.")
    if row.step == RelocationStep.SWITCHED:
        raise Conflict(f"{tenant.slug} is restored already. Say --confirm or --undo.")
    return row


def _restore_of(tenant: Tenant) -> Relocation:
    row = under_way(tenant)
    if row is None or row.kind != RelocationKind.RESTORE:
        raise Conflict(f"No restore of {tenant.slug} is under way.")
    if row.target != settings.CLUSTER:
        raise Conflict(f"{tenant.slug} is on cluster {row.target!r}: run the command there.")
    return row


def _swap(*, live: str, incoming: str, outgoing: str) -> None:
    """Give `incoming` the name `live`, and what had it the name `outgoing`: in one transaction.

    Everybody waits for it; whoever was in the middle of a transaction is refused (42501) and told to
    try again, because the role it runs under has no right in the schema that the name now means.
    """
    for attempt in range(_TRIES):
        try:
            with writing(OWNER, live) as (connection, cursor):
                database = connection.database
                if _exists(cursor, live):
                    contents.lock(cursor, live, also_readers=True, wait_ms=LOCK_WAIT_MS)
                    contents.fence(cursor, live, role_name(database, live))
                    _rename(cursor, database, live, outgoing)
                else:
                    drop_schema(cursor, database=database, schema=live)  # its role may be left
                _rename(cursor, database, incoming, live)
                give_rights_on(connection, cursor, live)
            return
        except DatabaseError as error:
            if not isinstance(
                error.__cause__, postgres.LockNotAvailable | postgres.DeadlockDetected
            ):
                raise
            if attempt == _TRIES - 1:
                raise Conflict("Too busy to switch. Nothing has changed; run it again.") from error


def _exists(cursor: Any, schema: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
    return cursor.fetchone() is not None


def _rename(cursor: Any, database: str, old: str, new: str) -> None:
    cursor.execute(f'ALTER SCHEMA "{old}" RENAME TO "{new}"')
    cursor.execute(
        f'ALTER ROLE "{role_name(database, old)}" RENAME TO "{role_name(database, new)}"'
    )


# Of a company that is not the backup's own: what would let somebody in, or reach a device of theirs.
_LEFT_BEHIND = (
    "usersessions_usersession",
    "django_session",
    "api_access_accesstoken",
    "notify_pushsubscription",
    "accounts_knowndevice",
)


def _quieten(schema: str, *, of_another: bool = False) -> None:
    """Cancel what waited to be sent when the backup was made: it has been sent since, most likely."""
    with writing(OWNER, schema) as (_, cursor):
        cursor.execute(
            "UPDATE kernel_mailmessage SET state = 'cancelled' WHERE state = 'queued';"
            " UPDATE kernel_textmessage SET state = 'cancelled' WHERE state = 'queued';"
            " UPDATE notify_delivery SET state = 'suppressed' WHERE state IN ('queued', 'held')"
        )
        if of_another:
            contents.empty(cursor, schema, _LEFT_BEHIND)
            # These events are the other company's to tell.
            cursor.execute(
                "UPDATE kernel_outboxdelivery SET done_at = now()"
                " WHERE done_at IS NULL AND target = 'public'"
            )


def _put_files_back(backup: Reader, tenant: Tenant) -> int:
    """Write the files that are missing; those that are there are left as they are."""
    put_back = 0
    with in_tenant(replace(info_of(tenant, ""), cluster=settings.CLUSTER)):
        for name in backup.manifest.files:
            if not storage.exists(storage.key_for(name)):
                storage.store_pieces(name, backup.pieces(f"{FILES}{name}"))
                put_back += 1
    return put_back


def _take_in(manifest: Manifest, *, slug: str, schema: str) -> Tenant:
    with in_public(), transaction.atomic():
        hold_names()
        ensure_free(slug)
        tenant = Tenant.objects.create(
            schema_name=schema,
            name=manifest.name,
            slug=slug,
            locale=manifest.locale,
            time_zone=manifest.time_zone,
            cluster=settings.CLUSTER,
            status=TenantStatus.SUSPENDED,
            status_until=now() + timedelta(days=settings.SUSPENDED_DAYS),
        )
        Domain.objects.create(tenant=tenant, domain=domain_for(slug), is_primary=True)
        audit.record(
            "tenants.restored_as",
            actor=None,
            target=slug,
            target_id=tenant.id,
            changes={"of": manifest.slug, "made_at": manifest.made_at},
        )
    return tenant

"""Removing what provisioning left half made, and saying so: a log line and an audit entry for each.

A schema or role is removed only when nobody owned it an hour ago and nobody does now. What is being
made is not seen here before its transaction commits, and commits together with its owner's row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from tenants.backend.faces import directory_is_here
from tenants.backend.names import PUBLIC_SCHEMA, is_schema_name, role_name
from tenants.backend.roles import drop_schema
from tenants.enums import OrphanKind, ProvisioningStep, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict
from tenants.kernel.jobs import enqueue
from tenants.kernel.models import AuditEntry, Job, JobState
from tenants.models import OrphanSighting, ProvisioningRun, Relocation, SpareSchema, Tenant
from tenants.services.migration import OWNER, as_owner
from tenants.services.provisioning import give_up

log = structlog.get_logger(__name__)

GRACE = timedelta(hours=1)
_STUCK_AFTER = timedelta(minutes=10)
_GIVEN_UP_AFTER = timedelta(days=1)
_ANY_SCHEMA = "c_%"


@dataclass(frozen=True)
class Swept:
    """One thing that the sweeper did or, asked only to look, would do."""

    action: str
    name: str
    reason: str


def sweep(*, grace: timedelta = GRACE, look_only: bool = False) -> list[Swept]:
    """Finish, give up or remove what is half made. Runs in the shared schema, outside a transaction.

    Args:
        grace: how long a thing must have been without an owner.
        look_only: say what would be done; even sightings are not written down.

    Returns:
        What was done.

    Raises:
        Conflict: on a cluster that is not the directory's: under whose lock could it be decided there?
    """
    if not directory_is_here():
        raise Conflict(f"Sweeping is for {settings.DIRECTORY_CLUSTER}, where the directory is.")
    found = _runs(look_only=look_only)
    orphans = _orphans()
    seen_before = _seen_before(orphans, grace=grace, look_only=look_only)
    for kind, name in sorted(orphans & seen_before):
        swept = Swept(f"{kind}_removed", name, "no company and no spare has it")
        if look_only or _remove(name, swept):
            found.append(swept)
    return found


def _runs(*, look_only: bool) -> list[Swept]:
    """Find settings up that no job is at any more: give them a job again, or after a day give them up."""
    open_runs = ProvisioningRun.objects.exclude(
        step__in=(ProvisioningStep.READY, ProvisioningStep.FAILED)
    )
    found = []
    for run in open_runs.filter(started_at__lte=now() - _STUCK_AFTER).order_by("started_at"):
        jobs = Job.objects.filter(name="tenants.provision", arguments={"run_id": str(run.id)})
        if jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
            continue
        hopeless = run.started_at <= now() - _GIVEN_UP_AFTER
        swept = Swept(
            "run_given_up" if hopeless else "run_resumed", str(run.id), "no job is at it any more"
        )
        found.append(swept)
        if look_only:
            continue
        with transaction.atomic():
            if hopeless:
                give_up(run_id=run.id)
            else:
                enqueue("tenants.provision", run_id=run.id)
            _say(swept)
    return found


def _orphans() -> set[tuple[str, str]]:
    """Return kind and schema name of what is in the cluster and belongs to nobody in this database."""
    with as_owner(PUBLIC_SCHEMA) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [_ANY_SCHEMA])
        schemas = {name for (name,) in cursor.fetchall() if is_schema_name(name)}
        # Other databases' roles begin otherwise: what follows our prefix must be a schema's name.
        prefix = role_name(connection.database, "")
        cursor.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [prefix])
        names = {name.removeprefix(prefix) for (name,) in cursor.fetchall()}
    roles = {name for name in names if is_schema_name(name)} - {PUBLIC_SCHEMA}
    owned = _owned()
    return {(OrphanKind.SCHEMA.value, name) for name in schemas - owned} | {
        (OrphanKind.ROLE.value, name) for name in roles - owned - schemas
    }


def _owned(names: Iterable[str] | None = None) -> set[str]:
    """Return the schemas that a company or the pool has, of `names` or of all."""
    with as_owner(PUBLIC_SCHEMA):
        tenants = Tenant.objects.using(OWNER).exclude(
            # Given up, or erased to the end: nothing of these is to be there.
            Q(status=TenantStatus.FAILED, provisioning__finished_at__isnull=False)
            | Q(status=TenantStatus.ERASED, erasure__finished_at__isnull=False)
        )
        spares = SpareSchema.objects.using(OWNER).all()
        # The second copy that a restore keeps until somebody says which one shall stay.
        kept = Relocation.objects.using(OWNER).filter(finished_at=None)
        if names is not None:
            tenants = tenants.filter(schema_name__in=names)
            spares = spares.filter(schema_name__in=names)
            kept = kept.filter(other_schema__in=names)
        return {
            *tenants.values_list("schema_name", flat=True),
            *spares.values_list("schema_name", flat=True),
            *kept.values_list("other_schema", flat=True),
        }


def _seen_before(
    orphans: set[tuple[str, str]], *, grace: timedelta, look_only: bool
) -> set[tuple[str, str]]:
    """Write down what is an orphan since when, and return what has been one long enough."""
    sightings = {(row.kind, row.name): row for row in OrphanSighting.objects.all()}
    if not look_only:
        with transaction.atomic():
            gone = [row.id for key, row in sightings.items() if key not in orphans]
            OrphanSighting.objects.filter(id__in=gone).delete()
            OrphanSighting.objects.bulk_create(
                [OrphanSighting(kind=kind, name=name) for kind, name in orphans - set(sightings)],
                ignore_conflicts=True,
            )
    if not grace:
        return orphans
    return {key for key, row in sightings.items() if row.seen_at <= now() - grace}


def _remove(schema: str, swept: Swept) -> bool:
    """Drop a schema and its role unless somebody has it after all, and write it down, all in one."""
    try:
        with as_owner(PUBLIC_SCHEMA) as connection, transaction.atomic(using=OWNER):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                # Nobody gets a schema by this name while it is being decided.
                cursor.execute(
                    "LOCK TABLE tenants_tenant, tenants_spareschema, tenants_relocation IN SHARE MODE"
                )
                if _owned([schema]):
                    return False
                drop_schema(cursor, database=connection.database, schema=schema)
            OrphanSighting.objects.using(OWNER).filter(name=schema).delete()
            _say(swept, using=OWNER)
    except DatabaseError:  # somebody is in it, or the tables are busy: the next sweep looks again
        log.warning("provisioning_sweep_put_off", name=schema, exc_info=True)
        return False
    return True


def _say(swept: Swept, using: str = "default") -> None:
    log.warning("provisioning_swept", action=swept.action, name=swept.name, reason=swept.reason)
    AuditEntry.objects.using(using).create(
        action=f"provisioning.{swept.action}", target=swept.name, changes={"reason": swept.reason}
    )

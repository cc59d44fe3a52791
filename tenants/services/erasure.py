"""The end of a company: its schema, role and files go; what stays is said, with the reason.

Begun once, under a lock; then a job does it and may be repeated after a crash at any point.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenants.accounts.api import OwnerContact, owner_contacts
from tenants.enums import ClaimState, Mover, TenantStatus
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.directory import info_of
from tenants.kernel.errors import Conflict
from tenants.kernel.jobs import enqueue
from tenants.kernel.mail import queue_mail
from tenants.kernel.models import MailMessage
from tenants.models import (
    Domain,
    DomainClaim,
    Erasure,
    ProvisioningRun,
    Relocation,
    Tenant,
)
from tenants.registry.api import has_issued
from tenants.schemas import LivesElsewhere, TenantInfo, in_tenant, lives_here
from tenants.services.building import erase_schema, schema_exists
from tenants.services.life import change_status

RECEIPT = "company_erased"
# How long our copy of the mail that told the owners is kept.
RECEIPT_DAYS = 30


def begin_erasure(*, tenant_id: UUID) -> None:
    """Take a closed company whose grace is over off its host, and have a job do the rest.

    Raises:
        Conflict: when it is not closed, its grace is not over, or a second copy of it is kept after a
            move or a restore: that one is confirmed or taken back first, or it would stay.
    """
    with transaction.atomic():
        if Relocation.objects.filter(tenant_id=tenant_id, finished_at=None).exists():
            raise Conflict(f"{tenant_id} is on its way to another place.")
        change_status(tenant_id=tenant_id, target=TenantStatus.ERASED, mover=Mover.CLOCK)
        tenant = Tenant.objects.get(id=tenant_id)
        erasure = Erasure.objects.create(tenant=tenant, schema_name=tenant.schema_name)
        Domain.objects.filter(tenant=tenant, is_primary=False).delete()
        Domain.objects.filter(tenant=tenant).exclude(domain=_own_host(tenant)).delete()
        DomainClaim.objects.filter(tenant=tenant).update(
            state=ClaimState.REMOVED, next_check_at=None, added_by_id=None
        )
        ProvisioningRun.objects.filter(tenant=tenant).update(owner_email="", owner_name="")
        enqueue("tenants.erase", erasure_id=erasure.id)


def erase(*, erasure_id: UUID) -> None:
    """Remove what a company had here. Runs in the shared schema, outside any transaction.

    Raises:
        Conflict: when the company is not erased by its standing; nothing is touched then.
    """
    erasure = Erasure.objects.select_related("tenant").get(id=erasure_id)
    if erasure.finished_at is not None:
        return
    tenant = erasure.tenant
    if tenant.status != TenantStatus.ERASED or tenant.schema_name != erasure.schema_name:
        raise Conflict(f"{tenant.id} is not to be erased.")
    info = info_of(tenant, _own_host(tenant))
    if not lives_here(info):
        raise LivesElsewhere(info)  # its cluster's workers do it
    if schema_exists(info.schema_name):
        _count_and_tell(erasure, info)
        with in_tenant(info):
            for key in list(storage.walk()):
                storage.delete(key)
        erase_schema(info.schema_name)
    with transaction.atomic():
        Erasure.objects.filter(id=erasure.id, finished_at=None).update(
            finished_at=now(),
            slug_held_until=now() + timedelta(days=settings.SLUG_QUARANTINE_DAYS),
        )


def give_slug_back(*, erasure_id: UUID) -> None:
    """Let others have an erased company's address, and forget the last that named it."""
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(id=erasure_id)
        if erasure.slug_held_until is None or erasure.slug_held_until > now():
            return
        Domain.objects.filter(tenant_id=erasure.tenant_id).delete()
        Tenant.objects.filter(id=erasure.tenant_id).update(slug=f"erased-{erasure.id.hex}")
        Erasure.objects.filter(id=erasure.id).update(slug_held_until=None)


def forget_receipts() -> None:
    """Remove our copies of the mails that told owners of an erasure, after their time."""
    MailMessage.objects.filter(
        template=RECEIPT, created_at__lte=now() - timedelta(days=RECEIPT_DAYS)
    ).delete()


def _count_and_tell(erasure: Erasure, info: TenantInfo) -> None:
    """Write down what is there and write to the owners, while it is known who they are.

    A repeat after a crash keeps the first count: some files may be gone by then.
    """
    if erasure.erased:
        return
    with in_tenant(info):
        rows, files, size = _rows(info.schema_name), 0, 0
        for key in storage.walk():
            files, size = files + 1, size + storage.size(key)
        owners = owner_contacts()
    erased = {"rows": rows, "files": files, "bytes": size}
    kept = ["life", "mail"] + (["certificates"] if has_issued(info.id) else [])
    with transaction.atomic():
        Erasure.objects.filter(id=erasure.id).update(erased=erased, kept=kept)
        for owner in owners:
            _write_receipt(erasure.id, info, owner, rows=sum(rows.values()), files=files)


def _write_receipt(
    erasure_id: UUID, info: TenantInfo, owner: OwnerContact, *, rows: int, files: int
) -> None:
    language = owner.language or info.locale
    with translation.override(language), timezone.override(info.time_zone):
        queue_mail(
            to=owner.email,
            template=RECEIPT,
            context={
                "name": owner.name,
                "company": info.name,
                "rows": rows,
                "files": files,
                "days": RECEIPT_DAYS,
                "has_certificates": has_issued(info.id),
                "action_url": f"{settings.PUBLIC_ORIGIN}/verify/",
                "action_label": _("Check a certificate"),
            },
            language=language,
            dedupe_key=f"erased:{erasure_id}:{owner.id}",
        )


def _rows(schema: str) -> dict[str, int]:
    """Return how many rows each table of a schema has; empty ones are left out."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind IN ('r', 'p') ORDER BY c.relname",
            [schema],
        )
        counts = {}
        for (table,) in cursor.fetchall():
            quoted = connections["default"].ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608  (a table's own name)
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count}


def _own_host(tenant: Tenant) -> str:
    return f"{tenant.slug}.{settings.BASE_DOMAIN}"

"""Moving a company on, one step of its life at a time. Runs in the shared schema."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.enums import Mover, NoticeKind, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.directory_news import announce_change
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import enqueue
from tenants.life import NEXT, follows
from tenants.models import OwnerNotice, Tenant, TenantStatusChange

REASON_LENGTH = 500


def change_status(
    *,
    tenant_id: UUID,
    target: TenantStatus,
    mover: Mover,
    actor_id: UUID | None = None,
    actor_name: str = "",
    reason: str = "",
    expected: TenantStatus | None = None,
) -> TenantStatusChange:
    """Move a company to another standing; the change, its owners' notice and the clock in one step.

    Args:
        tenant_id: the company.
        target: where it shall go.
        mover: on whose word; who that is, the caller has made sure.
        actor_id: the person, if there is one.
        actor_name: of our staff; an owner's name stays in the company's schema.
        reason: in words for the owners; our staff must give one.
        expected: where the caller saw it standing; whoever comes second is told so.

    Returns:
        The row that records it.

    Raises:
        Missing: when there is no such company.
        Invalid: when staff gives no reason.
        Conflict: when the table has no such step from where it stands now.
    """
    reason = " ".join(reason.split())[:REASON_LENGTH]
    if mover == Mover.STAFF and not reason:
        raise Invalid(_("Say why: the company's owners read it."), field="reason")
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update(of=("self",)).filter(id=tenant_id).first()
        if tenant is None:
            raise Missing(_("There is no such company."))
        source = TenantStatus(tenant.status)
        if (expected is not None and source != expected) or not follows(
            source, target, mover=mover, closed_from=tenant.closed_from
        ):
            raise Conflict(
                _("This company is “%(status)s” by now; from there this step is not possible.")
                % {"status": source.label},
                code="stands_elsewhere",
            )
        if target == TenantStatus.ERASED and not (
            tenant.status_until and tenant.status_until <= now()
        ):
            raise Conflict(_("Its grace is not over."), code="grace")
        until = _until(tenant, source, target)
        moment = now()
        closes = target == TenantStatus.CLOSED
        tenant.closed_from = source if closes else ""
        tenant.closed_until = tenant.status_until if closes else None
        tenant.status, tenant.status_since, tenant.status_until = target, moment, until
        tenant.save(
            update_fields=[
                "status",
                "status_since",
                "status_until",
                "closed_from",
                "closed_until",
            ]
        )
        announce_change()
        change = TenantStatusChange.objects.create(
            tenant=tenant,
            source=source,
            target=target,
            mover=mover,
            actor_id=actor_id,
            actor_name=actor_name,
            reason=reason,
            at=moment,
            until=until,
        )
        if source != TenantStatus.PROVISIONING and target != TenantStatus.ERASED:
            add_notice(
                tenant_id=tenant.id,
                kind=NoticeKind.CHANGED,
                key=f"change:{change.id}",
                facts={"change_id": str(change.id)},
            )
    return change


def add_notice(*, tenant_id: UUID, kind: NoticeKind, key: str, facts: dict[str, str]) -> bool:
    """Have a company's owners told something, once.

    Returns:
        False when it was said before under this key.
    """
    notice, fresh = OwnerNotice.objects.get_or_create(
        tenant_id=tenant_id, key=key, defaults={"kind": kind, "facts": facts}
    )
    if fresh:
        enqueue("tenants.tell_owners", notice_id=notice.id)
    return fresh


def _until(tenant: Tenant, source: TenantStatus, target: TenantStatus) -> datetime | None:
    """Return when the clock moves the company on from `target`.

    A reopened company goes on with the date it had: closing and reopening wins nobody time.
    """
    if source == TenantStatus.CLOSED and target != TenantStatus.ERASED:
        return tenant.closed_until
    if target not in NEXT:
        return None
    return now() + timedelta(days=getattr(settings, NEXT[target][1]))

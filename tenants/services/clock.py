"""What becomes due with time in the companies' lives. Called every minute, in the shared schema.

Nothing happens by date that was not announced: a change whose announcement has not gone out waits for it.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from tenants.enums import ClaimState, Mover, NoticeKind, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict
from tenants.kernel.jobs import enqueue, is_waiting
from tenants.life import NEXT
from tenants.models import DomainClaim, Erasure, OwnerNotice, Tenant
from tenants.services.erasure import begin_erasure, forget_receipts, give_slug_back
from tenants.services.life import add_notice, change_status

log = structlog.get_logger(__name__)

# Between an announcement that comes late and what it announces.
LATE_NOTICE = timedelta(days=1)
_TELLING_TAKES = timedelta(minutes=5)
_AT_ONCE = 200


def tick() -> None:
    """Announce, move on, erase, look at domains again, and remind of what was left undone."""
    _start_missing_clocks()
    _announce()
    _move_on()
    _tell_the_untold()
    _look_at_domains()
    _erase()


def _start_missing_clocks() -> None:
    """Give companies a date that have none though their standing does not last."""
    for status, (_next, setting) in NEXT.items():
        days = timedelta(days=getattr(settings, setting))
        Tenant.objects.filter(status=status, status_until=None).update(
            status_until=F("status_since") + days
        )


def _announce() -> None:
    moment = now()
    farthest = moment + timedelta(days=max(settings.LIFE_REMINDER_DAYS))
    near = Tenant.objects.filter(status__in=NEXT, status_until__gt=moment)
    for tenant in near.filter(status_until__lte=farthest):
        assert tenant.status_until is not None
        left = tenant.status_until - moment
        lasts = tenant.status_until - tenant.status_since
        reached = [days for days in settings.LIFE_REMINDER_DAYS if left <= timedelta(days=days)]
        days = min(reached, default=0)
        # What lasts no longer than its reminder is announced by the last one only.
        if reached and (lasts > timedelta(days=days) or days == min(settings.LIFE_REMINDER_DAYS)):
            _announce_one(tenant, tenant.status_until, days)


def _announce_one(tenant: Tenant, until: datetime, days: int) -> None:
    with transaction.atomic():
        add_notice(
            tenant_id=tenant.id,
            kind=NoticeKind.COMING,
            key=f"{_coming(tenant, until)}:{days}",
            facts={
                "target": str(NEXT[TenantStatus(tenant.status)][0]),
                "status": tenant.status,
                "until": until.isoformat(),
            },
        )


def _coming(tenant: Tenant, until: datetime) -> str:
    return f"coming:{tenant.status}:{until:%Y%m%dT%H%M%S}"


def _move_on() -> None:
    due = Tenant.objects.filter(status__in=NEXT, status_until__lte=now()).order_by("status_until")
    for tenant in due:
        assert tenant.status_until is not None
        told = OwnerNotice.objects.filter(
            tenant=tenant, key__startswith=f"{_coming(tenant, tenant.status_until)}:"
        ).exclude(told_at=None)
        if not told.exists():
            _wait_for_notice(tenant)
            continue
        source = TenantStatus(tenant.status)
        target = NEXT[source][0]
        try:
            if target == TenantStatus.ERASED:
                begin_erasure(tenant_id=tenant.id)
            else:
                change_status(
                    tenant_id=tenant.id, target=target, mover=Mover.CLOCK, expected=source
                )
        except Conflict:
            log.info("moved_meanwhile", tenant=str(tenant.id))


def _wait_for_notice(tenant: Tenant) -> None:
    """Put a change off that nobody was told of; telling is done by the next tick."""
    Tenant.objects.filter(
        id=tenant.id, status=tenant.status, status_until=tenant.status_until
    ).update(status_until=now() + LATE_NOTICE)


def _tell_the_untold() -> None:
    untold = OwnerNotice.objects.filter(told_at=None, created_at__lte=now() - _TELLING_TAKES)
    for notice_id in untold.values_list("id", flat=True)[:_AT_ONCE]:
        _ask_once("tenants.tell_owners", notice_id=notice_id)


def _erase() -> None:
    for erasure_id in Erasure.objects.filter(finished_at=None).values_list("id", flat=True):
        _ask_once("tenants.erase", erasure_id=erasure_id)
    for erasure in Erasure.objects.filter(slug_held_until__lte=now()):
        give_slug_back(erasure_id=erasure.id)
    forget_receipts()


def _ask_once(name: str, **arguments: Any) -> None:
    """Ask for a job unless it is asked for already."""
    wanted = {key: str(value) for key, value in arguments.items()}
    with transaction.atomic():
        if not is_waiting(name, wanted):
            enqueue(name, **arguments)


def _look_at_domains() -> None:
    """Start a look at every claim whose time has come; the look itself sets the next one."""
    due = DomainClaim.objects.filter(next_check_at__lte=now()).exclude(
        state__in=[ClaimState.REMOVED, ClaimState.EXPIRED]
    )
    for claim in due.order_by("next_check_at")[:_AT_ONCE]:
        with transaction.atomic():
            # Half an hour from now, should the look be lost.
            DomainClaim.objects.filter(id=claim.id).update(
                next_check_at=now() + timedelta(minutes=30)
            )
            enqueue("tenants.check_domain", claim_id=claim.id)

"""Our own staff looking into a company: only with its recorded consent, for a time, reading, on record."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import audit, signing
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing, Refused
from tenants.privacy.models import SupportGrant, SupportVisit
from tenants.privacy.selectors.support import grant_in_force, is_still_staff

HOURS = (2, 24, 72)
_PURPOSE = "support"
_TICKET_SECONDS = 60


def grant_support(*, hours: int, what_for: str, actor: User) -> UUID:
    """Let our staff look in, from now on.

    Args:
        hours: for how long; one of HOURS.
        what_for: shown to whoever comes, and in the audit log.
        actor: an owner.

    Raises:
        Invalid: for another length, or without a purpose.
    """
    what_for = " ".join(what_for.split())[:300]
    if hours not in HOURS:
        raise Invalid(_("Choose how long."), field="hours")
    if not what_for:
        raise Invalid(_("Say what we should look at."), field="what_for")
    with transaction.atomic():
        grant = SupportGrant.objects.create(
            what_for=what_for, granted_by=actor, expires_at=now() + timedelta(hours=hours)
        )
        audit.record(
            "support.allowed",
            actor=actor,
            target=what_for,
            target_id=grant.id,
            changes={"hours": hours},
        )
    return grant.id


def end_support(*, grant_id: UUID, actor: User) -> None:
    """Take the consent back: visits end with the next page they ask for.

    Raises:
        Missing: when there is no such consent in force.
    """
    with transaction.atomic():
        grant = SupportGrant.objects.select_for_update().filter(id=grant_id).first()
        if grant is None or grant.ended_at is not None or grant.expires_at <= now():
            raise Missing(_("There is no such permission in force."))
        SupportGrant.objects.filter(id=grant_id).update(ended_at=now())
        audit.record("support.ended", actor=actor, target=grant.what_for, target_id=grant.id)


def issue_ticket(*, staff_id: UUID, staff_name: str) -> str:
    """Return what lets a member of staff in once, within a minute. Enter the company's schema first.

    Raises:
        Refused: when the company has given no consent, or it is over.
    """
    grant = grant_in_force()
    if grant is None:
        raise Refused(_("This company has not allowed us to look in. Ask its owner."))
    payload = {
        "grant": str(grant.id),
        "staff": str(staff_id),
        "name": staff_name[:150],
        "once": secrets.token_urlsafe(16),
    }
    return signing.sign(_PURPOSE, payload, max_age_seconds=_TICKET_SECONDS)


def begin_visit(*, ticket: str) -> SupportVisit:
    """Open a visit with a ticket.

    Raises:
        Refused: for a ticket that is altered, another company's, used or too old, and when the
            consent has ended meanwhile.
    """
    refusal = Refused(_("This way in is not good any more. Start again from the staff pages."))
    try:
        payload = signing.unsign(_PURPOSE, ticket)
    except signing.BadToken as error:
        raise refusal from error
    try:
        with transaction.atomic():
            grant = SupportGrant.objects.select_for_update().get(id=payload["grant"])
            if grant.ended_at is not None or grant.expires_at <= now():
                raise refusal
            if not is_still_staff(UUID(payload["staff"])):
                raise refusal
            visit = SupportVisit.objects.create(
                grant=grant,
                staff_id=payload["staff"],
                staff_name=payload["name"],
                ticket=hashlib.sha256(payload["once"].encode()).hexdigest(),
            )
            audit.record(
                "support.entered",
                actor=None,
                target=visit.staff_name,
                target_id=visit.id,
                changes={"what_for": grant.what_for},
            )
    except IntegrityError as error:
        raise refusal from error
    return visit


def visit_in_force(visit_id: UUID) -> SupportVisit | None:
    """Return a visit that may go on, or None: the company's consent holds, and its visitor's role."""
    visit = (
        SupportVisit.objects.select_related("grant")
        .filter(
            id=visit_id,
            ended_at__isnull=True,
            grant__ended_at__isnull=True,
            grant__expires_at__gt=now(),
        )
        .first()
    )
    return visit if visit is not None and is_still_staff(visit.staff_id) else None


def note_page(*, visit: SupportVisit, path: str) -> None:
    """Write down that a page is being looked at, in the company's own log."""
    with transaction.atomic():
        SupportVisit.objects.filter(id=visit.id).update(last_seen_at=now())
        audit.record(
            "support.looked",
            actor=None,
            target=path,
            target_id=visit.id,
            changes={"staff": visit.staff_name},
        )


def end_visit(*, visit_id: UUID) -> None:
    """Close a visit; closing it twice is no error."""
    with transaction.atomic():
        visit = SupportVisit.objects.filter(id=visit_id, ended_at__isnull=True).first()
        if visit is not None:
            SupportVisit.objects.filter(id=visit_id).update(ended_at=now())
            audit.record("support.left", actor=None, target=visit.staff_name, target_id=visit.id)

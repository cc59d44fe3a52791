"""When our staff may look in, and when they did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.accounts.api import Role, User, has_role
from tenants.kernel.clock import now
from tenants.privacy.models import SupportGrant, SupportVisit
from tenants.schemas import in_public

_SHOWN = 50


@dataclass(frozen=True)
class Grant:
    """A company's consent; moments are UTC."""

    id: UUID
    what_for: str
    granted_by: str
    granted_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Visit:
    """Somebody of our staff looking in."""

    staff_name: str
    what_for: str
    started_at: datetime
    last_seen_at: datetime


def is_still_staff(staff_id: UUID) -> bool:
    """Whether somebody is of our staff now: asked on each page of a visit, in the shared schema."""
    with in_public():
        user = User.objects.filter(id=staff_id).first()
        return user is not None and has_role(user, Role.STAFF)


def grant_in_force() -> Grant | None:
    """Return the consent in force, the one that lasts longest."""
    row = (
        SupportGrant.objects.select_related("granted_by")
        .filter(ended_at__isnull=True, expires_at__gt=now())
        .order_by("-expires_at")
        .first()
    )
    return _as_grant(row) if row else None


def past_grants() -> list[Grant]:
    """Return the latest consents, in force or not."""
    rows = SupportGrant.objects.select_related("granted_by").order_by("-granted_at")[:_SHOWN]
    return [_as_grant(row) for row in rows]


def visits() -> list[Visit]:
    """Return the latest visits."""
    rows = SupportVisit.objects.select_related("grant").order_by("-started_at")[:_SHOWN]
    return [
        Visit(row.staff_name, row.grant.what_for, row.started_at, row.last_seen_at) for row in rows
    ]


def _as_grant(row: SupportGrant) -> Grant:
    return Grant(
        row.id,
        row.what_for,
        row.granted_by.display_name,
        row.granted_at,
        row.expires_at,
        row.ended_at,
    )

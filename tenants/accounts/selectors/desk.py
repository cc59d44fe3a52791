"""How people without e-mail sign in, as pages show it: codes handed out, PINs, shared devices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.accounts.models import DeskCode, Pin, SharedDevice
from tenants.kernel.clock import now


@dataclass(frozen=True)
class DeskCodeInfo:
    """The newest code somebody was given; moments are UTC, None for not yet."""

    issued_at: datetime
    issued_by: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    is_open: bool


@dataclass(frozen=True)
class SharedDeviceInfo:
    """A registered device."""

    id: UUID
    name: str
    department_id: UUID | None
    idle_seconds: int
    longest_seconds: int
    registered_by: str
    registered_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def desk_code_of(person_id: UUID) -> DeskCodeInfo | None:
    """Return the newest code of a person, if there was one."""
    row = (
        DeskCode.objects.select_related("issued_by")
        .filter(user_id=person_id)
        .order_by("-issued_at")
        .first()
    )
    if row is None:
        return None
    return DeskCodeInfo(
        issued_at=row.issued_at,
        issued_by=row.issued_by.display_name if row.issued_by else "",
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
        is_open=row.used_at is None and row.revoked_at is None and row.expires_at > now(),
    )


def people_with_code(ids: list[UUID]) -> frozenset[UUID]:
    """Return who of these people has a code that still works. One query."""
    rows = DeskCode.objects.filter(
        user_id__in=ids, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now()
    )
    return frozenset(rows.values_list("user_id", flat=True))


def person_has_pin(person_id: UUID) -> bool:
    """Whether somebody has chosen a PIN."""
    return Pin.objects.filter(user_id=person_id).exists()


def shared_devices() -> list[SharedDeviceInfo]:
    """Return the registered devices by name, revoked ones after the others. One query."""
    rows = SharedDevice.objects.select_related("registered_by")
    found = [
        SharedDeviceInfo(
            id=row.id,
            name=row.name,
            department_id=row.department_id,
            idle_seconds=row.idle_seconds,
            longest_seconds=row.longest_seconds,
            registered_by=row.registered_by.display_name if row.registered_by else "",
            registered_at=row.registered_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.revoked_at is not None)

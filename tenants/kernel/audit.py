"""The audit log: who did what to whom, in words an auditor understands, never changed afterwards."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from tenants.kernel.models import AuditEntry
from tenants.kernel.request_id import current_request_id


class Actor(Protocol):
    """Somebody who can be named in the log."""

    id: UUID
    name: str


def record(
    action: str,
    *,
    actor: Actor | None,
    target: str = "",
    target_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one line, in the transaction of the act itself.

    Args:
        action: a stable name such as `people.deactivated`.
        actor: who did it; None for the system.
        target: what it was done to, as a person would name it.
        target_id: its key.
        changes: what changed, JSON-able; no secrets.

    """
    AuditEntry.objects.create(
        action=action,
        actor_id=actor.id if actor else None,
        actor_name=actor.name[:200] if actor else "",
        target=target[:300],
        target_id=target_id,
        changes=changes or {},
        request_id=current_request_id(),
    )


def record_many(
    action: str,
    *,
    actor: Actor | None,
    lines: Iterable[tuple[str, UUID, dict[str, Any]]],
) -> None:
    """Write one line for each of many, in the transaction of the act itself.

    Args:
        action: a stable name such as `people.changed`.
        actor: who did it; None for the system.
        lines: target, its key and what changed, as `record` takes them.

    """
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                action=action,
                actor_id=actor.id if actor else None,
                actor_name=actor.name[:200] if actor else "",
                target=target[:300],
                target_id=target_id,
                changes=changes,
                request_id=current_request_id(),
            )
            for target, target_id, changes in lines
        ],
        batch_size=1000,
    )

"""What this app tells the others."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tenants.kernel.events import event


@event("accounts.user_joined")
@dataclass(frozen=True)
class UserJoined:
    """A person has an account from now on; `placement` is what the inviter said about where."""

    user_id: UUID
    placement: dict[str, Any] = field(default_factory=dict)
    invitation_id: UUID | None = None


@event("accounts.address_proved")
@dataclass(frozen=True)
class AddressProved:
    """A person has shown that mail to this address of theirs reaches them."""

    user_id: UUID
    address: str


@event("accounts.user_deactivated")
@dataclass(frozen=True)
class UserDeactivated:
    """A person was switched off; their sessions have ended."""

    user_id: UUID


@event("accounts.user_reactivated")
@dataclass(frozen=True)
class UserReactivated:
    """A person was switched on again and has a seat."""

    user_id: UUID


@event("accounts.people_merged")
@dataclass(frozen=True)
class PeopleMerged:
    """Two accounts were one person: what belongs to the one that is gone belongs to the other now."""

    kept_id: UUID
    gone_id: UUID

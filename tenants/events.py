"""What a company asks of the directory of companies, from its own schema. Delivered to `public`.

Which company asks is told by where the event comes from, never by what it says.
"""

from dataclasses import dataclass
from uuid import UUID

from tenants.kernel.events import event


@event("tenants.details_changed")
@dataclass(frozen=True)
class DetailsChanged:
    """Name, time zone (IANA) and language (BCP 47) as an owner wants them."""

    request_id: UUID
    name: str
    time_zone: str
    locale: str


@event("tenants.closing_asked")
@dataclass(frozen=True)
class ClosingAsked:
    """An owner closes the company."""

    request_id: UUID
    actor_id: UUID
    reason: str


@event("tenants.reopening_asked")
@dataclass(frozen=True)
class ReopeningAsked:
    """An owner opens the closed company again."""

    request_id: UUID
    actor_id: UUID


@event("tenants.domain_asked")
@dataclass(frozen=True)
class DomainAsked:
    """Something about one of the company's domains: `act` is a word of `tenants.services.claims.ACTS`."""

    request_id: UUID
    actor_id: UUID
    act: str
    domain: str

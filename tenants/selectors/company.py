"""One company as its owners, or our staff, may know it. Enter `public` first; `pending` in the company's schema."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tenants.domain_names import challenge_name, challenge_value, spell_domain
from tenants.enums import ClaimState, RequestOutcome, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.models import OutboxDelivery
from tenants.life import NEXT
from tenants.models import CompanyRequest, Domain, DomainClaim, Tenant, TenantStatusChange
from tenants.schemas import current_tenant, in_public

_TOLD_FOR = timedelta(days=1)
_MOST_CHANGES = 50


@dataclass(frozen=True)
class Change:
    """One step of the company's life; moments are UTC."""

    source: str
    target: str
    target_label: str
    mover: str
    actor_id: UUID | None
    actor_name: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Claim:
    """A domain of the company, with what must be put there to prove it."""

    domain: str
    shown: str
    state: str
    state_label: str
    finding: str
    is_primary: bool
    is_usable: bool
    points_here: bool
    record_name: str
    record_value: str
    checked_at: datetime | None
    expires_at: datetime | None
    failing_since: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Refusal:
    """Something that was asked for lately and not done."""

    kind: str
    subject: str
    message: str
    at: datetime


@dataclass(frozen=True)
class CompanyLife:
    """Where a company stands and how it came there; moments are UTC."""

    id: UUID
    name: str
    slug: str
    status: str
    status_label: str
    since: datetime
    until: datetime | None
    next_status: str
    next_label: str
    closed_from: str
    locale: str
    time_zone: str
    created_at: datetime
    group_id: UUID | None
    group_name: str
    own_host: str
    primary_host: str
    changes: tuple[Change, ...]
    claims: tuple[Claim, ...]
    removed: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]


def company_life(tenant_id: UUID) -> CompanyLife | None:
    """Return all that is known of a company's life, or None. Five queries."""
    row = Tenant.objects.select_related("group").filter(id=tenant_id).first()
    if row is None:
        return None
    status = TenantStatus(row.status)
    following = NEXT.get(status, (None, ""))[0]
    hosts = {domain.domain: domain.is_primary for domain in Domain.objects.filter(tenant=row)}
    claims = [_claim(claim, hosts) for claim in _recent_claims(row)]
    primary = next((host for host, is_primary in hosts.items() if is_primary), "")
    known = {claim.domain for claim in claims}
    return CompanyLife(
        id=row.id,
        name=row.name,
        slug=row.slug,
        status=status,
        status_label=str(status.label),
        since=row.status_since,
        until=row.status_until,
        next_status=following or "",
        next_label=str(following.label) if following else "",
        closed_from=row.closed_from,
        locale=row.locale,
        time_zone=row.time_zone,
        created_at=row.created_at,
        group_id=row.group_id,
        group_name=row.group.name if row.group else "",
        own_host=next((host for host in hosts if host not in known), primary),
        primary_host=primary,
        changes=tuple(map(_change, TenantStatusChange.objects.filter(tenant=row)[:_MOST_CHANGES])),
        claims=tuple(claim for claim in claims if claim.state != ClaimState.REMOVED),
        removed=tuple(claim for claim in claims if claim.state == ClaimState.REMOVED),
        refusals=_refusals(row),
    )


def pending_domains() -> list[str]:
    """Return the domains of the entered company that wait for their proof, as people read them.

    One query in `public`.
    """
    company_id = current_tenant().id
    with in_public():
        claims = list(
            DomainClaim.objects.filter(tenant_id=company_id, state=ClaimState.PENDING).order_by(
                "added_at", "id"
            )
        )
    return [spell_domain(claim.domain) for claim in claims]


def _recent_claims(row: Tenant) -> list[DomainClaim]:
    """Return the claims that stand, the ones that expired lately, and what was removed in the last day."""
    lately = now() - _TOLD_FOR
    claims = DomainClaim.objects.filter(tenant=row).order_by("added_at", "id")
    shown: dict[str, DomainClaim] = {}
    for claim in claims:
        if claim.state == ClaimState.REMOVED and (
            claim.removed_at is None or claim.removed_at < lately
        ):
            continue
        if claim.state != ClaimState.REMOVED or claim.domain not in shown:
            shown[claim.domain] = claim
    return list(shown.values())


def _claim(row: DomainClaim, hosts: dict[str, bool]) -> Claim:
    return Claim(
        domain=row.domain,
        shown=spell_domain(row.domain),
        state=row.state,
        state_label=str(ClaimState(row.state).label),
        finding=row.finding,
        is_primary=hosts.get(row.domain, False),
        is_usable=row.domain in hosts,
        points_here=row.points_here,
        record_name=challenge_name(row.domain),
        record_value=challenge_value(tenant_id=row.tenant_id, domain=row.domain, claim_id=row.id),
        checked_at=row.checked_at,
        expires_at=row.expires_at,
        failing_since=row.failing_since,
        removed_at=row.removed_at,
    )


def _change(row: TenantStatusChange) -> Change:
    return Change(
        source=row.source,
        target=row.target,
        target_label=str(TenantStatus(row.target).label),
        mover=row.mover,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        reason=row.reason,
        at=row.at,
    )


def _refusals(row: Tenant) -> tuple[Refusal, ...]:
    """Return what was refused in the last day, unless the same was done since."""
    rows = CompanyRequest.objects.filter(tenant=row, at__gte=now() - _TOLD_FOR).order_by("-at")
    last: dict[tuple[str, str], CompanyRequest] = {}
    for request in rows[:_MOST_CHANGES]:
        last.setdefault((request.kind, request.subject), request)
    return tuple(
        Refusal(request.kind, request.subject, request.message, request.at)
        for request in last.values()
        if request.outcome == RequestOutcome.REFUSED
    )


def pending_requests() -> tuple[str, ...]:
    """Return what the entered company has asked of the directory and has no answer to yet: events' names."""
    waiting = OutboxDelivery.objects.filter(
        event__name__startswith="tenants.", target="public", done_at=None
    ).order_by("event__created_at")
    return tuple(waiting.values_list("event__name", flat=True))

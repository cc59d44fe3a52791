"""Looking whether a domain is proven, at once and over the years. The network is asked outside transactions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from tenants.domain_names import challenge_name, challenge_value, is_challenge
from tenants.enums import ClaimState, NoticeKind
from tenants.kernel.clock import now
from tenants.kernel.directory_news import announce_change
from tenants.kernel.gateways.dns import Reply, Said, addresses, settled, texts
from tenants.models import Domain, DomainClaim
from tenants.services.claims import OPEN, PROVEN, put_out_of_use
from tenants.services.life import add_notice

# How long a proof may be missing before the domain is switched off.
MISSING_FOR = timedelta(days=3)
# How long a domain that is off, or a claim, is looked at.
_OFF_FOR = timedelta(days=30)
_EACH = {
    ClaimState.VERIFIED: timedelta(days=1),
    ClaimState.FAILING: timedelta(hours=6),
    ClaimState.OFF: timedelta(days=1),
}


class Finding(StrEnum):
    """What the last look found, for the page to explain."""

    PROVEN = "proven"
    MISSING = "missing"
    OTHER_VALUE = "other_value"
    NO_ANSWER = "no_answer"
    TAKEN = "taken"


@dataclass(frozen=True)
class Look:
    """What the resolvers said; `points_here` is None when they did not agree."""

    finding: Finding
    points_here: bool | None


def check_domain(*, claim_id: UUID) -> None:
    """Look at one claim and note what it means; runs in `public`, outside any transaction."""
    claim = DomainClaim.objects.filter(id=claim_id, state__in=OPEN).first()
    if claim is None:
        return
    found = look(claim)
    with transaction.atomic(), connections["default"].cursor() as cursor:
        # Whoever proves the same name at the same moment waits.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"domain:{claim.domain}"])
        row = (
            DomainClaim.objects.select_for_update(of=("self",))
            .select_related("tenant")
            .filter(id=claim_id, state__in=OPEN)
            .first()
        )
        if row is not None:
            note(row, found)


def look(claim: DomainClaim) -> Look:
    """Ask the resolvers about a claim."""
    return Look(_proof(claim, texts(challenge_name(claim.domain))), _points(claim))


def _proof(claim: DomainClaim, replies: list[Reply]) -> Finding:
    """A proof counts when more than half of the resolvers show it; an absence likewise."""
    wanted = challenge_value(tenant_id=claim.tenant_id, domain=claim.domain, claim_id=claim.id)
    shown = [
        Reply(Said.FOUND if wanted in reply.values else Said.NOTHING)
        if reply.said == Said.FOUND
        else Reply(reply.said)
        for reply in replies
    ]
    said = settled(shown)
    if said == Said.FOUND:
        return Finding.PROVEN
    if said == Said.FAILED:
        return Finding.NO_ANSWER
    others = any(is_challenge(text) for reply in replies for text in reply.values)
    return Finding.OTHER_VALUE if others else Finding.MISSING


def _points(claim: DomainClaim) -> bool | None:
    replies = addresses(claim.domain)
    said = [
        Reply(Said.FAILED)
        if reply.said == Said.FAILED
        else Reply(Said.FOUND if _leads_here(reply) else Said.NOTHING)
        for reply in replies
    ]
    outcome = settled(said)
    return None if outcome == Said.FAILED else outcome == Said.FOUND


def _leads_here(reply: Reply) -> bool:
    if settings.DOMAIN_TARGET in reply.aliases:
        return True
    ours = set(settings.DOMAIN_ADDRESSES)
    return bool(reply.values) and set(reply.values) <= ours


def note(claim: DomainClaim, found: Look) -> None:
    """Write down what a look found and what follows from it; inside a transaction, the claim locked."""
    moment, before = now(), claim.state
    claim.checked_at, claim.finding = moment, found.finding
    if found.points_here is not None:
        claim.points_here = found.points_here
    if found.finding == Finding.PROVEN:
        _proven(claim, moment)
    elif found.finding != Finding.NO_ANSWER:
        _not_proven(claim, moment)
    if claim.state == ClaimState.PENDING and claim.expires_at and claim.expires_at <= moment:
        claim.state = ClaimState.EXPIRED
    claim.next_check_at = _next_look(claim, moment)
    claim.save()
    if claim.state != before:
        announce_change()
    if claim.state != before and claim.state != ClaimState.PENDING:
        add_notice(
            tenant_id=claim.tenant_id,
            kind=NoticeKind.DOMAIN,
            key=f"domain:{claim.id}:{claim.state}:{moment:%Y%m%dT%H%M%S}",
            facts={"domain": claim.domain, "what": claim.state},
        )


def _proven(claim: DomainClaim, moment: datetime) -> None:
    others = DomainClaim.objects.filter(domain=claim.domain, state__in=PROVEN).exclude(id=claim.id)
    if others.exists():
        claim.finding = Finding.TAKEN
        return
    try:
        with transaction.atomic():
            Domain.objects.get_or_create(
                domain=claim.domain, tenant_id=claim.tenant_id, defaults={"is_primary": False}
            )
    except IntegrityError:
        claim.finding = Finding.TAKEN
        return
    if claim.state != ClaimState.VERIFIED:
        claim.verified_at = moment
    claim.state, claim.failing_since, claim.expires_at = ClaimState.VERIFIED, None, None


def _not_proven(claim: DomainClaim, moment: datetime) -> None:
    if claim.state == ClaimState.VERIFIED:
        claim.state, claim.failing_since = ClaimState.FAILING, moment
    elif claim.state == ClaimState.FAILING:
        assert claim.failing_since is not None
        if moment - claim.failing_since >= MISSING_FOR:
            claim.state = ClaimState.OFF
            put_out_of_use(claim)


def _next_look(claim: DomainClaim, moment: datetime) -> datetime | None:
    if claim.state == ClaimState.EXPIRED:
        return None
    if claim.state == ClaimState.PENDING:
        # Soon at first, while somebody sits before it; then now and then until it expires.
        young = moment - claim.added_at < timedelta(hours=1)
        return moment + (timedelta(minutes=5) if young else timedelta(hours=1))
    if claim.state == ClaimState.OFF and claim.failing_since:
        return None if moment - claim.failing_since > _OFF_FOR else moment + _EACH[ClaimState.OFF]
    return moment + _EACH[ClaimState(claim.state)]

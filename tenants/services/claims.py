"""A company's own domains: claimed, proven, used, given up. Runs in the shared schema."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.domain_names import clean_domain
from tenants.enums import ClaimState
from tenants.kernel.clock import now
from tenants.kernel.directory_news import announce_change
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.jobs import enqueue
from tenants.models import Domain, DomainClaim, Tenant

MOST_CLAIMS = 20
# Between two looks that somebody asked for.
_PATIENCE = timedelta(seconds=5)
OPEN = (ClaimState.PENDING, ClaimState.VERIFIED, ClaimState.FAILING, ClaimState.OFF)
PROVEN = (ClaimState.VERIFIED, ClaimState.FAILING)


def do(*, act: str, tenant_id: UUID, domain: str, actor_id: UUID | None) -> None:
    """Do one of `ACTS` to a company's domain, under the company's lock.

    Raises:
        Missing: for an act there is not, or a domain the company has not.
        Invalid: for a name that cannot be used.
        Conflict: when it cannot be done as things stand.
    """
    if act not in ACTS:
        raise Missing(_("There is no such act."))
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update(of=("self",)).get(id=tenant_id)
        ACTS[act](tenant, domain, actor_id)
        announce_change()


def use_own_address(tenant: Tenant) -> None:
    """Make the address that a company has with us its main one again."""
    own = f"{tenant.slug}.{settings.BASE_DOMAIN}"
    Domain.objects.filter(tenant=tenant, is_primary=True).exclude(domain=own).update(
        is_primary=False
    )
    Domain.objects.filter(tenant=tenant, domain=own).update(is_primary=True)


def put_out_of_use(claim: DomainClaim) -> None:
    """Take a domain off its company's hosts; its own address with us takes over if it was the main one."""
    Domain.objects.filter(tenant_id=claim.tenant_id, domain=claim.domain).delete()
    if not Domain.objects.filter(tenant_id=claim.tenant_id, is_primary=True).exists():
        use_own_address(claim.tenant)


def _add(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    domain = clean_domain(domain)
    claims = DomainClaim.objects.filter(tenant=tenant, state__in=OPEN)
    if claims.filter(domain=domain).exists():
        raise Conflict(_("This domain is on your list already."), field="domain")
    if claims.count() >= MOST_CLAIMS:
        raise Conflict(
            _("A company may have %(most)d domains. Remove one first.") % {"most": MOST_CLAIMS},
            field="domain",
        )
    claim = DomainClaim.objects.create(
        tenant=tenant,
        domain=domain,
        added_by_id=actor_id,
        expires_at=now() + timedelta(days=settings.CLAIM_DAYS),
        next_check_at=now() + timedelta(minutes=10),
    )
    enqueue("tenants.check_domain", claim_id=claim.id)


def _check(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    claim = _claim(tenant, domain)
    if claim.checked_at is not None and claim.checked_at > now() - _PATIENCE:
        return
    enqueue("tenants.check_domain", claim_id=claim.id)


def _make_primary(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    claim = _claim(tenant, domain)
    if claim.state != ClaimState.VERIFIED:
        raise Conflict(_("Prove first that this domain is yours."))
    if not claim.points_here:
        raise Conflict(_("This domain does not point here yet: your people would find nothing."))
    Domain.objects.filter(tenant=tenant, is_primary=True).update(is_primary=False)
    Domain.objects.filter(tenant=tenant, domain=claim.domain).update(is_primary=True)


def _use_own(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    use_own_address(tenant)


def _remove(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    claim = _claim(tenant, domain)
    put_out_of_use(claim)
    claim.state, claim.removed_at, claim.next_check_at = ClaimState.REMOVED, now(), None
    claim.save(update_fields=["state", "removed_at", "next_check_at"])


def _restore(tenant: Tenant, domain: str, actor_id: UUID | None) -> None:
    """Take a removal back: the same claim with the same proof, which is looked at at once."""
    claim = (
        DomainClaim.objects.filter(tenant=tenant, domain=domain, state=ClaimState.REMOVED)
        .order_by("-removed_at")
        .first()
    )
    if (
        claim is None
        or DomainClaim.objects.filter(tenant=tenant, domain=domain, state__in=OPEN).exists()
    ):
        raise Missing(_("There is nothing to take back."))
    claim.state, claim.removed_at, claim.failing_since = ClaimState.PENDING, None, None
    claim.expires_at = now() + timedelta(days=settings.CLAIM_DAYS)
    claim.next_check_at = now() + timedelta(minutes=10)
    claim.save()
    enqueue("tenants.check_domain", claim_id=claim.id)


def _claim(tenant: Tenant, domain: str) -> DomainClaim:
    claim = DomainClaim.objects.filter(tenant=tenant, domain=domain, state__in=OPEN).first()
    if claim is None:
        raise Missing(_("Your company has no such domain."))
    return claim


ACTS: dict[str, Callable[[Tenant, str, UUID | None], None]] = {
    "add": _add,
    "check": _check,
    "make_primary": _make_primary,
    "use_own": _use_own,
    "remove": _remove,
    "restore": _restore,
}

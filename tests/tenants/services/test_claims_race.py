"""Two companies that prove the same domain at the same moment. Real transactions."""

import threading

from django.db import connections

from tenants.domain_names import challenge_value
from tenants.enums import ClaimState
from tenants.models import Domain, DomainClaim
from tenants.schemas import TenantInfo, in_public
from tenants.services.claims import do
from tenants.services.domain_check import check_domain
from tests.database import company
from tests.tenants.services.conftest import Zone

LEARN = "learn.acme.example"


def _claims() -> list[DomainClaim]:
    with in_public():
        return list(DomainClaim.objects.order_by("added_at"))


def test_of_two_that_prove_at_once_one_has_it(committed: None, zone: Zone) -> None:
    zone.set()
    for slug in ("acme", "zenith"):
        with in_public():
            do(act="add", tenant_id=company(slug).id, domain=LEARN, actor_id=None)
    proofs = [
        challenge_value(tenant_id=claim.tenant_id, domain=LEARN, claim_id=claim.id)
        for claim in _claims()
    ]
    zone.set(*(f"_smh-challenge.{LEARN} TXT {proof}" for proof in proofs))
    start = threading.Barrier(2)

    def prove(claim: DomainClaim) -> None:
        start.wait()
        with in_public():
            check_domain(claim_id=claim.id)
        connections.close_all()

    threads = [threading.Thread(target=prove, args=[claim]) for claim in _claims()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claim.state for claim in _claims()) == [ClaimState.PENDING, ClaimState.VERIFIED]
    holder: TenantInfo = next(
        company(slug)
        for slug in ("acme", "zenith")
        if any(c.state == "verified" and c.tenant_id == company(slug).id for c in _claims())
    )
    with in_public():
        assert Domain.objects.get(domain=LEARN).tenant_id == holder.id

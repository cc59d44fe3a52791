"""Jobs of the directory of companies."""

from uuid import UUID

from django.db import transaction

from tenants.kernel.jobs import job
from tenants.services import clock, domain_check, erasure, notices, pool, provisioning, sweeping

# A second or two; whoever waits for a worker gets it then.
_SPARES_AT_A_TIME = 4


def _give_up(*, run_id: UUID) -> None:
    provisioning.give_up(run_id=run_id)


@job("tenants.provision", timeout_seconds=120, on_failure=_give_up)
def provision(*, run_id: UUID) -> None:
    """Set up the company of a run."""
    provisioning.provision(run_id=run_id)


@job("tenants.stock_spares", timeout_seconds=300, attempts=3)
def stock_spares() -> None:
    """Fill the pool of spare schemas."""
    if pool.stock_spares(at_most=_SPARES_AT_A_TIME).left:
        with transaction.atomic():
            pool.ask_for_spares()


@job("tenants.sweep_schemas", timeout_seconds=600, attempts=1)
def sweep_schemas() -> None:
    """Remove what provisioning left half made."""
    sweeping.sweep()


@job("tenants.tick", timeout_seconds=120, attempts=1)
def tick() -> None:
    """Do what has become due in the companies' lives."""
    clock.tick()


@job("tenants.tell_owners")
def tell_owners(*, notice_id: UUID) -> None:
    """Write a company's owners what they must know."""
    notices.tell_owners(notice_id=notice_id)


@job("tenants.erase", timeout_seconds=900)
def erase(*, erasure_id: UUID) -> None:
    """Remove what an erased company had."""
    erasure.erase(erasure_id=erasure_id)


@job("tenants.check_domain", timeout_seconds=60)
def check_domain(*, claim_id: UUID) -> None:
    """Look whether a domain is its company's."""
    domain_check.check_domain(claim_id=claim_id)

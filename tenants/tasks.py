"""Jobs of the directory of companies."""

from uuid import UUID

from tenants.kernel.jobs import job
from tenants.services import provisioning


def _give_up(*, run_id: UUID) -> None:
    provisioning.give_up(run_id=run_id)


@job("tenants.provision", timeout_seconds=120, on_failure=_give_up)
def provision(*, run_id: UUID) -> None:
    """Set up the company of a run."""
    provisioning.provision(run_id=run_id)

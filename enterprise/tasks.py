"""Jobs of this app: each takes ids and calls one service."""

from uuid import UUID

from enterprise.services import assignment, nudge, people_import
from tenants.kernel.jobs import job


@job("enterprise.carry_out_assignment", timeout_seconds=900)
def carry_out_assignment(*, assignment_id: UUID) -> None:
    """Enrol a large department in a course, batch by batch."""
    assignment.carry_out_assignment(assignment_id=assignment_id)


@job("enterprise.send_nudge")
def send_nudge(*, nudge_id: UUID) -> None:
    """Send a nudge whose minute is over."""
    nudge.send_nudge(nudge_id=nudge_id)


@job("enterprise.run_people_import", timeout_seconds=1800, attempts=2)
def run_people_import(*, import_id: UUID, agreed: int, actor_id: UUID) -> None:
    """Import a long list of people."""
    people_import.run_import(import_id=import_id, agreed=agreed, actor_id=actor_id)

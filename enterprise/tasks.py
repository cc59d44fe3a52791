"""Jobs of this app: each takes ids and calls one service."""

from uuid import UUID

from enterprise.services import (
    assignment,
    company_export,
    nudge,
    people_change,
    people_import,
    people_upload,
)
from tenants.kernel.jobs import job


@job("enterprise.carry_out_assignment", timeout_seconds=900)
def carry_out_assignment(*, assignment_id: UUID, waited: bool = False) -> None:
    """Enrol a large department in a course, batch by batch."""
    assignment.carry_out_assignment(assignment_id=assignment_id, waited=waited)


@job("enterprise.send_nudge")
def send_nudge(*, nudge_id: UUID) -> None:
    """Send a nudge whose minute is over."""
    nudge.send_nudge(nudge_id=nudge_id)


@job(
    "enterprise.read_people_file",
    timeout_seconds=600,
    attempts=2,
    on_failure=people_upload.reading_failed,
)
def read_people_file(*, import_id: UUID, actor_id: UUID) -> None:
    """Read a large file of people and decide each row's fate."""
    people_upload.read_people(import_id=import_id, actor_id=actor_id)


@job(
    "enterprise.run_people_import",
    timeout_seconds=900,
    attempts=2,
    on_failure=people_import.import_failed,
)
def run_people_import(*, import_id: UUID, agreed: int, actor_id: UUID) -> None:
    """Import a long list of people."""
    people_import.run_import(import_id=import_id, agreed=agreed, actor_id=actor_id)


@job("enterprise.send_import_invitations", timeout_seconds=1800)
def send_import_invitations(*, import_id: UUID, actor_id: UUID) -> None:
    """Invite whom a long import made."""
    people_import.send_import_invitations(import_id=import_id, actor_id=actor_id)


@job(
    "enterprise.run_people_change",
    timeout_seconds=1800,
    attempts=3,
    on_failure=people_change.change_failed,
)
def run_people_change(*, change_id: UUID) -> None:
    """Change many people, batch by batch."""
    people_change.run_change(change_id=change_id)


@job(
    "enterprise.export_company",
    timeout_seconds=3600,
    attempts=3,
    on_failure=company_export.export_failed,
    when_halted=True,
)
def export_company(*, export_id: UUID) -> None:
    """Make an archive of everything the company has here."""
    company_export.make_export(export_id=export_id)


@job("enterprise.expire_export", when_halted=True)
def expire_export(*, export_id: UUID) -> None:
    """Remove an archive whose week is over."""
    company_export.expire_export(export_id=export_id)

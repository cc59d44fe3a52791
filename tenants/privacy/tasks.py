"""Jobs of privacy."""

from uuid import UUID

from tenants.kernel.jobs import job
from tenants.privacy.services import archive, erasure, merged, retention


@job(
    "privacy.make_archive",
    timeout_seconds=900,
    on_failure=archive.give_up_archive,
    when_halted=True,
)
def make_archive(*, archive_id: UUID) -> None:
    """Make somebody's archive; a suspended company's people have a right to theirs, too."""
    archive.make_archive(archive_id=archive_id)


@job("privacy.erase", timeout_seconds=600, when_halted=True)
def erase(*, request_id: UUID) -> None:
    """Forget a person when the time has come."""
    erasure.erase(request_id=request_id)


@job("privacy.remove_files", timeout_seconds=600, when_halted=True)
def remove_files(*, keys: list[str]) -> None:
    """Remove files whose rows are gone."""
    erasure.remove_files(keys=keys)


@job("privacy.keep_house", timeout_seconds=900, when_halted=True)
def keep_house() -> None:
    """Remove what has outlived its purpose."""
    merged.forget_merged()
    retention.keep_house()
    retention.shorten_logs()

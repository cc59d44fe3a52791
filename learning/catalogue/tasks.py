"""Work of the catalogue that takes minutes."""

from uuid import UUID

from learning.catalogue.services import completing
from learning.catalogue.services.transcode import LEASE_SECONDS, transcode
from learning.catalogue.services.upload import JOB
from tenants.kernel.jobs import job


@job(JOB, queue="media", timeout_seconds=LEASE_SECONDS, attempts=6)
def transcode_media(*, media_id: UUID) -> None:
    """Turn an uploaded video into what players play."""
    transcode(media_id=media_id)


def _go_on(*, media_id: UUID) -> None:
    completing.queue_next(after=media_id)


@job(
    completing.JOB,
    queue="media",
    timeout_seconds=LEASE_SECONDS,
    attempts=3,
    on_failure=_go_on,
)
def complete_media(*, media_id: UUID) -> None:
    """Make what a ready video lacks of what is made today, then see to the next."""
    completing.complete(media_id=media_id)
    completing.queue_next(after=media_id)


@job("catalogue.complete_next")
def complete_next() -> None:
    """Begin to complete older videos, where any lacks something and none is under way."""
    completing.queue_next()

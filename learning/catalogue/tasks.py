"""Work of the catalogue that takes minutes."""

from uuid import UUID

from learning.catalogue.services.transcode import LEASE_SECONDS, transcode
from learning.catalogue.services.upload import JOB
from tenants.kernel.jobs import job


@job(JOB, queue="media", timeout_seconds=LEASE_SECONDS, attempts=6)
def transcode_media(*, media_id: UUID) -> None:
    """Turn an uploaded video into what players play."""
    transcode(media_id=media_id)

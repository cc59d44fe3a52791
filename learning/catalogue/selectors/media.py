"""How far the worker is with a video, for apps that hold one outside of a lesson."""

from dataclasses import dataclass
from uuid import UUID

from learning.catalogue.enums import MediaStatus
from learning.catalogue.models import MediaAsset


@dataclass(frozen=True, slots=True)
class MediaState:
    """An uploaded file and its processing."""

    media_id: UUID
    name: str
    status: str
    progress: int
    duration_ms: int
    size_bytes: int
    error: str

    @property
    def is_ready(self) -> bool:
        """Whether it plays."""
        return self.status == MediaStatus.READY

    @property
    def has_failed(self) -> bool:
        """Whether it will not play."""
        return self.status == MediaStatus.FAILED


def media_state(media_id: UUID) -> MediaState | None:
    """Return how far a video is, None when there is none, in one query."""
    row = MediaAsset.objects.filter(id=media_id).first()
    if row is None:
        return None
    return MediaState(
        media_id=row.id,
        name=row.original_name,
        status=row.status,
        progress=row.progress,
        duration_ms=row.duration_ms,
        size_bytes=row.size_bytes,
        error=row.error,
    )

"""How far the worker is with a video, and which ready ones lack something of what it makes today."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from learning.catalogue.enums import MediaKind, MediaStatus
from learning.catalogue.models import MediaAsset
from learning.catalogue.selectors.playback import SOUND_PLAYLIST

# The folders of the rungs, smallest first, and of the sound alone: what every video of today has.
RUNGS = ("r0", "r1", "r2")
SOUND = SOUND_PLAYLIST.partition("/")[0]
# A video whose rungs carry no sound has none alone either. What was made before that was kept may have.
_SILENT = Q(renditions__contains=[{"audio_kbps": 0}])


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


@dataclass(frozen=True, slots=True)
class IncompleteVideo:
    """A ready video, and the folders it lacks."""

    media_id: UUID
    name: str
    lacks: tuple[str, ...]


def playlist_of(folder: str) -> str:
    """Return the name a folder's playlist is served by."""
    return f"{folder}/index.m3u8"


def count_ready_videos() -> int:
    """Return how many videos play."""
    return _ready().count()


def incomplete_videos() -> list[IncompleteVideo]:
    """Return the ready videos that lack something of what is made today, oldest first, in one query."""
    playlists = [playlist_of(folder) for folder in RUNGS]
    whole = Q(files__has_keys=playlists) & (Q(files__has_key=SOUND_PLAYLIST) | _SILENT)
    folders = (*RUNGS, SOUND)
    has = {f"has_{folder}": _has(folder) for folder in folders}
    rows = _ready().exclude(whole).annotate(is_silent=_flag(_SILENT), **has).order_by("created_at")
    return [
        IncompleteVideo(
            media_id=row["id"],
            name=row["original_name"],
            lacks=tuple(
                folder
                for folder in folders
                if not row[f"has_{folder}"] and not (folder == SOUND and row["is_silent"])
            ),
        )
        for row in rows.values("id", "original_name", "is_silent", *has)
    ]


def _ready() -> QuerySet[MediaAsset]:
    made = MediaAsset.objects.filter(kind=MediaKind.VIDEO, status=MediaStatus.READY)
    return made.exclude(hls_prefix="")


def _has(folder: str) -> ExpressionWrapper:
    return _flag(Q(files__has_key=playlist_of(folder)))


def _flag(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())

"""Addresses of a video on the content host: signed, expiring, bound to company, video and viewer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, ExpressionWrapper, Q

from learning.catalogue.enums import MediaStatus
from learning.catalogue.models import Caption, MediaAsset
from tenants.kernel.errors import Missing
from tenants.kernel.signing import BadToken, sign, unsign
from tenants.kernel.storage import content_url

PURPOSE = "catalogue.playback"
TOKEN_LIFE = timedelta(hours=2)
MASTER = "master.m3u8"
POSTER = "poster.jpg"
SOUND_PLAYLIST = "audio/index.m3u8"
_HAS_SOUND_APART = ExpressionWrapper(Q(files__has_key=SOUND_PLAYLIST), output_field=BooleanField())
_TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "ts": "video/mp2t",
    "jpg": "image/jpeg",
    "vtt": "text/vtt; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """Captions in one language; `language` is BCP 47."""

    language: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PlaybackInfo:
    """What a player needs. The addresses are good for two hours."""

    media_id: UUID
    hls_url: str
    poster_url: str
    captions: tuple[CaptionTrack, ...]
    duration_ms: int
    # The playlist of the sound alone; "" for a video that was prepared before there was one, or is silent.
    sound_url: str = ""
    has_sound: bool = True


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A stored file that a token opens."""

    key: str
    content_type: str


def playback(media_id: UUID, viewer_id: UUID | None) -> PlaybackInfo:
    """Return signed addresses of a video for one viewer, in two queries.

    Whether the viewer may see it is the caller's to know.

    Args:
        media_id: the asset a version names.
        viewer_id: who watches; None for a guest's preview.

    Raises:
        Missing: there is no such video, or it is not ready.
    """
    asset = (
        MediaAsset.objects.filter(id=media_id, status=MediaStatus.READY)
        .only("id", "duration_ms", "poster_key", "renditions")
        .annotate(sound_apart=_HAS_SOUND_APART)
        .prefetch_related("captions")
        .first()
    )
    if asset is None:
        raise Missing("There is no such video.")
    token = sign(
        PURPOSE,
        {"m": str(media_id), "v": str(viewer_id) if viewer_id else ""},
        max_age_seconds=int(TOKEN_LIFE.total_seconds()),
    )
    return PlaybackInfo(
        media_id=media_id,
        hls_url=content_url("m", token, MASTER),
        poster_url=content_url("m", token, POSTER) if asset.poster_key else "",
        captions=tuple(
            CaptionTrack(
                language=caption.language,
                label=caption.label,
                url=content_url("m", token, "captions", f"{caption.language}.vtt"),
            )
            for caption in asset.captions.all()
        ),
        duration_ms=asset.duration_ms,
        sound_url=content_url("m", token, SOUND_PLAYLIST) if asset.sound_apart else "",
        has_sound=not asset.renditions or any(one.get("audio_kbps") for one in asset.renditions),
    )


def media_duration_ms(media_id: UUID) -> int:
    """Return a video's length in milliseconds; 0 while it is not ready, or when there is none."""
    ready = MediaAsset.objects.filter(id=media_id, status=MediaStatus.READY)
    return ready.values_list("duration_ms", flat=True).first() or 0


def served_file(token: str, name: str) -> ServedFile:
    """Return the stored file behind an address of the content host.

    A name is looked up among the asset's own, never joined to a path: there is no way up.

    Raises:
        Missing: for every reason alike: altered, expired, another company's token; a viewer
            who was deactivated; a name the asset does not list.
    """
    try:
        claims = unsign(PURPOSE, token)
    except BadToken as error:
        raise Missing("There is no such file.") from error
    if claims["v"] and not _may_still_watch(claims["v"]):
        raise Missing("There is no such file.")
    key = _key_of(UUID(claims["m"]), name)
    if not key:
        raise Missing("There is no such file.")
    return ServedFile(key=key, content_type=_TYPES[name.rpartition(".")[2]])


def _may_still_watch(viewer_id: str) -> bool:
    return get_user_model()._default_manager.filter(pk=viewer_id, is_active=True).exists()


def _key_of(media_id: UUID, name: str) -> str:
    asset: Any = MediaAsset.objects.filter(id=media_id, status=MediaStatus.READY)
    if name == POSTER:
        return asset.values_list("poster_key", flat=True).first() or ""
    folder, _, file = name.partition("/")
    if folder == "captions":
        captions = Caption.objects.filter(
            media_id=media_id, language=file.removesuffix(".vtt"), media__status=MediaStatus.READY
        )
        return (
            (captions.values_list("key", flat=True).first() or "") if file.endswith(".vtt") else ""
        )
    prefix = asset.filter(files__has_key=name).values_list("hls_prefix", flat=True).first()
    return f"{prefix}/{name}" if prefix else ""

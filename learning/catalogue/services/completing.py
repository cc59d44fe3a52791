"""Making what a ready video lacks of what is made today, beside what it has, while people watch it.

Nothing that is there is touched: what is missing is written under names that nobody asks for yet, and
the row and the master playlist tell of it at the very end, in one transaction. It may be killed at any
point and run again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learning.catalogue.enums import MediaStatus
from learning.catalogue.gateways import ffmpeg
from learning.catalogue.models import MediaAsset
from learning.catalogue.selectors.media import incomplete_videos, playlist_of
from learning.catalogue.selectors.playback import MASTER
from learning.catalogue.services import ladder
from learning.catalogue.services.transcode import LEASE_SECONDS
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.jobs import enqueue, when_idle
from tenants.kernel.models import Job, JobState
from tenants.schemas import current_schema

JOB = "catalogue.complete_media"
_REPORT_SECONDS = 2.0


def complete(*, media_id: UUID) -> tuple[str, ...] | None:
    """Make the folders that a ready video lacks. Call it outside a transaction; it takes minutes.

    Returns:
        What was made, () where nothing was to be done, None where another worker is at it.

    Raises:
        Missing: there is no such video, or it is not ready.
        MediaError: ffmpeg could not do it; the video stays as it was.
        FileNotFoundError: what was uploaded is not there any more.
        Exception: what storage or database raise.
    """
    asset = _claim(media_id)
    if asset is None:
        return None
    try:
        if not storage.exists(asset.original_key):
            raise FileNotFoundError(asset.original_key)
        with _folder_for(media_id) as work, storage.local_path(asset.original_key) as source:
            return _complete(asset, source, work)
    finally:
        _equals(asset).update(heartbeat_at=None)


def queue_next(*, after: UUID | None = None) -> UUID | None:
    """Queue a video that lacks something, for when nothing else is to be done: one after the other.

    One that was tried already, with whatever end, is left to the command.

    Args:
        after: the one that has just been worked on.

    Returns:
        Which, None where none is left or one is under way.
    """
    jobs = Job.objects.filter(name=JOB)
    under_way = jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING))
    if under_way.exclude(arguments__media_id=str(after)).exists():
        return None
    tried = {*jobs.values_list("arguments__media_id", flat=True), str(after)}
    for video in incomplete_videos():
        if str(video.media_id) not in tried:
            with when_idle():
                enqueue(JOB, media_id=video.media_id)
            return video.media_id
    return None


def _claim(media_id: UUID) -> MediaAsset | None:
    """Take a video in hand, with its equals, which have the same files."""
    with transaction.atomic():
        asset = MediaAsset.objects.filter(id=media_id, status=MediaStatus.READY).first()
        if asset is None:
            raise Missing(_("There is no such video."))
        equals = list(_equals(asset).select_for_update().only("heartbeat_at", "sha256"))
        alive = now() - timedelta(seconds=LEASE_SECONDS)
        if any(one.heartbeat_at and one.heartbeat_at > alive for one in equals):
            return None
        asset.refresh_from_db()
        _equals(asset).update(heartbeat_at=now())
    return asset


def _complete(asset: MediaAsset, source: Path, work: Path) -> tuple[str, ...]:
    """See `complete`. Keeps the pictures and sounds that are there; also learns what is not known of them."""
    facts = ffmpeg.probe(source)
    rungs = _ladder_of(asset, facts)
    folders = ladder.folders_of(rungs)
    lacks = tuple(one for one in folders if playlist_of(one) not in asset.files)
    made = {}
    if lacks:
        for folder in lacks:
            (work / folder).mkdir()
        ffmpeg.run(
            source,
            ladder.arguments_for(rungs, facts, lacks),
            folder=work,
            timeout_seconds=600 + facts.duration_ms / 1000 * 20,
            on_time=_SignOfLife(asset).give,
        )
        made = _store(asset, work)
    files = {**asset.files, **made}
    sizes = {folder: _segment_bytes(folder, files) for folder in folders}
    if not all(sizes.values()):
        raise ffmpeg.MediaError(f"nothing in {sizes}")
    _tell(asset, made, rungs, ladder.master_playlist(rungs, sizes, asset.duration_ms))
    return lacks


def _ladder_of(asset: MediaAsset, facts: ffmpeg.Probe) -> tuple[ladder.Rung, ...]:
    """Return today's rungs for the source, each as the video has it where it has it."""
    kept = {fact["name"]: ladder.rung_of(fact) for fact in asset.renditions}
    return tuple(kept.get(rung.name, rung) for rung in ladder.build_ladder(facts))


def _store(asset: MediaAsset, work: Path) -> dict[str, int]:
    """Put the new files beside the old ones; return their sizes in bytes by name."""
    folder = asset.hls_prefix.partition("/")[2]  # without the schema, which storage puts before it
    sign = _SignOfLife(asset)
    made: dict[str, int] = {}
    for path in sorted(one for one in work.rglob("*") if one.is_file()):
        name = path.relative_to(work).as_posix()
        storage.store(f"{folder}/{name}", path)
        made[name] = path.stat().st_size
        sign.give()
    return made


def _tell(
    asset: MediaAsset, made: dict[str, int], rungs: tuple[ladder.Rung, ...], master: str
) -> None:
    """Let players know what there is: the row's names and facts, and the master playlist."""
    with transaction.atomic():
        for row in _equals(asset).select_for_update():
            row.files = {**row.files, **made, MASTER: len(master.encode())}
            row.renditions = ladder.rendition_facts(rungs)
            row.save(update_fields=["files", "renditions"])
        storage.store(f"{asset.hls_prefix.partition('/')[2]}/{MASTER}", master.encode())


def _segment_bytes(folder: str, files: dict[str, int]) -> int:
    return sum(
        size
        for name, size in files.items()
        if name.startswith(f"{folder}/") and name.endswith(".ts")
    )


@contextmanager
def _folder_for(media_id: UUID) -> Iterator[Path]:
    """Give an empty folder, and remove it with all that was made in it."""
    work = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"complete-{current_schema()}-{media_id}"
    rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        rmtree(work, ignore_errors=True)


class _SignOfLife:
    """Says that somebody is at work on a video, at most every two seconds."""

    def __init__(self, asset: MediaAsset) -> None:
        self._asset = asset
        self._given_at = time.monotonic()

    def give(self, _milliseconds: int = 0) -> None:
        if time.monotonic() - self._given_at < _REPORT_SECONDS:
            return
        self._given_at = time.monotonic()
        _equals(self._asset).update(heartbeat_at=now())
        # The lease of the job is as short, so that a killed worker is noticed soon.
        Job.objects.filter(
            name=JOB, state=JobState.RUNNING, arguments__media_id=str(self._asset.id)
        ).update(lease_until=now() + timedelta(seconds=LEASE_SECONDS))


def _equals(asset: MediaAsset) -> QuerySet[MediaAsset]:
    return MediaAsset.objects.filter(hls_prefix=asset.hls_prefix, status=MediaStatus.READY)

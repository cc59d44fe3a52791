"""Turning an uploaded video into an HLS ladder, its poster, and the list of names it is served by.

It may be killed at any point and run again: it works in a folder of its own, writes under the hash
of the content, and makes the asset ready in one transaction at the very end.
"""

import time
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from learning.catalogue.enums import MediaStatus
from learning.catalogue.gateways import ffmpeg
from learning.catalogue.models import MediaAsset
from learning.catalogue.services import ladder
from learning.catalogue.services.filetype import reason
from learning.catalogue.services.upload import JOB, promote, share_files
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.jobs import enqueue
from tenants.kernel.models import Job, JobState
from tenants.schemas import current_schema

log = structlog.get_logger(__name__)

# How long a worker may be silent before another may take over; the job's own lease as well.
LEASE_SECONDS = 180
_REPORT_SECONDS = 2.0
_ENCODED_PERCENT = 92
# A file that plays shorter than this part of what it claims is damaged.
_READABLE_PART = 0.9


def transcode(*, media_id: UUID) -> None:
    """Make a video ready, or say why not. Does nothing for one that is ready or failed.

    Call it outside a transaction; it takes minutes.

    Raises:
        Missing: there is no such asset.
        Exception: what storage or database raise; the job is tried again.
    """
    asset = _claim(media_id)
    if asset is None:
        return
    work = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"transcode-{current_schema()}-{media_id}"
    rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        with storage.local_path(asset.original_key) as source:
            _encode(asset, source, work)
        _publish_files(asset, work)
    except ffmpeg.MediaError as error:
        log.warning("transcode_failed", media_id=str(media_id), detail=error.detail[-2000:])
        _fail(media_id, reason(error))
    finally:
        rmtree(work, ignore_errors=True)


def _claim(media_id: UUID) -> MediaAsset | None:
    """Take an asset in hand, or return None when there is nothing to do now."""
    with transaction.atomic():
        asset = MediaAsset.objects.select_for_update().filter(id=media_id).first()
        if asset is None:
            raise Missing(_("There is no such video."))
        if asset.status in (MediaStatus.READY, MediaStatus.FAILED):
            return None
        twins = MediaAsset.objects.filter(sha256=asset.sha256).exclude(id=media_id)
        ready = twins.filter(status=MediaStatus.READY).first()
        if ready is not None:
            share_files(asset, ready)
            promote(asset)
            return None
        alive = now() - timedelta(seconds=LEASE_SECONDS)
        if twins.filter(status=MediaStatus.PROCESSING, heartbeat_at__gt=alive).exists():
            enqueue(JOB, media_id=media_id, run_after=now() + timedelta(seconds=20))
            return None
        asset.status = MediaStatus.PROCESSING
        asset.progress = 0
        asset.heartbeat_at = now()
        asset.save(update_fields=["status", "progress", "heartbeat_at"])
        return asset


def _encode(asset: MediaAsset, source: Path, work: Path) -> None:
    facts = ffmpeg.probe(source)
    rungs = ladder.build_ladder(facts)
    folders = ladder.folders_of(rungs)
    for folder in folders:
        (work / folder).mkdir()
    report = _Reporter(asset.id, facts.duration_ms)
    ffmpeg.run(
        source,
        ladder.arguments_for(rungs, facts),
        folder=work,
        timeout_seconds=600 + facts.duration_ms / 1000 * 20,
        on_time=report.encoded,
    )
    sizes = {folder: _bytes_of(work / folder) for folder in folders}
    if report.furthest_ms < facts.duration_ms * _READABLE_PART or not all(sizes.values()):
        raise ffmpeg.MediaError(f"{report.furthest_ms} of {facts.duration_ms} ms")
    (work / "master.m3u8").write_text(
        ladder.master_playlist(rungs, sizes, facts.duration_ms), encoding="utf-8"
    )
    asset.duration_ms = facts.duration_ms
    asset.renditions = ladder.rendition_facts(rungs)


def _publish_files(asset: MediaAsset, work: Path) -> None:
    folder = f"media/{asset.sha256}/hls"
    made = sorted(path for path in work.rglob("*") if path.is_file())
    files: dict[str, int] = {}
    report = _Reporter(asset.id, asset.duration_ms)
    for index, path in enumerate(made):
        name = path.relative_to(work).as_posix()
        storage.store(f"{folder}/{name}", path)
        files[name] = path.stat().st_size
        report.stored(index + 1, len(made))
    poster = files.pop("poster.jpg", None)
    with transaction.atomic():
        row = MediaAsset.objects.select_for_update().get(id=asset.id)
        row.status = MediaStatus.READY
        row.progress = 100
        row.error = ""
        row.duration_ms = asset.duration_ms
        row.renditions = asset.renditions
        row.files = files
        row.hls_prefix = storage.key_for(folder)
        if poster and not row.poster_key:
            row.poster_key = f"{row.hls_prefix}/poster.jpg"
        row.save()
        promote(row)


def _fail(media_id: UUID, why: str) -> None:
    with transaction.atomic():
        asset = MediaAsset.objects.select_for_update().get(id=media_id)
        if asset.status != MediaStatus.READY:
            asset.status = MediaStatus.FAILED
            asset.error = why[:400]
            asset.save(update_fields=["status", "error"])


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.ts"))


class _Reporter:
    """Writes progress and a sign of life, at most every two seconds."""

    def __init__(self, media_id: UUID, duration_ms: int) -> None:
        self.furthest_ms = 0
        self._media_id = media_id
        self._duration_ms = max(1, duration_ms)
        self._written_at = 0.0

    def encoded(self, milliseconds: int) -> None:
        self.furthest_ms = max(self.furthest_ms, milliseconds)
        part = min(1.0, self.furthest_ms / self._duration_ms)
        self._write(int(part * _ENCODED_PERCENT))

    def stored(self, done: int, total: int) -> None:
        self._write(_ENCODED_PERCENT + (99 - _ENCODED_PERCENT) * done // total)

    def _write(self, percent: int) -> None:
        if time.monotonic() - self._written_at < _REPORT_SECONDS:
            return
        self._written_at = time.monotonic()
        moment = now()
        MediaAsset.objects.filter(id=self._media_id, status=MediaStatus.PROCESSING).update(
            progress=percent, heartbeat_at=moment
        )
        # The lease is short, so that a killed worker is noticed soon; who lives extends it.
        Job.objects.filter(
            name=JOB, state=JobState.RUNNING, arguments__media_id=str(self._media_id)
        ).update(lease_until=moment + timedelta(seconds=LEASE_SECONDS))

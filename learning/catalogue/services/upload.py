"""Receiving a video and giving it to a lesson, which keeps its old one until the new one plays."""

from hashlib import file_digest
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from learning.catalogue.enums import LessonKind, MediaKind, MediaStatus
from learning.catalogue.models import Lesson, MediaAsset
from learning.catalogue.services.course import mark_edited
from learning.catalogue.services.filetype import checked_video
from learning.catalogue.services.lesson import live_lesson, measured_seconds
from tenants.accounts.api import User
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.jobs import enqueue

JOB = "catalogue.transcode_media"


def receive_video(*, path: Path, name: str, actor: User) -> UUID:
    """Check, store and queue a video. Call it outside a transaction: storing goes over a network.

    An upload equal to one that is ready here shares its files and is ready at once.

    Args:
        path: the uploaded bytes on this machine; stays the caller's to remove.
        name: what the author calls the file.
        actor: who uploads.

    Returns:
        The asset's id.

    Raises:
        Invalid: too large, or not a video we take (field `video`).
    """
    size, limit = path.stat().st_size, settings.UPLOAD_LIMITS_BYTES["video"]
    if size > limit:
        raise Invalid(too_large(name, size), field="video")
    facts = checked_video(path, name)
    with path.open("rb") as handle:
        digest = file_digest(handle, "sha256").hexdigest()
    twin = MediaAsset.objects.filter(sha256=digest, status=MediaStatus.READY).first()
    key = (
        twin.original_key
        if twin
        else storage.store(f"media/{digest}/source{path.suffix[:8]}", path)
    )
    with transaction.atomic():
        asset = MediaAsset.objects.create(
            kind=MediaKind.VIDEO,
            original_key=key,
            original_name=name[-255:],
            sha256=digest,
            size_bytes=size,
            duration_ms=facts.duration_ms,
            created_by=actor,
            created_at=now(),
        )
        if twin:
            share_files(asset, twin)
        else:
            enqueue(JOB, media_id=asset.id)
        audit.record(
            "catalogue.video_uploaded", actor=actor, target=asset.original_name, target_id=asset.id
        )
    return asset.id


def too_large(name: str, size: int) -> str:
    """Return the message for a file over the limit."""
    limit = settings.UPLOAD_LIMITS_BYTES["video"]
    return _("“%(name)s” has %(size)s; a video may have at most %(limit)s.") % {
        "name": name,
        "size": filesizeformat(size),
        "limit": filesizeformat(limit),
    }


def share_files(asset: MediaAsset, twin: MediaAsset) -> None:
    """Make an asset ready with the files of a ready one of the same content."""
    asset.status = MediaStatus.READY
    asset.progress = 100
    asset.error = ""
    asset.duration_ms = twin.duration_ms
    asset.renditions = twin.renditions
    asset.files = twin.files
    asset.hls_prefix = twin.hls_prefix
    # The author's own poster wins, the twin's own stays the twin's.
    asset.poster_key = asset.poster_key or f"{twin.hls_prefix}/poster.jpg"
    asset.save()


def attach_video(*, lesson_id: UUID, media_id: UUID) -> None:
    """Give a video to a lesson: at once when it is ready, else as soon as it is.

    Raises:
        Missing: no such lesson, no such video.
        Invalid: the lesson is no video lesson.
    """
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        if lesson.kind != LessonKind.VIDEO:
            raise Invalid(_("This is not a video lesson."))
        asset = MediaAsset.objects.select_for_update().filter(id=media_id).first()
        if asset is None:
            raise Missing(_("There is no such video."))
        lesson.pending_media = asset
        lesson.save(update_fields=["pending_media"])
        if asset.status == MediaStatus.READY:
            promote(asset)


def drop_pending(*, lesson_id: UUID) -> None:
    """Forget a replacement that failed, or is not wanted any more. Raises Missing."""
    with transaction.atomic():
        lesson = live_lesson(lesson_id)
        lesson.pending_media = None
        lesson.save(update_fields=["pending_media"])


def retry_video(*, media_id: UUID) -> None:
    """Queue a video again that failed or whose worker went silent. Raises Missing."""
    with transaction.atomic():
        asset = MediaAsset.objects.select_for_update().filter(id=media_id).first()
        if asset is None:
            raise Missing(_("There is no such video."))
        if asset.status == MediaStatus.READY:
            return
        asset.status = MediaStatus.UPLOADED
        asset.progress = 0
        asset.error = ""
        asset.save(update_fields=["status", "progress", "error"])
        enqueue(JOB, media_id=media_id)


def promote(asset: MediaAsset) -> None:
    """Put a ready video in place in every lesson that waits for it. Inside a transaction."""
    waiting = Lesson.objects.select_related("module").filter(pending_media=asset)
    for lesson in waiting:
        lesson.media = asset
        lesson.pending_media = None
        if not lesson.duration_is_manual:
            lesson.duration_seconds = measured_seconds(lesson)
        lesson.save(update_fields=["media", "pending_media", "duration_seconds"])
        mark_edited(course_id=lesson.module.course_id)

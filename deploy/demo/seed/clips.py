"""A demo video, made by the worker: slides to MP4, captions, then the product's own transcoding."""

import tempfile
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from deploy.demo.clips import captions_vtt, make_clip
from deploy.demo.parse import load_courses
from deploy.demo.shapes import Collection
from learning.catalogue.api import set_captions
from learning.catalogue.enums import MediaStatus
from learning.catalogue.models import MediaAsset
from learning.catalogue.services.upload import JOB
from tenants.kernel import storage
from tenants.kernel.jobs import enqueue


def make_demo_clip(*, media_id: UUID, collection: Collection, course: str, lesson: str) -> None:
    """Fill in the file of an asset that the seed left open, and queue its transcoding.

    Args:
        media_id: the asset.
        collection: of the course.
        course: its slug.
        lesson: the lesson's key in it.
    """
    if MediaAsset.objects.filter(id=media_id, status=MediaStatus.READY).exists():
        return
    content = next(item for item in load_courses(collection) if item.slug == course)
    clip = next(item.clip for item in content.lessons if item.key == lesson)
    if clip is None:
        raise ValueError(f"{collection}/{course}/{lesson} has no clip")
    with tempfile.TemporaryDirectory(prefix="demo-clip-") as folder:
        path = Path(folder) / f"{clip.name}.mp4"
        make_clip(clip, path)
        digest = sha256(path.read_bytes()).hexdigest()
        key = storage.store(f"media/{digest}/source.mp4", path)
        MediaAsset.objects.filter(id=media_id).update(
            original_key=key, sha256=digest, size_bytes=path.stat().st_size
        )
    for language in clip.caption_languages:
        set_captions(
            media_id=media_id, language=language, data=captions_vtt(clip, language).encode()
        )
    enqueue(JOB, media_id=media_id)

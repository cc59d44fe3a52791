"""Uploads: what is taken, what is refused, and whose video a lesson shows meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from learning.catalogue.enums import LessonKind, MediaStatus
from learning.catalogue.models import MediaAsset
from learning.catalogue.services import upload
from tenants.kernel import storage
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.kernel.models import Job
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import AuthorFactory, LessonFactory, MediaAssetFactory

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 60


def receive(path: Path, name: str = "clip.mp4") -> MediaAsset:
    return MediaAsset.objects.get(
        id=upload.receive_video(path=path, name=name, actor=AuthorFactory())
    )


def test_a_video_is_stored_and_queued(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        assert (asset.status, asset.duration_ms) == (MediaStatus.UPLOADED, 2000)
        assert asset.size_bytes == clip.stat().st_size
        assert storage.read(asset.original_key) == clip.read_bytes()
        job = Job.objects.get(name="catalogue.transcode_media")
        assert job.arguments == {"media_id": str(asset.id)}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"I am a text file with a wrong name.", "its content is plain text"),
        (b"This is only text, as a script begins.", "its content is plain text"),
        (b"", "the file is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "its content is"),
        (JPEG, "its content is"),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 300, "cannot be opened"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 300, "cannot be opened"),
    ],
)
def test_what_is_no_video_is_refused_at_once(
    acme: TenantInfo, tmp_path: Path, files: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "lesson.mp4"
    path.write_bytes(content)
    with in_tenant(acme):
        with pytest.raises(Invalid, match=words) as refused:
            receive(path, "lesson.mp4")
        assert refused.value.field == "video"
        assert "lesson.mp4" in refused.value.message
        assert MediaAsset.objects.count() == 0
        assert Job.objects.count() == 0
    assert not files.exists()


def test_too_large_is_refused_before_it_is_opened(
    acme: TenantInfo, clip: Path, settings: Any
) -> None:
    settings.UPLOAD_LIMITS_BYTES = {**settings.UPLOAD_LIMITS_BYTES, "video": 1000}
    with in_tenant(acme):
        with pytest.raises(Invalid, match="at most 1000"):
            receive(clip)
        assert MediaAsset.objects.count() == 0


def test_an_equal_upload_shares_the_files(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        first = receive(clip)
        MediaAsset.objects.filter(id=first.id).update(
            status=MediaStatus.READY, hls_prefix="p/hls", files={"master.m3u8": 1}
        )
        second = receive(clip, "again.mp4")
        assert (second.status, second.hls_prefix, second.progress) == (
            MediaStatus.READY,
            "p/hls",
            100,
        )
        assert second.files == {"master.m3u8": 1}
        assert second.id != first.id
        assert Job.objects.filter(name="catalogue.transcode_media").count() == 1


def test_nothing_is_shared_between_companies(
    acme: TenantInfo, zenith: TenantInfo, clip: Path
) -> None:
    with in_tenant(acme):
        first = receive(clip)
        MediaAsset.objects.filter(id=first.id).update(
            status=MediaStatus.READY, hls_prefix="p/hls", files={"master.m3u8": 1}
        )
    with in_tenant(zenith):
        asset = receive(clip)
        assert (asset.status, asset.hls_prefix) == (MediaStatus.UPLOADED, "")
        assert asset.original_key.startswith(f"{zenith.schema_name}/")


def test_the_old_video_stays_until_the_new_one_is_ready(acme: TenantInfo) -> None:
    with in_tenant(acme):
        old = MediaAssetFactory()
        new = MediaAssetFactory(status=MediaStatus.PROCESSING, duration_ms=5000)
        lesson = LessonFactory(kind=LessonKind.VIDEO, media=old, duration_seconds=60)
        upload.attach_video(lesson_id=lesson.id, media_id=new.id)
        lesson.refresh_from_db()
        assert (lesson.media, lesson.pending_media) == (old, new)
        new.status = MediaStatus.READY
        new.save()
        upload.promote(new)
        lesson.refresh_from_db()
        assert (lesson.media, lesson.pending_media, lesson.duration_seconds) == (new, None, 5)


def test_a_ready_video_is_there_at_once(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = LessonFactory(kind=LessonKind.VIDEO, duration_is_manual=True, duration_seconds=99)
        media = MediaAssetFactory()
        before = lesson.module.course.edited_at
        upload.attach_video(lesson_id=lesson.id, media_id=media.id)
        lesson.refresh_from_db()
        assert (lesson.media, lesson.pending_media, lesson.duration_seconds) == (media, None, 99)
        assert lesson.module.course.edited_at > before


def test_a_text_lesson_takes_no_video(acme: TenantInfo) -> None:
    with in_tenant(acme):
        lesson = LessonFactory()
        with pytest.raises(Invalid):
            upload.attach_video(lesson_id=lesson.id, media_id=MediaAssetFactory().id)
        with pytest.raises(Missing):
            upload.attach_video(lesson_id=LessonFactory(kind="video").id, media_id=uuid7())
        lesson.refresh_from_db()
        assert lesson.media is None
        assert lesson.pending_media is None

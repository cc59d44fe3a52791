"""A real run of ffmpeg: three rungs that play; damage is told and harms nothing."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from learning.catalogue.enums import LessonKind, MediaStatus
from learning.catalogue.gateways import ffmpeg
from learning.catalogue.models import MediaAsset
from learning.catalogue.selectors.playback import SOUND_PLAYLIST, playback
from learning.catalogue.services import transcode as service
from learning.catalogue.services import upload
from tenants.kernel import jobs, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.ids import uuid7
from tenants.kernel.models import Job, JobState
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import AuthorFactory, LessonFactory, MediaAssetFactory
from tests.learning.catalogue.conftest import make_clip

pytestmark = pytest.mark.django_db


def receive(path: Path) -> MediaAsset:
    return MediaAsset.objects.get(
        id=upload.receive_video(path=path, name=path.name, actor=AuthorFactory())
    )


def frames_of(playlist: Path) -> int:
    """Decode a playlist with ffmpeg and count its pictures; any error fails."""
    command = [get_ffmpeg_exe(), "-nostdin", "-v", "error", "-xerror", "-i", str(playlist)]
    command += ["-map", "0:v:0", "-f", "framecrc", "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return sum(1 for line in done.stdout.splitlines() if not line.startswith("#"))


def test_a_clip_becomes_three_rungs_that_play(acme: TenantInfo, clip: Path, files: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        lesson = LessonFactory(kind=LessonKind.VIDEO, duration_seconds=0)
        upload.attach_video(lesson_id=lesson.id, media_id=asset.id)
        assert jobs.run_due() == 1
        asset.refresh_from_db()
        assert (asset.status, asset.error, asset.progress) == (MediaStatus.READY, "", 100)
        assert [(rung["width"], rung["height"]) for rung in asset.renditions] == [
            (106, 60),
            (212, 120),
            (320, 180),
        ]
        master = storage.read(f"{asset.hls_prefix}/master.m3u8").decode()
        assert master.count("RESOLUTION=") == 3
        assert 'RESOLUTION=320x180,CODECS="avc1.4d401f,mp4a.40.2"' in master
        for rung in asset.renditions:
            name = f"{rung['name']}/index.m3u8"
            assert name in master
            assert name in asset.files
            with storage.local_path(f"{asset.hls_prefix}/{name}") as playlist:
                assert frames_of(playlist) == 50
                text = playlist.read_text()
            assert "#EXT-X-ENDLIST" in text
            assert f"{rung['name']}/00000.ts" in asset.files
        assert "poster.jpg" not in asset.files
        assert storage.read(asset.poster_key).startswith(b"\xff\xd8\xff")
        lesson.refresh_from_db()
        assert (lesson.media, lesson.pending_media, lesson.duration_seconds) == (asset, None, 2)
    assert list((files.parent / "work").iterdir()) == []


def streams_of(playlist: Path) -> tuple[set[str], float]:
    """Decode a playlist with ffmpeg: which kinds of streams it has, and its length in seconds."""
    command = [get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-xerror", "-i", str(playlist)]
    command += ["-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    kinds = set(re.findall(r"Stream #0:\d+.*?: (Video|Audio):", said.partition("Output #0")[0]))
    hours, minutes, seconds = re.findall(r"time=(\d+):(\d\d):([\d.]+)", said)[-1]
    return kinds, int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_the_sound_alone_plays_as_long_as_the_video(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        service.transcode(media_id=asset.id)
        asset.refresh_from_db()
        assert SOUND_PLAYLIST in storage.read(f"{asset.hls_prefix}/master.m3u8").decode()
        with storage.local_path(f"{asset.hls_prefix}/{SOUND_PLAYLIST}") as playlist:
            kinds, seconds = streams_of(playlist)
        assert kinds == {"Audio"}
        assert seconds == pytest.approx(2.0, abs=0.1)
        sizes = dict.fromkeys(("audio", "r0"), 0)
        for name, size in asset.files.items():
            folder = name.partition("/")[0]
            if folder in sizes and name.endswith(".ts"):
                sizes[folder] += size
        assert 0 < sizes["audio"] < sizes["r0"]
        info = playback(asset.id, None)
        assert info.sound_url == info.hls_url.replace("master.m3u8", SOUND_PLAYLIST)
        assert info.has_sound


def test_a_silent_video_has_nothing_to_listen_to(acme: TenantInfo, tmp_path: Path) -> None:
    with in_tenant(acme):
        asset = receive(make_clip(tmp_path / "silent.mp4", sound=False))
        service.transcode(media_id=asset.id)
        asset.refresh_from_db()
        assert asset.status == MediaStatus.READY
        assert {name for name in asset.files if name.startswith("audio")} == set()
        info = playback(asset.id, None)
        assert (info.sound_url, info.has_sound) == ("", False)


def test_a_damaged_video_is_explained_and_the_lesson_keeps_its_old_one(
    acme: TenantInfo, cut_clip: Path
) -> None:
    with in_tenant(acme):
        old = MediaAssetFactory()
        lesson = LessonFactory(kind=LessonKind.VIDEO, media=old)
        asset = receive(cut_clip)
        upload.attach_video(lesson_id=lesson.id, media_id=asset.id)
        jobs.run_due()
        asset.refresh_from_db()
        lesson.refresh_from_db()
        assert asset.status == MediaStatus.FAILED
        assert "damaged" in asset.error
        assert (asset.hls_prefix, asset.files) == ("", {})
        assert (lesson.media, lesson.pending_media) == (old, asset)
        assert Job.objects.get(name=upload.JOB).state == JobState.DONE


def test_the_damage_is_found_by_its_length(cut_clip: Path) -> None:
    """The file opens and claims eight seconds, so only the run itself can tell."""
    assert ffmpeg.probe(cut_clip).duration_ms == 8000


def test_running_twice_changes_nothing(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        service.transcode(media_id=asset.id)
        asset.refresh_from_db()
        before = {name: getattr(asset, name) for name in ("files", "hls_prefix", "poster_key")}
        service.transcode(media_id=asset.id)
        asset.refresh_from_db()
        assert {name: getattr(asset, name) for name in before} == before
        assert asset.status == MediaStatus.READY


def test_a_run_after_a_killed_worker_finishes_the_work(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        # What a worker leaves that is killed in the middle: a state, half a folder, a stored file.
        MediaAsset.objects.filter(id=asset.id).update(
            status=MediaStatus.PROCESSING, progress=40, heartbeat_at=now()
        )
        storage.store(f"media/{asset.sha256}/hls/r0/00000.ts", b"half")
        Job.objects.update(state=JobState.RUNNING, lease_until=now() - timedelta(seconds=1))
        job_id = Job.objects.get(name=upload.JOB).id
        assert jobs.perform(job_id) == JobState.DONE
        asset.refresh_from_db()
        assert asset.status == MediaStatus.READY
        assert storage.size(f"{asset.hls_prefix}/r0/00000.ts") == asset.files["r0/00000.ts"] > 4


def test_equal_videos_are_transcoded_once(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        first, second = receive(clip), receive(clip)
        service.transcode(media_id=first.id)
        first.refresh_from_db()
        stamp = first.heartbeat_at
        service.transcode(media_id=second.id)
        second.refresh_from_db()
        assert (second.status, second.hls_prefix) == (MediaStatus.READY, first.hls_prefix)
        assert (second.heartbeat_at, stamp is None) == (None, False)


def test_while_one_works_on_it_its_equal_waits(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        first, second = receive(clip), receive(clip)
        MediaAsset.objects.filter(id=first.id).update(
            status=MediaStatus.PROCESSING, heartbeat_at=now()
        )
        service.transcode(media_id=second.id)
        second.refresh_from_db()
        assert second.status == MediaStatus.UPLOADED
        waiting = Job.objects.filter(arguments={"media_id": str(second.id)}, run_after__gt=now())
        assert waiting.count() == 1


def test_no_asset_no_work(acme: TenantInfo) -> None:
    with in_tenant(acme), pytest.raises(Missing):
        service.transcode(media_id=uuid7())


def test_a_sign_of_life_extends_the_lease(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = receive(clip)
        MediaAsset.objects.filter(id=asset.id).update(status=MediaStatus.PROCESSING)
        soon = now() + timedelta(seconds=5)
        Job.objects.filter(name=upload.JOB).update(state=JobState.RUNNING, lease_until=soon)
        service._Reporter(asset.id, 2000).encoded(1000)
        asset.refresh_from_db()
        lease = Job.objects.get(name=upload.JOB).lease_until
        assert asset.progress == 46
        assert lease is not None
        assert lease > soon + timedelta(seconds=100)

"""A video that was prepared before there was a sound alone gets it, and nothing else of it changes."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learning.catalogue.enums import MediaStatus
from learning.catalogue.gateways.ffmpeg import MediaError
from learning.catalogue.models import MediaAsset
from learning.catalogue.selectors.media import incomplete_videos
from learning.catalogue.selectors.playback import MASTER, SOUND_PLAYLIST, playback
from learning.catalogue.services import completing, transcode, upload
from tenants.kernel import jobs, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.ids import uuid7
from tenants.kernel.models import Job, JobState
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.catalogue import AuthorFactory, MediaAssetFactory
from tests.learning.catalogue.conftest import make_clip
from tests.learning.catalogue.services.test_transcode import frames_of, receive, streams_of

pytestmark = pytest.mark.django_db


def prepare(path: Path, *, without: str = "audio") -> MediaAsset:
    """Prepare a video as it was done before there was a folder of that name."""
    asset = receive(path)
    transcode.transcode(media_id=asset.id)
    asset.refresh_from_db()
    gone = [name for name in asset.files if name.startswith(f"{without}/")]
    for name in gone:
        storage.delete(f"{asset.hls_prefix}/{name}")
        del asset.files[name]
    master = storage.read(f"{asset.hls_prefix}/{MASTER}").decode().splitlines()
    if gone:
        at = master.index(f"{without}/index.m3u8")
        del master[at - 1 : at + 1]
        storage.store(f"media/{asset.sha256}/hls/{MASTER}", "\n".join(master).encode())
    asset.renditions = [rung for rung in asset.renditions if rung["name"] != without]
    asset.heartbeat_at = now() - timedelta(days=90)
    asset.save()
    Job.objects.all().delete()
    return asset


def stamps(asset: MediaAsset, files: Path) -> dict[str, tuple[int, int]]:
    """Return of each file but the master which one it is, and when it was written."""
    found = {name: (files / asset.hls_prefix / name).stat() for name in asset.files}
    del found[MASTER]
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


def test_the_sound_is_made_beside_what_is_there(acme: TenantInfo, clip: Path, files: Path) -> None:
    with in_tenant(acme):
        asset = prepare(clip)
        equal = MediaAsset.objects.get(
            id=upload.receive_video(path=clip, name="again.mp4", actor=AuthorFactory())
        )
        assert playback(asset.id, None).sound_url == ""
        before = stamps(asset, files)
        assert [video.lacks for video in incomplete_videos()] == [("audio",), ("audio",)]

        assert completing.complete(media_id=asset.id) == ("audio",)
        assert incomplete_videos() == []
        for row in (asset, equal):
            row.refresh_from_db()
            assert row.status == MediaStatus.READY
            assert playback(row.id, None).sound_url.endswith(SOUND_PLAYLIST)
            assert row.files[SOUND_PLAYLIST] == storage.size(f"{row.hls_prefix}/{SOUND_PLAYLIST}")
        with storage.local_path(f"{asset.hls_prefix}/{SOUND_PLAYLIST}") as playlist:
            kinds, seconds = streams_of(playlist)
        assert (kinds, seconds) == ({"Audio"}, pytest.approx(2.0, abs=0.1))
        assert {name: stamps(asset, files)[name] for name in before} == before
    assert list((files.parent / "work").iterdir()) == []


def described(asset: MediaAsset) -> tuple[str, bytes, list[dict[str, object]]]:
    """Return what players are told of a video, its sound alone, and what is kept of its rungs."""
    # How many bits a picture takes differs from run to run where threads share the work.
    master = storage.read(f"{asset.hls_prefix}/{MASTER}").decode()
    sound = storage.read(f"{asset.hls_prefix}/audio/00000.ts")
    return re.sub(r"AVERAGE-BANDWIDTH=\d+", "", master), sound, asset.renditions


def test_it_is_then_as_one_that_was_made_today(acme: TenantInfo, clip: Path) -> None:
    with in_public():
        asset = receive(clip)
        transcode.transcode(media_id=asset.id)
        asset.refresh_from_db()
        today = described(asset)
    with in_tenant(acme):
        asset = prepare(clip)
        completing.complete(media_id=asset.id)
        asset.refresh_from_db()
        assert described(asset) == today


def test_a_rung_that_lacks_is_made(acme: TenantInfo, clip: Path, files: Path) -> None:
    with in_tenant(acme):
        asset = prepare(clip, without="r2")
        before = stamps(asset, files)
        assert completing.complete(media_id=asset.id) == ("r2",)
        asset.refresh_from_db()
        assert [rung["name"] for rung in asset.renditions] == ["r0", "r1", "r2"]
        with storage.local_path(f"{asset.hls_prefix}/r2/index.m3u8") as playlist:
            assert frames_of(playlist) == 50
        assert {name: stamps(asset, files)[name] for name in before} == before


def test_of_a_silent_video_it_is_learnt_that_it_is_silent(acme: TenantInfo, tmp_path: Path) -> None:
    with in_tenant(acme):
        asset = prepare(make_clip(tmp_path / "silent.mp4", sound=False))
        assert incomplete_videos() == []
        MediaAsset.objects.filter(id=asset.id).update(renditions=[])
        assert len(incomplete_videos()) == 1
        assert completing.complete(media_id=asset.id) == ()
        assert incomplete_videos() == []
        assert not playback(asset.id, None).has_sound


def test_what_cannot_be_made_leaves_the_video_as_it_was(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = prepare(clip)
        source = storage.read(asset.original_key)
        name = asset.original_key.partition("/")[2]
        for content in (source[:200], None):
            if content is None:
                storage.delete(asset.original_key)
            else:
                storage.store(name, content)
            with pytest.raises(MediaError if content else FileNotFoundError):
                completing.complete(media_id=asset.id)
            row = MediaAsset.objects.get(id=asset.id)
            assert (row.status, row.files, row.error) == (MediaStatus.READY, asset.files, "")
        storage.store(name, source)
        assert completing.complete(media_id=asset.id) == ("audio",)


def test_after_a_killed_worker_it_goes_on(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        asset = prepare(clip)
        storage.store(f"media/{asset.sha256}/hls/audio/00000.ts", b"half")
        alive = now() - timedelta(seconds=5)
        MediaAsset.objects.filter(id=asset.id).update(heartbeat_at=alive)
        assert completing.complete(media_id=asset.id) is None
        silent = now() - timedelta(seconds=transcode.LEASE_SECONDS + 1)
        MediaAsset.objects.filter(id=asset.id).update(heartbeat_at=silent)
        assert completing.complete(media_id=asset.id) == ("audio",)
        asset.refresh_from_db()
        size = storage.size(f"{asset.hls_prefix}/audio/00000.ts")
        assert size == asset.files["audio/00000.ts"] > 4


def test_no_video_no_work(acme: TenantInfo) -> None:
    with in_tenant(acme), pytest.raises(Missing):
        completing.complete(media_id=uuid7())


def test_by_the_clock_one_comes_after_the_other_and_none_twice(
    acme: TenantInfo, tmp_path: Path
) -> None:
    with in_tenant(acme):
        first = prepare(make_clip(tmp_path / "first.mp4", seconds=1))
        broken = prepare(make_clip(tmp_path / "broken.mp4", seconds=2))
        last = prepare(make_clip(tmp_path / "last.mp4", seconds=3))
        storage.delete(broken.original_key)
        jobs.enqueue("catalogue.complete_next")
        jobs.run_due()
        waiting = Job.objects.get(name=completing.JOB, state=JobState.QUEUED)
        assert waiting.arguments == {"media_id": str(broken.id)}
        assert completing.queue_next() is None
        Job.objects.filter(id=waiting.id).update(attempts=2, run_after=now())
        jobs.run_due()
        states = dict(
            Job.objects.filter(name=completing.JOB).values_list("arguments__media_id", "state")
        )
        assert states == {
            str(first.id): JobState.DONE,
            str(broken.id): JobState.FAILED,
            str(last.id): JobState.DONE,
        }
        assert [video.media_id for video in incomplete_videos()] == [broken.id]
        assert completing.queue_next() is None


def test_the_command_says_what_lacks_and_what_it_made(acme: TenantInfo, clip: Path) -> None:
    def told(*arguments: str) -> list[str]:
        out = StringIO()
        call_command("complete_videos", *arguments, stdout=out)
        return out.getvalue().splitlines()

    with in_tenant(acme):
        prepare(clip)
        MediaAssetFactory()  # a row without files is nobody's to complete
    with in_public():
        prepare(clip)
    seen = told("acme", "--dry-run")
    assert seen == ["acme: 1 of 1 videos lack something", "acme: clip.mp4: lacks audio"]
    assert told("acme", "--dry-run") == seen
    assert told()[:2] == ["public: 1 of 1 videos lack something", "public: clip.mp4: made audio"]
    assert told("acme") == ["acme: 0 of 1 videos lack something"]
    assert told("public") == ["public: 0 of 1 videos lack something"]


def test_the_command_fails_where_a_video_stays_as_it_was(acme: TenantInfo, clip: Path) -> None:
    with in_tenant(acme):
        storage.delete(prepare(clip).original_key)
    out = StringIO()
    with pytest.raises(CommandError, match="1 videos are as they were"):
        call_command("complete_videos", "acme", stdout=out)
    assert "clip.mp4: not made: what was uploaded is not there any more" in out.getvalue()

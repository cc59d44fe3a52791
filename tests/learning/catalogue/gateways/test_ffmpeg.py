"""What is read from files, and runs that are stopped."""

from pathlib import Path

import pytest

from learning.catalogue.gateways import ffmpeg
from tests.learning.catalogue.conftest import make_clip


def test_facts_of_a_clip(clip: Path) -> None:
    assert ffmpeg.probe(clip) == ffmpeg.Probe(
        duration_ms=2000, width=320, height=180, frames_per_second=25.0, has_audio=True
    )


def test_a_turned_phone_video_is_as_high_as_it_looks(clip: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    ffmpeg.run(
        clip,
        ["-c", "copy", "-metadata:s:v:0", "rotate=90", str(turned)],
        folder=tmp_path,
        timeout_seconds=20,
    )
    raw = ffmpeg._headers(turned, 20)
    facts = ffmpeg.probe(turned)
    expected = (180, 320) if "rotation of" in raw else (320, 180)
    assert (facts.width, facts.height) == expected


def test_a_file_without_a_length_in_its_header_is_walked(clip: Path, tmp_path: Path) -> None:
    live = tmp_path / "live.webm"
    ffmpeg.run(
        clip,
        ["-c:v", "libvpx", "-an", "-live", "1", "-f", "webm", str(live)],
        folder=tmp_path,
        timeout_seconds=60,
    )
    assert "Duration: N/A" in ffmpeg._headers(live, 20)
    assert 1900 <= ffmpeg.probe(live).duration_ms <= 2000


def test_silent_clips_are_videos_too(tmp_path: Path) -> None:
    assert not ffmpeg.probe(make_clip(tmp_path / "s.mp4", seconds=1, sound=False)).has_audio


@pytest.mark.parametrize(
    "content",
    [
        b"hello, I am no video",
        b"",
        b"#EXTM3U\n#EXTINF:2,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    ],
)
def test_other_files_are_not_opened(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(ffmpeg.MediaError):
        ffmpeg.probe(path)


def test_a_list_of_other_files_is_not_followed(clip: Path, tmp_path: Path) -> None:
    """It would play, as its file is beside it; but a list could name any file of the machine."""
    (tmp_path / "beside.mp4").write_bytes(clip.read_bytes())
    path = tmp_path / "x.mp4"
    path.write_text("ffconcat version 1.0\nfile beside.mp4\n")
    with pytest.raises(ffmpeg.MediaError):
        ffmpeg.probe(path)


def test_a_run_over_its_time_is_killed(clip: Path, tmp_path: Path) -> None:
    forever = ["-vf", "loop=-1:size=50", "-f", "null", "-"]
    with pytest.raises(ffmpeg.MediaTimeout):
        ffmpeg.run(clip, forever, folder=tmp_path, timeout_seconds=1)


def test_who_stops_listening_stops_the_run(clip: Path, tmp_path: Path) -> None:
    class GaveUp(Exception):
        pass

    def stop(milliseconds: int) -> None:
        raise GaveUp

    with pytest.raises(GaveUp):
        ffmpeg.run(
            clip,
            ["-vf", "loop=-1:size=50", "-f", "null", "-"],
            folder=tmp_path,
            timeout_seconds=30,
            on_time=stop,
        )

"""The demo's videos are real: they can be written in every script, and they play."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from deploy.demo.clips import ClipError, captions_vtt, make_clip
from deploy.demo.parse import load_courses
from deploy.demo.shapes import COLLECTIONS, ClipContent
from tenants.kernel import lettering
from tenants.kernel.lettering import LetteringError, faces, runs

CLIPS: list[ClipContent] = [
    lesson.clip
    for name in COLLECTIONS
    for course in load_courses(name)
    for lesson in course.lessons
    if lesson.clip
]


def _probe(path: Path) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_a_clip_plays_with_picture_and_sound_and_is_the_same_twice(tmp_path: Path) -> None:
    clip = next(clip for clip in CLIPS if clip.language == "hi")
    first, second = tmp_path / "new" / "first.mp4", tmp_path / "second.mp4"
    make_clip(clip, first)
    make_clip(clip, second)
    said = _probe(first)
    length = re.search(r"Duration: 00:00:(\d\d\.\d\d)", said)
    assert length is not None
    assert 1.0 < float(length[1]) <= 6.1
    assert re.search(r"Video: h264 .*yuv420p.* 1280x720.* 25 fps", said)
    assert "Audio: aac" in said
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in first.parent.iterdir()] == ["first.mp4"]


def test_a_failed_clip_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.demo.clips.TONES_HZ", ("nonsense(", "nonsense(", "nonsense("))
    out = tmp_path / "out" / "clip.mp4"
    with pytest.raises(ClipError):
        make_clip(CLIPS[0], out)
    assert not out.parent.exists()


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.name)
def test_every_slide_can_be_written_and_fits(clip: ClipContent) -> None:
    assert clip.duration_ms <= 6000
    for slide in clip.slides:
        for text, bold, size, room in (
            (slide.heading, True, 52, 760),
            *((line, False, 38, 720) for line in slide.lines),
        ):
            pen = lettering.Pen(faces(clip.language, bold=bold), size, 1.2)
            assert all(pen.width(line) <= room for line in pen.wrap(text, room))
            assert len(pen.wrap(text, room)) <= 2


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.name)
def test_captions_cover_the_clip_without_overlap(clip: ClipContent) -> None:
    for language in clip.caption_languages:
        text = captions_vtt(clip, language)
        assert text.startswith("WEBVTT\n\n")
        stamps = re.findall(r"00:00:(\d\d\.\d{3}) --> 00:00:(\d\d\.\d{3})", text)
        assert len(stamps) == len(clip.slides)
        ends = [0.0]
        for start, end in stamps:
            assert ends[-1] <= float(start) < float(end)
            ends.append(float(end))
        assert ends[-1] <= clip.duration_ms / 1000


def test_captions_in_a_language_the_clip_lacks_are_refused() -> None:
    with pytest.raises(KeyError):
        captions_vtt(CLIPS[0], "te")


def test_a_mixed_line_is_cut_into_runs_by_script() -> None:
    found = [(face.name, run) for face, run in runs("₹40 का CRM", faces("hi", bold=False))]
    assert [run for _, run in found] == ["₹", "40 ", "का ", "CRM"]
    assert found[2][0] == "noto-sans-devanagari-400"


def test_a_character_without_a_font_is_named() -> None:
    with pytest.raises(LetteringError, match="no font has '漢'"):
        runs("漢", faces("en", bold=True))

"""The rungs: three, never larger than the source, with lengths H.264 can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.gateways.ffmpeg import Probe
from learning.catalogue.selectors.playback import SOUND_PLAYLIST
from learning.catalogue.services.ladder import (
    arguments_for,
    build_ladder,
    folders_of,
    master_playlist,
)


def facts(width: int, height: int, *, has_audio: bool = True) -> Probe:
    return Probe(10_000, width, height, 25.0, has_audio)


@pytest.mark.parametrize(
    ("width", "height", "sizes"),
    [
        (1920, 1080, [(426, 240), (852, 480), (1280, 720)]),
        (1280, 720, [(426, 240), (852, 480), (1280, 720)]),
        (1080, 1920, [(240, 426), (480, 852), (720, 1280)]),
        (640, 360, [(212, 120), (426, 240), (640, 360)]),
        (2560, 1080, [(426, 180), (852, 360), (1280, 540)]),
    ],
)
def test_known_sources(width: int, height: int, sizes: list[tuple[int, int]]) -> None:
    assert [(rung.width, rung.height) for rung in build_ladder(facts(width, height))] == sizes


def test_standard_rates() -> None:
    rungs = build_ladder(facts(1920, 1080))
    assert [rung.video_kbps for rung in rungs] == [400, 1000, 2500]
    assert [rung.audio_kbps for rung in rungs] == [64, 96, 128]


@given(st.integers(96, 8000), st.integers(96, 8000), st.booleans())
def test_every_source(width: int, height: int, has_audio: bool) -> None:
    rungs = build_ladder(facts(width, height, has_audio=has_audio))
    assert len(rungs) == 3
    for rung in rungs:
        assert 2 <= rung.width <= max(2, width)
        assert 2 <= rung.height <= max(2, height)
        assert rung.width % 2 == rung.height % 2 == 0
        # Level 3.1 holds 3,600 macroblocks a frame.
        assert -(-rung.width // 16) * -(-rung.height // 16) <= 3600
    assert rungs[0].video_kbps <= rungs[1].video_kbps <= rungs[2].video_kbps


def test_the_master_playlist_names_codecs_and_sizes() -> None:
    rungs = build_ladder(facts(640, 360, has_audio=False))
    text = master_playlist(rungs, {"r0": 10_000, "r1": 20_000, "r2": 5_000_000}, 10_000)
    assert text.startswith("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n")
    assert text.splitlines()[4::2] == ["r1/index.m3u8", "r0/index.m3u8", "r2/index.m3u8"]
    assert (
        'BANDWIDTH=4000000,AVERAGE-BANDWIDTH=4000000,RESOLUTION=640x360,CODECS="avc1.4d401f"'
        in text
    )


def test_the_sound_alone_comes_last_without_a_picture() -> None:
    rungs = build_ladder(facts(640, 360))
    assert folders_of(rungs) == ("r0", "r1", "r2", "audio")
    sizes = {"r0": 10_000, "r1": 20_000, "r2": 30_000, "audio": 82_500}
    *_rungs, variant, playlist = master_playlist(rungs, sizes, 10_000).splitlines()
    assert variant == (
        '#EXT-X-STREAM-INF:BANDWIDTH=76800,AVERAGE-BANDWIDTH=66000,CODECS="mp4a.40.2"'
    )
    assert playlist == SOUND_PLAYLIST


def test_a_silent_video_has_no_sound_alone() -> None:
    silent = facts(640, 360, has_audio=False)
    rungs = build_ladder(silent)
    assert folders_of(rungs) == ("r0", "r1", "r2")
    sizes = {"r0": 1, "r1": 1, "r2": 1}
    assert "mp4a" not in master_playlist(rungs, sizes, 10_000)
    assert "aac" not in arguments_for(rungs, silent)

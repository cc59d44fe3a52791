"""The rungs of an HLS ladder and the ffmpeg arguments that make them. Pure rules, no files.

Three rungs always, and the sound alone beside them where there is any. The rungs keep a sound of
their own: taken out of them it would be an audio group, which the light build of hls.js does not play.

A rung is a box `R·16/9 × R`, laid the way the picture lies, that the picture is fitted into. A source
of 720 or more gets the standard rungs 240, 480 and 720. A smaller one is never enlarged: its rungs are
a third, two thirds and the whole of its own size.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from learning.catalogue.gateways.ffmpeg import Probe
from learning.catalogue.selectors.media import RUNGS, SOUND, playlist_of
from learning.catalogue.selectors.playback import SOUND_PLAYLIST

SEGMENT_SECONDS = 4
# Keyframes at the same moments in every rung, so a player may change rungs at any segment.
_KEYFRAME_SECONDS = 2
_STANDARD = ((240, 400), (480, 1000), (720, 2500))
_FRAMES_PER_SECOND_LIMIT = 30
_AUDIO_KBPS = (64, 96, 128)
_AUDIO_CODEC = "mp4a.40.2"
# The sound alone, for who only listens: as the lowest rung has it, in longer segments, as no picture
# waits for the next keyframe and a phone's radio may rest in between.
_SOUND_KBPS = _AUDIO_KBPS[0]
_SOUND_SEGMENT_SECONDS = 10
# H.264 Main profile, level 3.1: no box above 1280 × 720 at 30 frames a second.
_VIDEO_CODEC = "avc1.4d401f"
_POSTER = (
    "-map", "[poster]", "-frames:v", "1", "-update", "1", "-q:v", "3", "-f", "image2", "poster.jpg",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rung:
    """One rendition: picture size in pixels, rates in thousands of bits per second."""

    name: str
    width: int
    height: int
    video_kbps: int
    audio_kbps: int

    @property
    def playlist(self) -> str:
        """Its playlist's name, relative to the master."""
        return playlist_of(self.name)


def build_ladder(probe: Probe) -> tuple[Rung, ...]:
    """Return three rungs for a source, smallest first, none larger than the source."""
    long, short = max(probe.width, probe.height), min(probe.width, probe.height)
    # The smallest 16:9 box that the source fits in.
    own = max(short, -(-long * 9 // 16))
    if own >= _STANDARD[-1][0]:
        steps = list(_STANDARD)
    else:
        steps = [(size, _rate(size)) for size in (own // 3, own * 2 // 3, own)]
    rungs = []
    for index, (box, rate) in enumerate(steps):
        factor = min(1.0, box / own)
        rungs.append(
            Rung(
                name=RUNGS[index],
                width=_even(probe.width * factor),
                height=_even(probe.height * factor),
                video_kbps=rate,
                audio_kbps=_AUDIO_KBPS[index] if probe.has_audio else 0,
            )
        )
    return tuple(rungs)


def folders_of(ladder: tuple[Rung, ...]) -> tuple[str, ...]:
    """Return the folders that a run writes its playlists and segments into, all relative to the master."""
    names = tuple(rung.name for rung in ladder)
    return (*names, SOUND) if _has_sound(ladder) else names


def arguments_for(
    ladder: tuple[Rung, ...], probe: Probe, only: tuple[str, ...] | None = None
) -> list[str]:
    """Return what follows `-i source`: rungs in one run, the sound alone, then the poster frame.

    Args:
        ladder: the rungs.
        probe: what is known of the source.
        only: the folders to make, for a video that has the others and a poster; None for everything.
    """
    fps = min(max(probe.frames_per_second, 1.0), float(_FRAMES_PER_SECOND_LIMIT))
    wanted = [rung for rung in ladder if only is None or rung.name in only]
    pictures = [
        f"scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p[v{index}]"
        for index, rung in enumerate(wanted)
    ]
    if only is None:
        top, still = ladder[-1], min(1.0, probe.duration_ms / 4000)
        pictures.append(f"trim=start={still:.3f},scale={top.width}:{top.height},setsar=1[poster]")
    arguments = _filters(pictures, fps) if pictures else []
    for index, rung in enumerate(wanted):
        arguments += _rung_arguments(index, rung, fps)
    if _has_sound(ladder) and (only is None or SOUND in only):
        arguments += _sound_arguments()
    return arguments if only is not None else [*arguments, *_POSTER]


def master_playlist(ladder: tuple[Rung, ...], sizes: dict[str, int], duration_ms: int) -> str:
    """Return the master playlist (RFC 8216, section 4.3.4), the middle rung first.

    Players begin with the first entry; the middle one starts quickly and is readable. The sound alone
    comes last: Apple's players go down to it where no picture arrives (HLS authoring specification,
    9.19), hls.js leaves it out, and ours opens its playlist by name for who only listens.

    Args:
        ladder: the rungs.
        sizes: bytes of all segments of each rung and of the sound alone, by folder.
        duration_ms: the length of the video.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for rung in (ladder[1], ladder[0], *ladder[2:]):
        lines += [f"#EXT-X-STREAM-INF:{_attributes(rung, sizes, duration_ms)}", rung.playlist]
    if _has_sound(ladder):
        average = _average(sizes[SOUND], duration_ms)
        peak = max(average, _SOUND_KBPS * 1200)
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},"
            f'CODECS="{_AUDIO_CODEC}"',
            SOUND_PLAYLIST,
        ]
    return "\n".join(lines) + "\n"


def rendition_facts(ladder: tuple[Rung, ...]) -> list[dict[str, Any]]:
    """Return what is kept of the rungs with the asset, smallest first."""
    return [{**asdict(rung), "codecs": codecs_of(rung)} for rung in ladder]


def rung_of(fact: dict[str, Any]) -> Rung:
    """Return the rung that `rendition_facts` kept."""
    return Rung(**{field.name: fact[field.name] for field in fields(Rung)})


def codecs_of(rung: Rung) -> str:
    """Return a rung's codecs as RFC 6381 names them."""
    return f"{_VIDEO_CODEC},{_AUDIO_CODEC}" if rung.audio_kbps else _VIDEO_CODEC


def _attributes(rung: Rung, sizes: dict[str, int], duration_ms: int) -> str:
    average = _average(sizes[rung.name], duration_ms)
    # The encoder's buffer holds peaks to 1.2 times the rate; a tenth more for the transport stream.
    peak = max(average, int((rung.video_kbps * 1.2 + rung.audio_kbps) * 1100))
    return (
        f"BANDWIDTH={peak},AVERAGE-BANDWIDTH={average},"
        f'RESOLUTION={rung.width}x{rung.height},CODECS="{codecs_of(rung)}"'
    )


def _filters(pictures: list[str], fps: float) -> list[str]:
    """Return the graph that decodes once and makes every picture of it."""
    splits = "".join(f"[s{index}]" for index in range(len(pictures)))
    branches = ";".join(f"[s{index}]{picture}" for index, picture in enumerate(pictures))
    return ["-filter_complex", f"[0:v:0]fps={fps:.3f},split={len(pictures)}{splits};{branches}"]


def _has_sound(ladder: tuple[Rung, ...]) -> bool:
    return any(rung.audio_kbps for rung in ladder)


def _average(size: int, duration_ms: int) -> int:
    """Return bits per second."""
    return size * 8000 // max(1, duration_ms)


def _aac(kbps: int) -> list[str]:
    return ["-map", "0:a:0", "-c:a", "aac", "-b:a", f"{kbps}k", "-ac", "2", "-ar", "48000"]


def _hls(folder: str, segment_seconds: int) -> list[str]:
    return [
        "-map_metadata", "-1", "-sn", "-dn",
        "-f", "hls", "-hls_time", str(segment_seconds), "-hls_playlist_type", "vod",
        "-hls_flags", "independent_segments", "-hls_segment_type", "mpegts",
        "-hls_segment_filename", f"{folder}/%05d.ts",
        f"{folder}/index.m3u8",
    ]  # fmt: skip


def _sound_arguments() -> list[str]:
    # A sound that begins later than the picture is led in by silence: both count from the same moment.
    return [
        *_aac(_SOUND_KBPS),
        "-vn",
        "-af",
        "aresample=async=1:first_pts=0",
        *_hls(SOUND, _SOUND_SEGMENT_SECONDS),
    ]


def _rung_arguments(index: int, rung: Rung, fps: float) -> list[str]:
    return [
        "-map", f"[v{index}]",
        *(_aac(rung.audio_kbps) if rung.audio_kbps else []),
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-level:v", "3.1",
        "-b:v", f"{rung.video_kbps}k",
        "-maxrate", f"{rung.video_kbps * 12 // 10}k",
        "-bufsize", f"{rung.video_kbps * 2}k",
        "-g", str(round(fps * _KEYFRAME_SECONDS)), "-sc_threshold", "0",
        "-force_key_frames", f"expr:gte(t,n_forced*{_KEYFRAME_SECONDS})",
        *_hls(rung.name, SEGMENT_SECONDS),
    ]  # fmt: skip


def _rate(size: int) -> int:
    """Return a video rate in kbit/s for a box of `size`, on the curve of the standard rungs."""
    return max(120, round(2500 * (size / 720) ** 1.7))


def _even(length: float) -> int:
    """Return a length H.264 with 4:2:0 colour can hold: even, at least 2."""
    return max(2, int(length) // 2 * 2)

"""Makes the demo's videos: real MP4s of at most six seconds, the same bytes on every run.

There is no voice to record here, so the sound is a soft tone at each slide, and the words
are on the slide and in the captions.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg

from deploy.demo.shapes import ClipContent
from deploy.demo.slides import draw_slides

FRAMES_PER_SECOND = 25
TONES_HZ = (392, 494, 587)
TIMEOUT_SECONDS = 60
GAP_MS = 40


class ClipError(Exception):
    """ffmpeg did not make the clip; the message carries its last line."""


def make_clip(clip: ClipContent, out: Path) -> None:
    """Write `clip` to `out` as H.264 1280x720 at 25 frames a second with AAC sound.

    Raises ClipError if ffmpeg fails, LetteringError if a slide cannot be written. `out` is
    complete or absent, never half a file.
    """
    with tempfile.TemporaryDirectory(prefix="clip-") as folder:
        home = Path(folder)
        for index, picture in enumerate(draw_slides(clip)):
            picture.save(home / f"{index}.png", compress_level=1)
        made = home / "clip.mp4"
        _run(_command(clip, home, made))
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.with_name(f".{out.name}.part")
        part.write_bytes(made.read_bytes())
        part.replace(out)


def captions_vtt(clip: ClipContent, language: str = "") -> str:
    """The clip's captions as WebVTT, in `language` or in the course's own.

    Raises KeyError for a language the clip has no captions in.
    """
    wanted = language or clip.language
    cues = ["WEBVTT", ""]
    start = 0
    for number, slide in enumerate(clip.slides, start=1):
        end = start + slide.duration_ms
        cues += [str(number), f"{_stamp(start)} --> {_stamp(end - GAP_MS)}"]
        cues += [dict(slide.captions)[wanted], ""]
        start = end
    return "\n".join(cues)


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _command(clip: ClipContent, home: Path, out: Path) -> list[str]:
    total = clip.duration_ms / 1000
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-v", "error"]
    for index, slide in enumerate(clip.slides):
        command += ["-loop", "1", "-framerate", str(FRAMES_PER_SECOND)]
        command += ["-t", f"{slide.duration_ms / 1000}", "-i", str(home / f"{index}.png")]
    count = len(clip.slides)
    command += ["-f", "lavfi", "-i", f"color=c=white:s=1280x8:r={FRAMES_PER_SECOND}:d={total}"]
    command += ["-f", "lavfi", "-i", f"aevalsrc='{_sound(clip)}':s=44100:d={total}"]
    joined = "".join(f"[{index}:v]" for index in range(count))
    graph = (
        f"{joined}concat=n={count}:v=1:a=0[s];"
        f"[s][{count}:v]overlay=x='-W+W*t/{total}':y=712:shortest=1,format=yuv420p[v]"
    )
    command += ["-filter_complex", graph, "-map", "[v]", "-map", f"{count + 1}:a"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "stillimage", "-crf", "20"]
    command += ["-g", "50", "-threads", "1", "-c:a", "aac", "-b:a", "64k", "-ac", "2"]
    command += ["-t", str(total), "-map_metadata", "-1", "-movflags", "+faststart"]
    return [
        *command,
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        str(out),
    ]


def _sound(clip: ClipContent) -> str:
    """One fading tone where each slide begins, as an expression of t in seconds."""
    start, parts = 0, []
    for slide, tone in zip(clip.slides, TONES_HZ, strict=False):
        since = f"(t-{start / 1000})"
        parts.append(f"gte(t,{start / 1000})*0.07*sin(2*PI*{tone}*{since})*exp(-3.2*{since})")
        start += slide.duration_ms
    return "+".join(parts)


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise ClipError(said[-1] if said else f"ffmpeg left with {error.returncode}") from None
    except subprocess.TimeoutExpired:
        raise ClipError(f"ffmpeg took longer than {TIMEOUT_SECONDS} seconds") from None

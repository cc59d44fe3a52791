"""The one place that runs ffmpeg: reading a file's facts, and long runs with progress.

Every run is without stdin, may open local files only, knows three container families only (no
playlists that name other files), and is killed when it takes too long or stands still.
"""

import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from imageio_ffmpeg import get_ffmpeg_exe

# MP4 and MOV; WebM (and its parent Matroska).
_CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_VIDEO = re.compile(
    r"Stream #0:(\d+).*?: Video: (?!.*\(attached pic\)).*?, (\d{2,5})x(\d{2,5})[ ,]"
)
_FPS = re.compile(r"([\d.]+) fps")
_AUDIO = re.compile(r"Stream #0:\d+.*?: Audio: ")
_ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")
_ERROR_TAIL = 4000


class MediaError(Exception):
    """ffmpeg could not do it. `detail` is the end of what it said, for logs, not for people."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class MediaTimeout(MediaError):
    """It took longer than allowed, or stood still."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Facts about a video file. Width and height are as shown, after any rotation."""

    duration_ms: int
    width: int
    height: int
    frames_per_second: float
    has_audio: bool


def probe(path: Path, *, timeout_seconds: int = 30) -> Probe:
    """Read a file's facts from its headers; where they give no length, by walking its packets.

    Raises:
        MediaError: not a video in MP4, MOV or WebM, or too damaged to open.
        MediaTimeout: it took longer than `timeout_seconds`.
    """
    said = _headers(path, timeout_seconds)
    video = _VIDEO.search(said)
    if video is None:
        raise MediaError(said[-_ERROR_TAIL:])
    width, height = int(video[2]), int(video[3])
    line = said[video.start() : said.find("\n", video.end())]
    turned = _ROTATION.search(said)
    if turned and round(abs(float(turned[1]))) % 180 == 90:
        width, height = height, width
    fps = _FPS.search(line)
    duration = _milliseconds(_DURATION.search(said)) or _walk(path, timeout_seconds)
    return Probe(
        duration_ms=duration,
        width=width,
        height=height,
        frames_per_second=float(fps[1]) if fps else 25.0,
        has_audio=_AUDIO.search(said) is not None,
    )


def run(
    source: Path,
    output: Sequence[str],
    *,
    folder: Path,
    timeout_seconds: float,
    stall_seconds: float = 180,
    on_time: Callable[[int], None] | None = None,
) -> str:
    """Run ffmpeg on one source until it ends.

    Args:
        source: the input file.
        output: arguments after `-i source`.
        folder: working directory; relative output names land here.
        timeout_seconds: the run is killed after that, counted on the clock.
        stall_seconds: the run is killed after that long without progress.
        on_time: told, in milliseconds of the output, how far it is; what it raises ends the run.

    Returns:
        What ffmpeg warned about, possibly nothing.

    Raises:
        MediaError: it failed.
        MediaTimeout: it was killed.
    """
    command = [
        *_command("warning"),
        "-y",
        "-progress",
        "pipe:1",
        "-stats_period",
        "1",
        *_input(source),
        *output,
    ]
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 -- no shell, and every argument is ours
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        watch = _Watch(process, timeout_seconds, stall_seconds)
        try:
            watch.start()
            assert process.stdout is not None
            for line in process.stdout:
                name, _, value = line.strip().partition("=")
                if name == "out_time_us" and value.isdigit():
                    watch.moved_to(int(value))
                    if on_time is not None:
                        on_time(int(value) // 1000)
            code = process.wait()
        finally:
            process.kill()
            process.wait()
            watch.stop()
        said = _tail(complaints)
    if watch.expired:
        raise MediaTimeout(said)
    if code != 0:
        raise MediaError(said)
    return said


class _Watch(threading.Thread):
    """Kills a process that is over its time, or whose output time stands still."""

    def __init__(
        self, process: "subprocess.Popen[str]", timeout_seconds: float, stall_seconds: float
    ) -> None:
        super().__init__(daemon=True)
        self.expired = False
        self._process = process
        self._ends = time.monotonic() + timeout_seconds
        self._stall = stall_seconds
        self._last_move = time.monotonic()
        self._at = -1
        self._over = threading.Event()

    def moved_to(self, microseconds: int) -> None:
        if microseconds > self._at:
            self._at = microseconds
            self._last_move = time.monotonic()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.5):
            clock = time.monotonic()
            if clock > self._ends or clock - self._last_move > self._stall:
                self.expired = True
                self._process.kill()
                return


def _command(level: str) -> list[str]:
    nice = shutil.which("nice")  # pages come before videos on a small machine
    prefix = [nice, "-n", "10"] if nice else []
    return [*prefix, get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", level]


def _input(path: Path) -> list[str]:
    return ["-protocol_whitelist", "file", "-format_whitelist", _CONTAINERS, "-i", str(path)]


def _headers(source: Path, timeout_seconds: int) -> str:
    """Return what ffmpeg prints about an input; it always fails, as it is given no output."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and every argument is ours
            [*_command("info"), *_input(source)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MediaTimeout("probe") from error
    return done.stderr.decode(errors="replace")


def _walk(path: Path, timeout_seconds: int) -> int:
    """Return the length in milliseconds by reading every packet, decoding none."""
    furthest = 0

    def note(milliseconds: int) -> None:
        nonlocal furthest
        furthest = max(furthest, milliseconds)

    with tempfile.TemporaryDirectory() as folder:
        run(
            path,
            ["-map", "0:v:0", "-c", "copy", "-f", "null", "-"],
            folder=Path(folder),
            timeout_seconds=timeout_seconds,
            on_time=note,
        )
    return furthest


def _milliseconds(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    return round((int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])) * 1000)


def _tail(stream: IO[bytes]) -> str:
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _ERROR_TAIL))
    return stream.read().decode(errors="replace")

"""Reading WebVTT (W3C, 4 April 2019, section 4) strictly enough to tell an author which line is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid

_SHOWN = 10
_STAMP = r"(?:(\d{2,}):)?(\d{2}):(\d{2})\.(\d{3})"
_TIMING = re.compile(rf"{_STAMP}[ \t]+-->[ \t]+{_STAMP}(?:[ \t]+.*)?")
_COMMA = re.compile(r"\d\d:\d\d,\d{3}")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong on one line; counted from 1, as editors do."""

    line: int
    text: str


class BadCaptions(Invalid):
    """The captions cannot be used; `problems` says where and why, the first ten."""

    def __init__(self, problems: list[LineProblem]) -> None:
        shown = problems[:_SHOWN]
        lines = [_("Line %(line)d: %(text)s") % {"line": p.line, "text": p.text} for p in shown]
        if len(problems) > _SHOWN:
            lines.append(_("… and %(count)d more.") % {"count": len(problems) - _SHOWN})
        super().__init__("\n".join(lines), field="captions")
        self.problems = tuple(shown)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words shown between two moments, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


def read_webvtt(data: bytes, *, duration_ms: int = 0) -> tuple[str, tuple[Cue, ...]]:
    """Return normalised WebVTT text and its cues.

    Args:
        data: the file, or pasted text in UTF-8.
        duration_ms: the video's length; cues must begin before its end. 0 when not known.

    Raises:
        BadCaptions: with every line that is wrong.
    """
    text = _decoded(data)
    lines = text.split("\n")
    problems: list[LineProblem] = []
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        hint = _("This looks like SubRip (.srt); save it as WebVTT (.vtt).")
        told = _("The file must begin with the word WEBVTT.")
        raise BadCaptions([LineProblem(1, f"{told} {hint}" if _COMMA.search(text) else told)])
    cues: list[Cue] = []
    for first, block in _blocks(lines):
        cue = _cue(first, block, problems)
        if cue is None:
            continue
        if cues and cue.start_ms < cues[-1].start_ms:
            problems.append(LineProblem(first, _("It begins before the one above it.")))
        if duration_ms and cue.start_ms >= duration_ms:
            problems.append(LineProblem(first, _("It begins after the video's end.")))
        cues.append(cue)
    if not problems and not cues:
        problems.append(LineProblem(1, _("There is no caption in it.")))
    if problems:
        raise BadCaptions(sorted(problems, key=lambda problem: problem.line))
    return text.strip("\n") + "\n", tuple(cues)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadCaptions([LineProblem(1, _("The file is in UTF-16; save it as UTF-8."))])
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadCaptions(
            [LineProblem(line, _("This is not UTF-8; save the file as UTF-8."))]
        ) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadCaptions([LineProblem(line, _("This is not text."))])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each block after the header with the number of its first line."""
    block: list[str] = []
    first = 0
    in_header = True
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            first = first if block else number
            block.append(line)
            continue
        if block and not in_header:
            yield first, block
        in_header, block = False, []


def _cue(first: int, block: list[str], problems: list[LineProblem]) -> Cue | None:
    if re.match(r"(NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
        return None
    at = 0 if "-->" in block[0] else 1
    if at >= len(block) or "-->" not in block[at]:
        problems.append(
            LineProblem(first, _("A time line such as 00:01.000 --> 00:04.000 is missing."))
        )
        return None
    number = first + at
    found = _TIMING.fullmatch(block[at].strip())
    if found is None:
        told = _("Write the times as 00:01.000 --> 00:04.000, with a dot before milliseconds.")
        problems.append(LineProblem(number, told))
        return None
    start, end = _milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:])
    if end <= start:
        problems.append(LineProblem(number, _("It ends before it begins.")))
    payload = block[at + 1 :]
    if not payload:
        problems.append(LineProblem(number, _("No words follow the times.")))
    for offset, line in enumerate(payload, start=1):
        if "-->" in line:
            told = _("Put an empty line before the next caption.")
            problems.append(LineProblem(number + offset, told))
    return Cue(start, end, "\n".join(payload))


def _milliseconds(hours: str | None, minutes: str, seconds: str, millis: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(millis)

"""Text in pictures, shaped properly in every script the product speaks.

The fonts are the product's own print cuts (`static/fonts/print/*.woff2`). Pillow cannot read
WOFF2, so each is unpacked once per process, in memory. A line is cut into runs of characters
that one font covers, and raqm (HarfBuzz) shapes each run.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont, features

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "print"
SCRIPTS = {"hi": "devanagari", "ta": "tamil", "te": "telugu", "bn": "bengali"}
JOINERS = frozenset("\u200c\u200d")
# Unicode's combining class of the sign that takes a consonant's vowel away.
_VIRAMA = 9
Colour = tuple[int, int, int]


class LetteringError(Exception):
    """A text that cannot be written: a font is missing, or none has a character of it."""


@dataclass(frozen=True, slots=True)
class Face:
    """One unpacked font file and the characters it covers."""

    name: str
    data: bytes
    covers: frozenset[int]


@lru_cache(maxsize=32)
def face(name: str) -> Face:
    """The face in `static/fonts/print/<name>.woff2`. Raises LetteringError if it is missing."""
    file = FONTS / f"{name}.woff2"
    if not file.exists():
        raise LetteringError(f"font missing: {file}")
    unpacked = BytesIO()
    font = TTFont(file)
    font.flavor = None
    font.save(unpacked)
    return Face(name, unpacked.getvalue(), frozenset(font.getBestCmap()))


def faces(language: str, *, bold: bool) -> tuple[Face, ...]:
    """The faces to try in turn for a text in `language`: Latin first, then its script."""
    latin = ("inter-latin-700", "inter-latin-ext-700") if bold else LATIN_BODY
    weight = "700" if bold else "400"
    own = [SCRIPTS[language]] if language in SCRIPTS else []
    others = [script for script in SCRIPTS.values() if script not in own]
    return tuple(face(name) for name in latin) + tuple(
        face(f"noto-sans-{script}-{weight}") for script in (*own, *others)
    )


LATIN_BODY = ("noto-sans-latin-400", "noto-sans-latin-ext-400")


def runs(text: str, stack: tuple[Face, ...]) -> list[tuple[Face, str]]:
    """`text` as runs of one face each; a run goes on as long as its face has the character."""
    found: list[tuple[Face, str]] = []
    for sign in text:
        current = found[-1][0] if found else None
        if current and (ord(sign) in current.covers or sign in JOINERS):
            found[-1] = (current, found[-1][1] + sign)
            continue
        chosen = next((item for item in stack if ord(sign) in item.covers), None)
        if chosen is None:
            raise LetteringError(f"no font has {sign!r} of {text!r}")
        found.append((chosen, sign))
    return found


def writable(text: str, stack: tuple[Face, ...]) -> str:
    """`text` without the signs that none of the faces has; for words that people typed.

    Composed first, as no font of ours has every letter and its accent apart. A joiner or an accent
    goes with the sign it belonged to, and so does the space of a word of which nothing is left.
    """
    found: list[str] = []
    has_base = False
    for sign in unicodedata.normalize("NFC", text):
        hangs_on = sign in JOINERS or unicodedata.category(sign).startswith("M")
        known = sign in JOINERS or any(ord(sign) in item.covers for item in stack)
        has_base = known and not sign.isspace() and (has_base or not hangs_on)
        if has_base or (known and not hangs_on):
            found.append(sign)
    return " ".join("".join(found).split())


def clusters(text: str) -> list[str]:
    """`text` in pieces that may stand apart: a letter with its signs, or letters joined into one."""
    found: list[str] = []
    for sign in text:
        before = found[-1][-1] if found else ""
        # A virama joins what is before it with what comes after.
        joins = before in JOINERS or (before and unicodedata.combining(before) == _VIRAMA)
        hangs_on = sign in JOINERS or unicodedata.category(sign).startswith("M")
        if found and (hangs_on or joins):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def is_tall(text: str, stack: tuple[Face, ...]) -> bool:
    """Whether a script is in it whose signs stand above and below the line."""
    return any(
        script in item.name for item, _run in runs(text, stack) for script in SCRIPTS.values()
    )


@lru_cache(maxsize=128)
def _sized(name: str, size: int) -> ImageFont.FreeTypeFont:
    if not features.check("raqm"):
        raise LetteringError("Pillow lacks raqm, without which Indic scripts come out wrong")
    data = BytesIO(face(name).data)
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.RAQM)


@dataclass(frozen=True, slots=True)
class Pen:
    """A stack of faces at one size in pixels."""

    stack: tuple[Face, ...]
    size: int
    leading: float

    def width(self, text: str) -> float:
        """Width of `text` in pixels."""
        return sum(
            _sized(item.name, self.size).getlength(run) for item, run in runs(text, self.stack)
        )

    def wrap(self, text: str, room: int) -> list[str]:
        """`text` as lines that fit `room` pixels; a single longer word stands alone."""
        lines: list[str] = []
        for word in text.split(" "):
            if lines and self.width(f"{lines[-1]} {word}") <= room:
                lines[-1] = f"{lines[-1]} {word}"
            else:
                lines.append(word)
        return lines

    def broken(self, text: str, room: int) -> list[str]:
        """`text` as lines that fit `room` pixels, a longer word in pieces."""
        lines = []
        for line in self.wrap(text, room):
            piece = ""
            for one in clusters(line):
                if piece and self.width(piece + one) > room:
                    lines.append(piece)
                    piece = ""
                piece += one
            lines.append(piece)
        return lines

    def cut(self, text: str, room: float) -> str:
        """`text` if it fits `room` pixels; else as much of it as does, and an ellipsis."""
        if self.width(text) <= room:
            return text
        pieces = clusters(text)

        def is_too_wide(last: int) -> bool:
            return self.width("".join(pieces[: last + 1]) + "…") > room

        fitting = bisect_left(range(len(pieces)), True, key=is_too_wide)
        return "".join(pieces[:fitting]).rstrip() + "…"

    def write(self, draw: ImageDraw.ImageDraw, x: int, y: int, text: str, fill: Colour) -> None:
        """Draw one line with its baseline at `y`."""
        at = float(x)
        for item, run in runs(text, self.stack):
            font = _sized(item.name, self.size)
            draw.text((at, y), run, font=font, fill=fill, anchor="ls")
            at += font.getlength(run)

    def paragraph(
        self, draw: ImageDraw.ImageDraw, x: int, y: int, text: str, room: int, fill: Colour
    ) -> int:
        """Draw `text` wrapped, its first line's top at `y`; return the top of what follows."""
        for line in self.wrap(text, room):
            self.write(draw, x, y + round(self.size * 1.05), line, fill)
            y += round(self.size * self.leading)
        return y

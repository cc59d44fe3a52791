"""The shape of a skill radar: pure geometry, so that the server draws it and no script is needed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

RADIUS = 100
RINGS = (25, 50, 75, 100)
# More axes than this cannot be told apart (the look's rule).
MOST_AXES = 8
# Labels stand a little outside of the outer ring.
_LABEL_AT = 112
# Longer words are broken into lines, so far apart.
_LABEL_LETTERS, _LINE = 14, 15


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside an axis."""

    lines: tuple[str, ...]
    x: str
    y: str
    anchor: str

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Radar:
    """Points of polygons as SVG wants them; the centre is 0,0 and a hundred per cent is `RADIUS`."""

    rings: tuple[str, ...]
    now: str
    before: str
    dots: tuple[tuple[str, str], ...]
    labels: tuple[Label, ...]


def radar_of(
    names: Sequence[str], now: Sequence[int], before: Sequence[int] | None = None
) -> Radar | None:
    """Return the shape for values of 0 to 100, or None when they span no area.

    Args:
        names: of the axes, the first one at the top, then clockwise.
        now: what is drawn solid.
        before: what is drawn dashed; None draws nothing.
    """
    if not 3 <= len(names) <= MOST_AXES:
        return None
    return Radar(
        rings=tuple(_polygon([ring] * len(names)) for ring in RINGS),
        now=_polygon(now),
        before=_polygon(before) if before is not None else "",
        dots=tuple(_written(*_point(n, len(names), value)) for n, value in enumerate(now)),
        labels=tuple(_label(name, n, len(names)) for n, name in enumerate(names)),
    )


def _point(axis: int, axes: int, value: float) -> tuple[float, float]:
    angle = 2 * math.pi * axis / axes
    length = min(max(value, 0), 120) * RADIUS / 100
    return math.sin(angle) * length, -math.cos(angle) * length


def _polygon(values: Sequence[float]) -> str:
    points = (_written(*_point(n, len(values), value)) for n, value in enumerate(values))
    return " ".join(f"{x},{y}" for x, y in points)


def _label(text: str, axis: int, axes: int) -> Label:
    x, y = _point(axis, axes, _LABEL_AT)
    anchor = "middle" if abs(x) < 1 else "start" if x > 0 else "end"
    lines = tuple(wrap(text, _LABEL_LETTERS))
    # The middle of the lines stands beside the axis.
    left, top = _written(x, y + 4 - (len(lines) - 1) * _LINE / 2)
    return Label(lines, left, top, anchor)


def _written(x: float, y: float) -> tuple[str, str]:
    # Never in the reader's language: SVG knows the point alone.
    return f"{x + 0:.1f}", f"{y + 0:.1f}"

"""The rosette of a certificate: fine lines drawn from its own code, so that no two are alike."""

import hashlib
import math
from dataclasses import dataclass

_CENTRE = 100.0
_POINTS_PER_LOBE = 6


@dataclass(frozen=True)
class Ring:
    """One closed wave, and the angles (degrees) at which it is drawn again.

    Args:
        path: SVG path data in a square of 200 units.
        turns: rotations about the centre.
    """

    path: str
    turns: tuple[str, ...]


def rosette(code: str) -> tuple[Ring, ...]:
    """Return the rings drawn for a code; the same code always gives the same rings."""
    seed = hashlib.sha256(code.encode()).digest()
    rings = []
    for index, (radius, depth) in enumerate(((84.0, 13.0), (60.0, 15.0), (35.0, 13.0))):
        lobes = 9 + seed[index] % 7
        height = depth * (0.8 + seed[index + 8] / 1275)
        copies = 6 + seed[index + 16] % 3
        step = 360 / lobes / copies
        turns = tuple(f"{number * step:.2f}" for number in range(copies))
        rings.append(Ring(path=_wave(radius, height, lobes), turns=turns))
    return tuple(rings)


def _wave(radius: float, height: float, lobes: int) -> str:
    """Return a circle whose radius swings `lobes` times, as cubic curves through its points."""
    count = lobes * _POINTS_PER_LOBE
    points = []
    for number in range(count):
        angle = 2 * math.pi * number / count
        reach = radius + height * math.cos(lobes * angle)
        points.append((_CENTRE + reach * math.cos(angle), _CENTRE + reach * math.sin(angle)))
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for number in range(count):
        before, here = points[number - 1], points[number]
        after, beyond = points[(number + 1) % count], points[(number + 2) % count]
        # Catmull-Rom: each handle is a sixth of the chord between a point's neighbours.
        handles = (
            here[0] + (after[0] - before[0]) / 6,
            here[1] + (after[1] - before[1]) / 6,
            after[0] - (beyond[0] - here[0]) / 6,
            after[1] - (beyond[1] - here[1]) / 6,
            *after,
        )
        parts.append("C" + " ".join(f"{value:.1f}" for value in handles))
    return "".join(parts) + "z"

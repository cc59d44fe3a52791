"""A course's cover as pixels: four colours of its hue, and its figure.

The same twelve hues, four tints and six figures as the covers in the pages' style sheet,
so that a video wears its course's face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

HUE_DEGREES = (265, 238, 212, 188, 163, 135, 105, 75, 50, 28, 355, 318)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Ground, two tints, the sand accent and the ink of one hue."""

    ground: Colour
    tint: Colour
    light: Colour
    sand: Colour
    ink: Colour


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """SRGB bytes of an OKLCH colour (hue in degrees), channels out of gamut clipped.

    Matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_byte(channel) for channel in linear)
    return red, green, blue


def palette(hue: int) -> Palette:
    """The colours of cover hue 0-11."""
    degrees = HUE_DEGREES[hue]
    return Palette(
        ground=oklch(0.355, 0.08, degrees),
        tint=oklch(0.435, 0.095, degrees),
        light=oklch(0.55, 0.115, degrees),
        sand=oklch(0.87, 0.085, 82),
        ink=oklch(0.985, 0.01, degrees),
    )


def draw_figure(figure: str, colours: Palette, height: int) -> Image.Image:
    """The figure on its ground, `height` pixels high and four fifths of that wide.

    Drawn twice as large and reduced, so that edges are smooth.
    """
    scale = height * 2 / 250
    canvas = Image.new("RGB", (round(200 * scale), round(250 * scale)), colours.ground)
    brush = _Brush(canvas, colours, scale)
    FIGURES[figure](brush)
    return canvas.resize((height * 4 // 5, height), Image.Resampling.LANCZOS)


class _Brush:
    """Draws in the figures' own 200 by 250 units."""

    def __init__(self, canvas: Image.Image, colours: Palette, scale: float) -> None:
        self.canvas, self.colours, self.scale = canvas, colours, scale
        self.draw = ImageDraw.Draw(canvas)

    def box(self, x: float, y: float, width: float, height: float, fill: Colour) -> None:
        self.shape(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)

    def shape(self, points: tuple[tuple[float, float], ...], fill: Colour) -> None:
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        self.draw.ellipse(self._bounds(x, y, radius), fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour) -> None:
        edge = max(1, round(width * self.scale))
        self.draw.ellipse(self._bounds(x, y, radius), outline=fill, width=edge)

    def lens(self, first: tuple[float, float, float], second: tuple[float, float, float]) -> None:
        masks = []
        for x, y, radius in (first, second):
            mask = Image.new("L", self.canvas.size, 0)
            ImageDraw.Draw(mask).ellipse(self._bounds(x, y, radius), fill=255)
            masks.append(mask)
        self.canvas.paste(self.colours.sand, mask=ImageChops.multiply(*masks))

    def _bounds(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        near, far = (x - radius) * self.scale, (x + radius) * self.scale
        return near, (y - radius) * self.scale, far, (y + radius) * self.scale


def _steps(brush: _Brush) -> None:
    tops = ((226, "tint"), (206, "tint"), (184, "light"), (158, "light"), (128, "sand"))
    for index, (top, tone) in enumerate(tops):
        brush.box(index * 40, top, 40, 250 - top, getattr(brush.colours, tone))


def _talk(brush: _Brush) -> None:
    brush.disc(62, 186, 58, brush.colours.tint)
    brush.disc(138, 186, 58, brush.colours.light)
    brush.lens((62, 186, 58), (138, 186, 58))


def _route(brush: _Brush) -> None:
    for x, top, width in ((-10, 232, 62), (52, 186, 50), (102, 142, 60), (162, 108, 48)):
        brush.box(x, top, width, 250 - top, brush.colours.tint)
    brush.disc(52, 186, 10, brush.colours.light)
    brush.disc(102, 142, 10, brush.colours.light)
    brush.disc(162, 108, 14, brush.colours.sand)


def _funnel(brush: _Brush) -> None:
    colours = brush.colours
    rows = ((122, 0, 18), (156, 22, 40), (190, 44, 62), (224, 66, 83))
    tones = (colours.tint, colours.light, colours.tint, colours.sand)
    for (top, left, foot), fill in zip(rows, tones, strict=True):
        low = min(top + 28, 250)
        brush.shape(((left, top), (200 - left, top), (200 - foot, low), (foot, low)), fill)


def _grid(brush: _Brush) -> None:
    colours = brush.colours
    tones = {(2, 0): colours.light, (1, 1): colours.light, (0, 2): colours.light}
    tones[(2, 2)] = colours.sand
    for row in range(3):
        for column in range(4):
            fill = tones.get((column, row), colours.tint)
            brush.box(12 + column * 48, 134 + row * 42, 40, 34, fill)


def _arcs(brush: _Brush) -> None:
    for radius, tone in ((150, "tint"), (112, "light"), (74, "tint"), (36, "sand")):
        brush.disc(200, 250, radius, getattr(brush.colours, tone))


FIGURES = {
    "steps": _steps,
    "talk": _talk,
    "route": _route,
    "funnel": _funnel,
    "grid": _grid,
    "arcs": _arcs,
}


def _byte(channel: float) -> int:
    clipped = min(1.0, max(0.0, channel))
    curved = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(curved * 255)

"""Colours of brands: hex, OKLCH, contrast, and the nearest colour that white can be read on.

Oklab's matrices and its inverse are those published by Björn Ottosson (A perceptual color space for
image processing, 2020, https://bottosson.github.io/posts/oklab/); contrast is the formula of
WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import math
import re
from dataclasses import dataclass

from django.utils.translation import gettext

from tenants.kernel.errors import Invalid

# WCAG 2.2, success criterion 1.4.3: text of normal size.
LEGIBLE = 4.5
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma from 0, hue in degrees 0 to 360."""

    lightness: float
    chroma: float
    hue: float


def parse_hex(text: str) -> str:
    """Return a colour as `#rrggbb` in lower case.

    Args:
        text: `#rgb`, `#rrggbb`, with or without the sign, spaces around it allowed.

    Raises:
        Invalid: when it is none of these.

    """
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise Invalid(
            gettext("Write the colour as six hexadecimal digits, such as #1E40AF."), field="colour"
        )
    digits = found[1].lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}"


def _channels(colour: str) -> tuple[float, float, float]:
    digits = parse_hex(colour)[1:]
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def _linear(channel: float) -> float:
    """Undo the transfer curve of sRGB (IEC 61966-2-1), threshold as WCAG 2.2 gives it."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour, 0 for black to 1 for white."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two hex colours, 1 to 21, whichever comes first."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_oklch(colour: str) -> Oklch:
    """Return a hex colour in OKLCH."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _to_linear_rgb(colour: Oklch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def to_hex(colour: Oklch) -> str:
    """Return an OKLCH colour as hex, with less chroma where a screen cannot show so much of it."""
    chroma = colour.chroma
    channels = _to_linear_rgb(colour)
    if not _shown(channels):
        low, high = 0.0, chroma
        for _ in range(24):
            chroma = (low + high) / 2
            if _shown(_to_linear_rgb(Oklch(colour.lightness, chroma, colour.hue))):
                low = chroma
            else:
                high = chroma
        channels = _to_linear_rgb(Oklch(colour.lightness, low, colour.hue))
    digits = (round(255 * _encoded(min(1.0, max(0.0, channel)))) for channel in channels)
    return "#" + "".join(f"{digit:02x}" for digit in digits)


def _shown(channels: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in channels)


def readable_on_white(colour: str, *, ratio: float = LEGIBLE) -> str:
    """Return the lightest colour of the same hue, no lighter than asked, that reads against white.

    White words on it and words of it on white have the same contrast, so one answer serves
    buttons, documents and mails.

    Args:
        colour: hex as `parse_hex` takes it.
        ratio: contrast to reach, 1 to 21; 4.5 for text of normal size.

    Returns:
        The colour itself when it reads already, else the same hue with less lightness.

    """
    wanted = parse_hex(colour)
    if contrast(wanted, "#ffffff") >= ratio:
        return wanted
    given = to_oklch(wanted)
    low, high = 0.0, given.lightness
    for _ in range(24):
        middle = (low + high) / 2
        if contrast(to_hex(Oklch(middle, given.chroma, given.hue)), "#ffffff") >= ratio:
            low = middle
        else:
            high = middle
    return to_hex(Oklch(low, given.chroma, given.hue))

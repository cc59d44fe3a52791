"""A colour dark enough for white letters."""

# WCAG 2.2, success criterion 1.4.3: text needs 4.5:1 against its ground.
_ENOUGH = 4.5


def readable_ground(colour: str) -> str:
    """Return `colour` (#rrggbb), darkened step by step until white text on it reaches 4.5:1."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    shade = 1.0
    while _contrast_with_white(red * shade, green * shade, blue * shade) < _ENOUGH:
        shade -= 0.02
    return "#" + "".join(f"{round(part * shade):02x}" for part in (red, green, blue))


def _contrast_with_white(red: float, green: float, blue: float) -> float:
    """Contrast ratio as WCAG 2.2 defines it, by relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red / 255, green / 255, blue / 255)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)

"""How large a name may be set so that it stays on its line, whatever its script."""

import unicodedata

# Mean advance of a letter in em, bold, measured generously on long names in the fonts we ship.
_ADVANCE = {"ta": 0.92, "hi": 0.66, "mr": 0.66, "te": 0.74, "bn": 0.68}
_LATIN_ADVANCE = 0.6
# Classes of the style sheets, each with the widest text (in em of its own size) that fits on one line.
_SIZES = (("xl", 9.9), ("l", 11.8), ("m", 14.4), ("s", 17.6))


def name_size(name: str, language: str) -> str:
    """Return the size class for a name: `xl`, `l`, `m`, `s`, or `xs`, which may take two lines.

    Args:
        name: as it will be set.
        language: of its script; empty for Latin letters.
    """
    advance = _ADVANCE.get(language, _LATIN_ADVANCE)
    width = sum(_share(letter) for letter in name) * advance
    return next((size for size, widest in _SIZES if width <= widest), "xs")


def _share(letter: str) -> float:
    """Return how much of a letter's width a character takes: marks above and below take none."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Cf"):
        return 0.0
    if category == "Mc":
        return 0.55
    return 0.45 if letter.isspace() else 1.0

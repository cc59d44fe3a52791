"""A course's face, drawn from its title."""

from hashlib import sha256

from learning.catalogue.enums import Figure

_HUES = 12


def cover_of(title: str) -> tuple[int, str]:
    """Return hue (0-11) and figure from the first two bytes of SHA-256 of the title.

    The rule is the design's: twelve hues by six figures make 72 faces of one series.
    """
    digest = sha256(title.encode()).digest()
    figures = Figure.values
    return digest[0] % _HUES, figures[digest[1] % len(figures)]

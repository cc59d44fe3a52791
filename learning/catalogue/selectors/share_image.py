"""A course's picture for links that are shared: its cover's drawing, its title in its own script."""

from hashlib import sha256
from io import BytesIO

from django.utils import translation
from PIL import Image, ImageDraw

from learning.catalogue.figures import Palette, draw_figure, palette
from learning.catalogue.selectors.cards import CourseCard
from tenants.kernel.lettering import Pen, faces, is_tall, writable
from tenants.kernel.words import duration

# Open Graph's usual size, in pixels.
WIDTH, HEIGHT = 1200, 630
# Changes with the drawing, so that pictures kept by others are asked for anew.
_DRAWING = "2"
# Of every line: where it begins, and how far it may go.
LEFT, ROOM = 72, 700
# Tops of the four things that are written, each beneath the other.
LABEL_TOP, TITLE_TOP, FACTS_TOP, BRAND_TOP = 64, 128, HEIGHT - 150, HEIGHT - 102
_TITLE_SIZES = (72, 60, 50, 42, 34, 28)
_SMALL = 30
# Of a title's size: from line to line, and what hangs beneath its last; plain and tall scripts.
_LEADING, _HANGING = (1.18, 1.42), (0.25, 0.42)


def share_digest(card: CourseCard) -> str:
    """Return what tells one picture from another; it changes when the picture would."""
    parts = (_DRAWING, card.title, card.language, card.instructor_name, card.figure, str(card.hue))
    facts = (card.level, card.industry, str(card.duration_minutes))
    return sha256("\0".join((*parts, *facts)).encode()).hexdigest()[:16]


def share_image(card: CourseCard, *, brand: str) -> bytes:
    """Return the picture as PNG; signs that no font of ours has are left out.

    The words around the title are the course's language, whoever asks first: the picture is kept for
    everybody.
    """
    colours = palette(card.hue)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), colours.ground)
    figure = draw_figure(card.figure, colours, HEIGHT)
    canvas.paste(figure, (WIDTH - figure.width, 0))
    with translation.override(card.language):
        _write(ImageDraw.Draw(canvas), card, colours, brand)
    out = BytesIO()
    canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: ImageDraw.ImageDraw, card: CourseCard, colours: Palette, brand: str) -> None:
    plain = faces(card.language, bold=False)
    small = Pen(plain, _SMALL, 1.4)
    label, title = card.industry_label, writable(card.title, faces(card.language, bold=True))
    if not title:
        # Nothing of it can be written: what the course is about stands in its place.
        label, title = "", label
    small.paragraph(draw, LEFT, LABEL_TOP, small.cut(label, ROOM), ROOM, colours.sand)
    pen, lines = _title_pen(title, card.language)
    y = TITLE_TOP
    for line in lines:
        pen.write(draw, LEFT, y + round(pen.size * 1.05), line, colours.ink)
        y += round(pen.size * pen.leading)
    length = duration(card.duration_seconds)
    after = f" · {length}" if length else ""
    name = small.cut(writable(card.instructor_name, plain), ROOM - small.width(after))
    line = f"{name}{after}" if name else length
    small.paragraph(draw, LEFT, FACTS_TOP, line, ROOM, colours.ink)
    small.paragraph(draw, LEFT, BRAND_TOP, small.cut(brand, ROOM), ROOM, colours.sand)


def _title_pen(title: str, language: str) -> tuple[Pen, list[str]]:
    """The largest size at which the title fits; words are broken, and the end cut, when none does."""
    stack = faces(language, bold=True)
    tall = is_tall(title, stack)
    pens = [Pen(stack, size, _LEADING[tall]) for size in _TITLE_SIZES]
    for pen in pens:
        lines = pen.wrap(title, ROOM)
        if len(lines) <= _most_lines(pen, tall) and all(pen.width(line) <= ROOM for line in lines):
            return pen, lines
    for pen in pens:
        lines = pen.broken(title, ROOM)
        if len(lines) <= _most_lines(pen, tall):
            return pen, lines
    most = _most_lines(pen, tall)
    return pen, [*lines[: most - 1], pen.cut(" ".join(lines[most - 1 :]), ROOM)]


def _most_lines(pen: Pen, tall: bool) -> int:
    """How many lines have room between the title's top and the facts."""
    room = FACTS_TOP - TITLE_TOP - pen.size * (1.05 + _HANGING[tall])
    return 1 + int(room // round(pen.size * pen.leading))

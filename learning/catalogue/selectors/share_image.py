"""A course's picture for links that are shared: its cover's drawing, its title in its own script."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

from learning.catalogue.figures import draw_figure, palette
from learning.catalogue.selectors.cards import CourseCard
from tenants.kernel.lettering import Pen, faces, writable
from tenants.kernel.words import duration

# Open Graph's usual size, in pixels.
WIDTH, HEIGHT = 1200, 630
# Changes with the drawing, so that pictures kept by others are asked for anew.
_DRAWING = "1"
_LEFT, _TOP, _ROOM = 72, 64, 700
_MOST_LINES = 4
_TITLE_SIZES = (72, 60, 50, 42, 34)
_SMALL = 30


def share_digest(card: CourseCard) -> str:
    """Return what tells one picture from another; it changes when the picture would."""
    parts = (_DRAWING, card.title, card.language, card.instructor_name, card.figure, str(card.hue))
    facts = (card.level, card.industry, str(card.duration_minutes))
    return sha256("\0".join((*parts, *facts)).encode()).hexdigest()[:16]


def share_image(card: CourseCard, *, brand: str) -> bytes:
    """Return the picture as PNG; signs that no font of ours has are left out."""
    colours = palette(card.hue)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), colours.ground)
    figure = draw_figure(card.figure, colours, HEIGHT)
    canvas.paste(figure, (WIDTH - figure.width, 0))
    draw = ImageDraw.Draw(canvas)
    plain = faces(card.language, bold=False)
    small = Pen(plain, _SMALL, 1.4)
    small.paragraph(draw, _LEFT, _TOP, card.industry_label, _ROOM, colours.sand)
    title = writable(card.title, faces(card.language, bold=True))
    pen, lines = _title_pen(title, card.language)
    y = _TOP + 64
    for line in lines:
        pen.write(draw, _LEFT, y + round(pen.size * 1.05), line, colours.ink)
        y += round(pen.size * pen.leading)
    facts = [writable(card.instructor_name, plain), duration(card.duration_seconds)]
    line = " · ".join(one for one in facts if one)
    small.paragraph(draw, _LEFT, HEIGHT - 150, line, _ROOM, colours.ink)
    small.paragraph(draw, _LEFT, HEIGHT - 102, brand, _ROOM, colours.sand)
    out = BytesIO()
    canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


def _title_pen(title: str, language: str) -> tuple[Pen, list[str]]:
    """The largest size at which the title fits; at the smallest, what is too long is cut."""
    stack = faces(language, bold=True)
    leading = 1.18 if language == "en" else 1.42
    pen, lines = Pen(stack, _TITLE_SIZES[0], leading), [title]
    for size in _TITLE_SIZES:
        pen = Pen(stack, size, leading)
        lines = pen.wrap(title, _ROOM)
        if len(lines) <= _MOST_LINES and all(pen.width(line) <= _ROOM for line in lines):
            return pen, lines
    return pen, [_cut(pen, line) for line in lines[:_MOST_LINES]]


def _cut(pen: Pen, line: str) -> str:
    while line and pen.width(line) > _ROOM:
        line = line[:-1]
    return line

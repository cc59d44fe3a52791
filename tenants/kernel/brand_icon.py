"""A company's icon for home screens and browser tabs, drawn from its logo or its initials."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# Side of the square in pixels. The maskable one keeps its picture within the circle of four fifths
# that every phone leaves (Web Application Manifest, "maskable" purpose).
ICON_KINDS = {"32": 32, "180": 180, "192": 192, "512": 512, "maskable": 512}
_SAFE = 0.56  # of the side: a square of this size stays within that circle
_ROOM = 0.86
_CORNER = 0.2  # radius of the corners, of the side
_FONT = Path(__file__).parents[2] / "static/fonts/print/inter-latin-700.woff2"


def draw_icon(*, kind: str, colour: str, initials: str, logo: bytes | None) -> bytes:
    """Return the icon as PNG.

    Args:
        kind: a key of ICON_KINDS.
        colour: `#rrggbb`, on which white reads.
        initials: one or two letters, for a company without a logo.
        logo: PNG as `save_branding` keeps it; it lies on white, which logos are made for.

    """
    side = ICON_KINDS[kind]
    is_whole = kind in ("maskable", "180")  # the phone cuts the corners itself
    ground = "#ffffff" if logo else colour
    icon = Image.new("RGBA", (side, side), ground if is_whole else "#00000000")
    pen = ImageDraw.Draw(icon)
    if not is_whole:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), round(side * _CORNER), fill=ground)
    room = round(side * (_SAFE if kind == "maskable" else _ROOM))
    if logo:
        _lay(icon, logo, room)
    else:
        _write(pen, side, room, initials)
    buffer = io.BytesIO()
    icon.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _lay(icon: Image.Image, logo: bytes, room: int) -> None:
    """Lay the logo in the middle, as large as there is room."""
    with Image.open(io.BytesIO(logo), formats=["PNG"]) as opened:
        picture = opened.convert("RGBA")
    scale = room / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    icon.alpha_composite(picture, ((icon.width - size[0]) // 2, (icon.height - size[1]) // 2))


def _write(pen: ImageDraw.ImageDraw, side: int, room: int, initials: str) -> None:
    """Write the initials; letters that our Latin cut has not become the bars of our mark."""
    if initials.isascii() and initials.strip():
        font = ImageFont.truetype(_FONT, round(room * 0.62))
        pen.text((side / 2, side / 2), initials, font=font, fill="#ffffff", anchor="mm")
        return
    wide, gap = room / 5, room / 10
    left, foot = (side - 3 * wide - 2 * gap) / 2, (side + room * 0.7) / 2
    for number, tall in enumerate((0.3, 0.5, 0.7)):
        x = left + number * (wide + gap)
        pen.rounded_rectangle((x, foot - room * tall, x + wide, foot), wide / 5, fill="#ffffff")

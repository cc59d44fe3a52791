"""Draws the slides of a clip: its course's cover on the right, its words on the left."""

from __future__ import annotations

from PIL import Image, ImageDraw

from deploy.demo.shapes import ClipContent, SlideContent
from learning.catalogue.figures import Palette, draw_figure, palette
from tenants.kernel.lettering import Pen, faces

WIDTH, HEIGHT = 1280, 720
LEFT, ROOM = 80, 760
FIGURE_HEIGHT = 640


def draw_slides(clip: ClipContent) -> list[Image.Image]:
    """One 1280 by 720 picture per slide. Raises LetteringError for what no font can write."""
    colours = palette(clip.hue)
    ground = _ground(clip, colours)
    return [
        _slide(clip, slide, index, ground.copy(), colours)
        for index, slide in enumerate(clip.slides)
    ]


def _ground(clip: ClipContent, colours: Palette) -> Image.Image:
    canvas = Image.new("RGB", (WIDTH, HEIGHT), colours.ground)
    figure = draw_figure(clip.figure, colours, FIGURE_HEIGHT)
    canvas.paste(figure, (WIDTH - figure.width, HEIGHT - figure.height))
    pen = Pen(faces(clip.language, bold=False), 26, 1.4)
    pen.paragraph(ImageDraw.Draw(canvas), LEFT, 56, clip.kicker, ROOM + 300, colours.sand)
    return canvas


def _slide(
    clip: ClipContent, slide: SlideContent, index: int, canvas: Image.Image, colours: Palette
) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    loose = 1.45 if clip.language != "en" else 1.2
    heading = Pen(faces(clip.language, bold=True), 64, loose)
    if len(heading.wrap(slide.heading, ROOM)) > 2:
        heading = Pen(heading.stack, 52, loose)
    line_pen = Pen(faces(clip.language, bold=False), 38, loose + 0.2)
    y = heading.paragraph(draw, LEFT, 170, slide.heading, ROOM, colours.ink) + 28
    for line in slide.lines:
        y = line_pen.paragraph(draw, LEFT, y, line, ROOM - 40, colours.ink) + 8
    _dots(draw, index, len(clip.slides), colours)
    return canvas


def _dots(draw: ImageDraw.ImageDraw, index: int, count: int, colours: Palette) -> None:
    for dot in range(count):
        left = LEFT + dot * 56
        fill = colours.sand if dot == index else colours.light
        draw.rounded_rectangle((left, 628, left + 44, 636), radius=4, fill=fill)

"""Pages as pictures, with every line of text and its place in pixels."""

from __future__ import annotations

import dataclasses

from PIL import Image, ImageDraw

from anjuan.samples import fonts, seals
from anjuan.samples.pages import PAGE_HEIGHT, PAGE_WIDTH, Page, Rule

COLOURS = {"black": (18, 18, 18), "grey": (120, 120, 120), "ink": (24, 34, 96), "ochre": (150, 112, 40)}

Polygon = tuple[tuple[float, float], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its four corners in pixels, clockwise from the top left."""

    text: str
    polygon: Polygon


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture with the truth of its lines."""

    image: Image.Image
    lines: tuple[Line, ...]


def draw(page: Page, dpi: int = 150) -> Picture:
    """Return a page as a clean picture.

    Args:
        page: The page.
        dpi: Dots per inch.

    """
    scale = dpi / 72
    image = Image.new("RGB", (round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale)), (255, 255, 255))
    canvas = ImageDraw.Draw(image)
    for fill in page.fills:
        grey = round(fill.grey * 255)
        box = (fill.x * scale, fill.y * scale, (fill.x + fill.width) * scale, (fill.y + fill.height) * scale)
        canvas.rectangle(box, fill=(grey, grey, grey))
    for rule in page.rules:
        _rule(canvas, rule, scale)
    lines = []
    for run in page.runs:
        font = fonts.drawn(run.font, max(6, round(run.size * scale)))
        place = (run.x * scale, run.y * scale)
        canvas.text(place, run.text, font=font, fill=COLOURS[run.colour], anchor="ls")
        left, right = place[0], place[0] + font.getlength(run.text)
        top, bottom = place[1] - run.size * scale * 0.88, place[1] + run.size * scale * 0.16
        lines.append(Line(run.text, ((left, top), (right, top), (right, bottom), (left, bottom))))
    for stamp in page.stamps:
        pixels = round(stamp.size * scale)
        seal = seals.round_seal(stamp.text, pixels)
        image.paste(seal, (round(stamp.x * scale - pixels / 2), round(stamp.y * scale - pixels / 2)), seal)
    return Picture(image, tuple(lines))


def _rule(canvas: ImageDraw.ImageDraw, rule: Rule, scale: float) -> None:
    ends = (rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale)
    canvas.line(ends, fill=COLOURS[rule.colour], width=max(1, round(rule.weight * scale)))

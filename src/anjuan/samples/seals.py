"""Round company seals, drawn: a red ring, a star, the name along the arc."""

from __future__ import annotations

import functools
import math

from PIL import Image, ImageDraw, ImageFilter

from anjuan.samples import fonts
from anjuan.samples.dice import Dice

_RED = (205, 24, 32)


@functools.lru_cache(maxsize=128)
def round_seal(name: str, pixels: int) -> Image.Image:
    """Return a round seal of a diameter in pixels as RGBA, the ink a little uneven."""
    big = pixels * 2
    mask = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(mask)
    edge = big * 0.03
    draw.ellipse((edge, edge, big - edge, big - edge), outline=255, width=max(2, int(big * 0.03)))
    _star(draw, big / 2, big / 2, big * 0.14)
    _arc_text(mask, name, big)
    mask = mask.resize((pixels, pixels), Image.Resampling.LANCZOS)
    uneven = _worn(name, pixels)
    seal = Image.new("RGBA", (pixels, pixels), (*_RED, 0))
    seal.putalpha(Image.composite(mask.point(lambda value: int(value * 0.86)), Image.new("L", mask.size, 0), uneven))
    return seal


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi / 5 * corner - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=255)


def _arc_text(mask: Image.Image, name: str, big: int) -> None:
    size = int(min(big * 0.135, big * 2.0 / max(len(name), 8)))
    font = fonts.drawn("song", size)
    span = math.radians(min(250, 19 * len(name)))
    step = span / max(1, len(name) - 1)
    for place, char in enumerate(name):
        angle = -span / 2 + step * place
        glyph = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(glyph).text(
            (size, size), char, font=font, fill=255, anchor="mm", stroke_width=max(1, size // 24)
        )
        glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        reach = big * 0.38
        x = big / 2 + reach * math.sin(angle) - size
        y = big / 2 - reach * math.cos(angle) - size
        mask.paste(255, (int(x), int(y)), glyph)


def _worn(name: str, pixels: int) -> Image.Image:
    dice = Dice("seal", name)
    small = Image.new("L", (24, 24))
    small.putdata([255 if dice.random() > 0.1 else 90 for _ in range(24 * 24)])  # noqa: PLR2004  a tenth is pale
    return small.resize((pixels, pixels), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))

"""Which way up a page lies: by the shape of its lines, then by how well they read both ways."""

from __future__ import annotations

import numpy as np

from anjuan.reading.recognition import geometry, lines
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.nets import Nets

#: Lines that are tried both ways.
_SAMPLE = 4
#: Width over height of a line of about ten characters.
_TELLING = 8.0
#: A reading this sure needs no second try upside down.
_SURE = 0.9
#: Below it neither way is the right one: the page is set in upright columns (竖排), or bears no text.
_HOPELESS = 0.5
#: How much better the other way must read.
_MARGIN = 0.05


def lies_sideways(quads: list[Quad]) -> bool:
    """Say whether most of the length of all lines runs up and down the page."""
    down = across = 0.0
    for quad in quads:
        width, height = geometry.size(quad)
        if height > 1.5 * width:
            down += height
        elif width > 1.5 * height:
            across += width
    return down > across


def is_upside_down(picture: Picture, quads: list[Quad], nets: Nets) -> bool:
    """Say whether the lines of a page read better when turned by 180 degrees."""
    sample = _telling(quads)
    if not sample:
        return False
    strips = [geometry.cut(picture, quad, lines.HEIGHT) for quad in sample]
    upright = _sureness([lines.read_strip(strip, nets) for strip in strips])
    if upright >= _SURE:
        return False
    flipped = _sureness([lines.read_strip(np.ascontiguousarray(strip[::-1, ::-1]), nets) for strip in strips])
    return flipped > max(upright + _MARGIN, _HOPELESS)


def reads_sideways(picture: Picture, quads: list[Quad], nets: Nets) -> bool:
    """Say whether tall lines read at all when the page is turned; upright columns of characters do not."""
    sample = _telling(quads)
    strips = [geometry.cut(picture, quad, lines.HEIGHT) for quad in sample]
    both = [
        _sureness([lines.read_strip(np.ascontiguousarray(np.rot90(strip, turn)), nets) for strip in strips])
        for turn in (0, 2)
    ]
    return max(both) >= _HOPELESS


def _telling(quads: list[Quad]) -> list[Quad]:
    """Return a few lines long enough to tell and not so long that trying them costs much."""
    return sorted(quads, key=lambda quad: abs(geometry.size(quad)[0] / max(geometry.size(quad)[1], 1.0) - _TELLING))[
        :_SAMPLE
    ]


def _sureness(readings: list[lines.Reading]) -> float:
    signs = [sign.confidence for reading in readings for sign in reading.signs]
    return float(np.mean(signs)) if signs else 0.0

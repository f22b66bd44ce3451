"""Filled check boxes ■: found by their shape, because the recogniser leaves them out.

On the forms of a case file a filled box is an answer ("■ yes □ no"); a line that loses it says nothing.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import geometry
from anjuan.reading.recognition.geometry import Quad
from anjuan.reading.recognition.lines import Reading, Sign

FILLED = "■"

#: Side of a box in heights of a line (a line's box is about 1.6 times as high as its characters).
_LEAST, _MOST = 0.28, 0.85
#: Share of a box's bounds that ink must cover; a disc covers 0.79.
_FULL = 0.87
#: Darkness from which a pixel is ink, and that the core of a box must have (255 is the page's darkest ink).
_INK, _BLACK = 128, 215
#: How much the darkness of the core may differ; the strokes of a dense blurred character show as 18 and more.
_UNEVEN = 14.0
#: How far the sides may differ, as a share of the longer one.
_UNEQUAL = 0.2
#: Share of ink around the box up to which it stands free.
_FREE = 0.4
#: What a box counts for; the shape is certain, but it was not read by the recogniser.
CONFIDENCE = 0.9


@dataclasses.dataclass(frozen=True, slots=True)
class Square:
    """A filled box: its bounds in pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def quad(self) -> Quad:
        """The same as a quad."""
        corners = [(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
        return np.array(corners, dtype=np.float32)


def find(darkness: npt.NDArray[np.uint8], line_height: float) -> list[Square]:
    """Return the filled check boxes of a straight page.

    Args:
        darkness: How dark the ink is, 0 to 255.
        line_height: The usual height of a line's box in pixels.

    """
    side = max(int(line_height * _LEAST), 4)
    kernel = np.ones((side * 2 // 3, side * 2 // 3), dtype=np.uint8)
    ink = np.asarray(darkness > _INK, dtype=np.uint8)
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    if not solid.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid)
    found = []
    for left, top, width, height, area in stats[1:].tolist():
        square = Square(left, top, left + width, top + height)
        if _is_square(width, height, area, line_height) and _is_filled(darkness, square) and _stands_free(ink, square):
            found.append(square)
    return found


def put_in(reading: Reading, quad: Quad, squares: list[Square]) -> Reading:
    """Return the reading with the boxes that stand on its line put where they stand."""
    if not squares:
        return reading
    left, _, right, _ = geometry.bounds(quad)
    width = max(right - left, 1.0)
    signs = list(reading.signs)
    for square in squares:
        start, end = (square.left - left) / width, (square.right - left) / width
        slack = (end - start) * 0.15
        signs = [sign for sign in signs if not start - slack <= sign.centre <= end + slack]
        signs.append(Sign(FILLED, min(max((start + end) / 2, 0.0), 1.0), CONFIDENCE))
    return Reading(tuple(sorted(signs, key=lambda sign: sign.centre)))


def on_line(square: Square, quad: Quad) -> bool:
    """Say whether a box stands on a line."""
    left, top, right, bottom = geometry.bounds(quad)
    across, down = (square.left + square.right) / 2, (square.top + square.bottom) / 2
    inner = (bottom - top) * 0.2
    reach = square.right - square.left
    return left - reach < across < right + reach and top + inner < down < bottom - inner


def _is_square(width: int, height: int, area: int, line_height: float) -> bool:
    longer, shorter = max(width, height), min(width, height)
    return (
        _LEAST * line_height <= shorter
        and longer <= _MOST * line_height
        and longer - shorter <= max(_UNEQUAL * longer, 2)
        and area >= _FULL * width * height
    )


def _is_filled(darkness: npt.NDArray[np.uint8], square: Square) -> bool:
    """Say whether a box is as dark within as ink can be: dense characters on a blurred copy are not."""
    edge = max((square.right - square.left) // 6, 1)
    core = darkness[square.top + edge : square.bottom - edge, square.left + edge : square.right - edge]
    return core.size > 0 and float(np.percentile(core, 8)) >= _BLACK and float(core.std()) <= _UNEVEN


def _stands_free(ink: npt.NDArray[np.uint8], square: Square) -> bool:
    """Say whether little ink is around: the squares of a matrix code have close neighbours or a frame."""
    side = square.right - square.left
    reach = max(side // 2, 3)
    gap = max(side // 8, 1)
    outer = ink[max(square.top - reach, 0) : square.bottom + reach, max(square.left - reach, 0) : square.right + reach]
    inner = ink[max(square.top - gap, 0) : square.bottom + gap, max(square.left - gap, 0) : square.right + gap]
    return bool(int(outer.sum()) - int(inner.sum()) <= _FREE * (outer.size - inner.size))

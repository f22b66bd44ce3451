"""Red seals on pictures of pages, found by their colour and shape alone.

Only compact red shapes count. Red heads (红头) and red rules are wide and flat, so they are no seals.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

#: Longer side of the picture on which red shapes are looked for; A4 has 3.4 of its pixels a millimetre.
_SIDE = 1000
#: Dots per inch at which a picture of A4 has that side.
DPI = 85.5
#: A coarser picture is enlarged at most by this.
_MOST_GROWTH = 1.5
#: Seals measure 16 mm (a name) to 58 mm (a national body); in pixels of the small picture.
_SMALLEST, _LARGEST = 48, 300
#: Wider than this is a line of red text, not a seal (oval seals are 1.5).
_FLATTEST = 1.9
#: Share of red within the bounds: less is scattered specks, more is a patch of colour.
_SPARSEST, _DENSEST = 0.05, 0.75
#: The same bounds in points (1/72 inch), with some room: what is smaller, larger or flatter cannot be a seal.
SMALLEST_POINTS, LARGEST_POINTS = 38.0, 260.0


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """Where a seal stands, in pixels.

    Attributes:
        left: First column.
        top: First row.
        width: Columns.
        height: Rows.
        shape: ``round``, ``oval`` or ``square``.

    """

    left: int
    top: int
    width: int
    height: int
    shape: str


def find(picture: Picture, dpi: float | None = None) -> list[Spot]:
    """Return the seals on a picture.

    Args:
        picture: RGB.
        dpi: Its true dots per inch, as of a part of a PDF page; None when the picture is a whole page of about A4.

    """
    scale = min(DPI / dpi, _MOST_GROWTH) if dpi else min(_SIDE / max(picture.shape[:2]), 1.0)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)
    red = reddish(np.asarray(small, dtype=np.uint8))
    if int(red.sum()) < _SMALLEST * 4:
        return []
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    spots = []
    for number in range(1, count):
        left, top, width, height = (int(value) for value in stats[number][:4])
        own = (labels[top : top + height, left : left + width] == number) & (
            red[top : top + height, left : left + width] > 0
        )
        if _is_seal(width, height, float(own.mean())):
            spots.append(
                Spot(
                    round(left / scale),
                    round(top / scale),
                    round(width / scale),
                    round(height / scale),
                    _shape(own, width, height),
                )
            )
    return spots


def is_red(red: int, green: int, blue: int) -> bool:
    """Say whether a colour (parts of 255) is that of seals."""
    return bool(reddish(np.array([[[red, green, blue]]], dtype=np.uint8))[0, 0])


def may_be_seal(width: float, height: float) -> bool:
    """Say whether something of this size in points can be a seal."""
    small, large = min(width, height), max(width, height)
    return small >= SMALLEST_POINTS and large <= LARGEST_POINTS and large <= _FLATTEST * small


def reddish(picture: Picture) -> npt.NDArray[np.uint8]:
    """Return 1 for every pixel of seal red and 0 for the others."""
    channels = picture.astype(np.int16)
    red, green, blue = channels[:, :, 0], channels[:, :, 1], channels[:, :, 2]
    other = np.maximum(green, blue)
    # Twice as far above the others as they differ among themselves: brown and orange are not seal red.
    return np.asarray((red - other > 40) & (red > 100) & (np.abs(green - blue) < 60), dtype=np.uint8)  # noqa: PLR2004


def _is_seal(width: int, height: int, share: float) -> bool:
    small, large = min(width, height), max(width, height)
    return small >= _SMALLEST and large <= _LARGEST and large / small <= _FLATTEST and _SPARSEST <= share <= _DENSEST


def _shape(own: npt.NDArray[np.bool_], width: int, height: int) -> str:
    corner = max(min(width, height) // 8, 1)
    corners = [
        own[:corner, :corner],
        own[:corner, -corner:],
        own[-corner:, :corner],
        own[-corner:, -corner:],
    ]
    if sum(bool(part.any()) for part in corners) > 2:  # noqa: PLR2004  a round seal leaves its corners empty
        return "square"
    return "oval" if max(width, height) > 1.2 * min(width, height) else "round"

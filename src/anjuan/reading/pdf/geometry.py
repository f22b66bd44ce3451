"""From the coordinates of a PDF to the upright page."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Box

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """The visible part of a page and how it is turned.

    Attributes:
        left: Left end of the visible part, in points of the file (y upwards).
        bottom: Its lower end.
        right: Its right end.
        top: Its upper end.
        turned: Clockwise degrees by which viewers turn the page (``/Rotate``): 0, 90, 180 or 270.

    """

    left: float
    bottom: float
    right: float
    top: float
    turned: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as viewers show it."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turned in (90, 270) else (width, height)

    def shown(self, boxes: npt.ArrayLike) -> Floats:
        """Return boxes ``(x0, y0, x1, y1)`` of the file as points of the shown page, y downwards.

        Args:
            boxes: Shape (n, 4); corners in any order.

        """
        given = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        flat = np.column_stack(
            (
                given[:, 0] - self.left,
                self.top - given[:, 1],
                given[:, 2] - self.left,
                self.top - given[:, 3],
            )
        )
        return turned(flat, self.turned, self.right - self.left, self.top - self.bottom)


def turned(boxes: Floats, degrees: int, width: float, height: float) -> Floats:
    """Return boxes on a page after the page is turned clockwise, corners in rising order.

    Args:
        boxes: Shape (n, 4), y downwards, corners in any order.
        degrees: 0, 90, 180 or 270.
        width: Width of the page before the turn.
        height: Height of the page before the turn.

    """
    x0, y0, x1, y1 = boxes.T
    by_degrees = {
        0: (x0, y0, x1, y1),
        90: (height - y0, x0, height - y1, x1),
        180: (width - x0, height - y0, width - x1, height - y1),
        270: (y0, width - x0, y1, width - x1),
    }
    a, b, c, d = by_degrees[degrees]
    return np.column_stack((np.minimum(a, c), np.minimum(b, d), np.maximum(a, c), np.maximum(b, d)))


def turned_box(box: Box, degrees: int) -> Box:
    """Return one box of page fractions after the page is turned clockwise by quarter turns."""
    x0, y0, x1, y1 = turned(np.array([box], dtype=np.float64), degrees % 360, 1.0, 1.0)[0].tolist()
    return (x0, y0, x1, y1)


def on_page(box: Box) -> Box:
    """Return the box cut to the page."""
    x0, y0, x1, y1 = (min(1.0, max(0.0, value)) for value in box)
    return (x0, y0, x1, y1)


def area(box: Box) -> float:
    """Return the area of a box."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def covered(box: Box, other: Box) -> float:
    """Return the share of the first box that the second one covers."""
    common = (max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3]))
    whole = area(box)
    return area(common) / whole if whole > 0 else 0.0

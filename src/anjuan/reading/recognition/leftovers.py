"""Small signs that the detector overlooks in the cells of a table: a slash, a digit, a dash."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import geometry
from anjuan.reading.recognition.geometry import Quad
from anjuan.reading.recognition.grids import Grid, GridCell

#: Darkness from which a pixel is ink (255 is the page's darkest ink).
_INK = 90
#: Height and width of a sign, in heights of a line.
_LOWEST, _WIDEST = 0.3, 4.0
#: Room left around the ink, in heights of a line.
_MARGIN = 0.2


def in_cells(darkness: npt.NDArray[np.uint8], tables: list[Grid], quads: list[Quad], line_height: float) -> list[Quad]:
    """Return boxes around the ink of cells in which no text was found.

    Args:
        darkness: How dark the ink is, 0 to 255.
        tables: The ruled tables of the page.
        quads: Where text was found.
        line_height: The usual height of a line's box in pixels.

    """
    boxes = [geometry.bounds(quad) for quad in quads]
    found = []
    for cell in (cell for grid in tables for cell in grid.cells):
        if cell.bottom - cell.top < 0.6 * line_height or any(_meets(cell, box) for box in boxes):
            continue
        quad = _ink_of(darkness, cell, line_height)
        if quad is not None:
            found.append(quad)
    return found


def _meets(cell: GridCell, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return min(cell.right, right) - max(cell.left, left) > 3 and min(cell.bottom, bottom) - max(cell.top, top) > 3  # noqa: PLR2004


def _ink_of(darkness: npt.NDArray[np.uint8], cell: GridCell, line_height: float) -> Quad | None:
    rim = 3
    window = darkness[cell.top + rim : cell.bottom - rim, cell.left + rim : cell.right - rim]
    if window.size == 0:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(window > _INK, dtype=np.uint8))
    inner = stats[1:]
    # What touches the rim belongs to a rule or reaches in from elsewhere; specks are no signs.
    whole = [
        (left, top, left + width, top + height)
        for left, top, width, height, _ in inner.tolist()
        if height >= _LOWEST * line_height and left > 0 and left + width < window.shape[1]
    ]
    if not whole:
        return None
    left, top = min(item[0] for item in whole), min(item[1] for item in whole)
    right, bottom = max(item[2] for item in whole), max(item[3] for item in whole)
    if right - left > _WIDEST * line_height or bottom - top > 1.2 * line_height:
        return None
    room = _MARGIN * line_height
    x, y = cell.left + rim, cell.top + rim
    corners = [(left - room, top - room), (right + room, top - room), (right + room, bottom + room)]
    corners.append((left - room, bottom + room))
    return np.array([(across + x, down + y) for across, down in corners], dtype=np.float32)

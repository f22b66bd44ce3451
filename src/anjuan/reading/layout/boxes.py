"""Which box holds which point, for many of both at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from anjuan.reading.pages import Box, Line


def holders_of(lines: Sequence[Line], boxes: Sequence[Box]) -> list[int]:
    """Return for each line the index of the first box that holds its middle, or -1 where none does."""
    if not lines or not boxes:
        return [-1] * len(lines)
    left, top, right, bottom = np.array(boxes, dtype=np.float64).T
    x0, y0, x1, y1 = np.array([line.box for line in lines], dtype=np.float64).T
    x, y = ((x0 + x1) / 2)[:, None], ((y0 + y1) / 2)[:, None]
    inside = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    found: list[int] = np.where(inside.any(axis=1), inside.argmax(axis=1), -1).tolist()
    return found

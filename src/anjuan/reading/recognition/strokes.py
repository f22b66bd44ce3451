"""A lone upright stroke in a cell: the digit 1 or the slash that means "not applicable".

The recogniser reads both as ``1``. The ink tells them apart: a slash leans. What is decided by the
ink alone is marked doubtful, so a person sees it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from anjuan.reading.recognition import geometry
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.lines import Reading, Sign

_STROKES = frozenset("1/lI|丨Il!")

#: Degrees from upright: below the first a stroke is a digit, above the second a slash.
_UPRIGHT, _LEANING = 5.0, 10.0

#: What a lone stroke counts for when the ink decides against the recogniser, or does not decide.
_MARKED = 0.6


def judged(reading: Reading, grey: Picture, quad: Quad) -> Reading:
    """Return a reading of a lone stroke as its ink says, marked doubtful; every other reading as it is."""
    if len(reading.text) != 1 or reading.text not in _STROKES:
        return reading
    lean = _lean(grey, quad)
    sign = reading.signs[0]
    if lean is None or lean < _UPRIGHT:
        return reading
    letter = "/" if lean >= _LEANING else sign.text
    if letter == sign.text == "/":
        return reading
    return Reading((Sign(letter, sign.centre, min(sign.confidence, _MARKED)),))


def _lean(grey: Picture, quad: Quad) -> float | None:
    """Return by how many degrees the ink in a box leans to the right; None when it is no slim stroke."""
    left, top, right, bottom = (round(value) for value in geometry.bounds(quad))
    window = grey[max(top, 0) : bottom, max(left, 0) : right]
    if min(window.shape) < 4:  # noqa: PLR2004  too few pixels to have a direction
        return None
    _, dark = cv2.threshold(window, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(dark, dtype=np.uint8))
    inner = [
        number
        for number, (start, _, width, *_) in enumerate(stats.tolist())
        if number and start > 0 and start + width < window.shape[1]  # what touches a side is a rule of the table
    ]
    if not inner:
        return None
    rows, across = np.nonzero(labels == max(inner, key=lambda number: int(stats[number, cv2.CC_STAT_AREA])))
    if len(rows) < 6 or np.ptp(rows) < 1.2 * np.ptp(across):  # noqa: PLR2004
        return None
    # The middle of the ink in each row, fitted by a line: serifs and feet weigh little.
    middles = [float(across[rows == row].mean()) for row in np.unique(rows)]
    falling = np.polyfit(np.unique(rows).astype(float), middles, 1)[0]
    return -math.degrees(math.atan(float(falling)))

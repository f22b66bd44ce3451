"""Tall boxes: text that runs up or down the page, and characters set one below another."""

from __future__ import annotations

import cv2
import numpy as np

from anjuan.reading.recognition import geometry, lines
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.nets import Nets

#: From this height over width on a box holds more than one character.
TALL = 1.8


def is_tall(quad: Quad) -> bool:
    """Say whether a box is much higher than wide."""
    width, height = geometry.size(quad)
    return height > TALL * width


def read(picture: Picture, quad: Quad, nets: Nets) -> lines.Reading:
    """Return the best reading of a tall box: as it is, one below another, or turned either way."""
    upright = lines.read_line(picture, quad, nets)
    if upright.confidence >= 0.8 and len(upright.text) == 1:  # noqa: PLR2004  a slim sign such as 1 or /
        return upright
    column = geometry.cut(picture, quad, max(round(geometry.size(quad)[1]), 1))
    strips = [_laid_out(column), _turned(column, 1), _turned(column, 3)]
    readings = [upright, *(lines.read_strip(strip, nets) for strip in strips if strip is not None)]
    return max(readings, key=lambda reading: reading.confidence * min(len(reading.text), 2))


def _turned(column: Picture, quarters: int) -> Picture:
    level = np.ascontiguousarray(np.rot90(column, quarters))
    width = max(round(level.shape[1] * lines.HEIGHT / level.shape[0]), 1)
    return np.asarray(cv2.resize(level, (width, lines.HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _laid_out(column: Picture) -> Picture | None:
    """Return the characters of an upright column side by side; None when there is only one."""
    grey = cv2.cvtColor(column, cv2.COLOR_RGB2GRAY)
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    spans = _spans(np.asarray(dark, dtype=np.uint8))
    if len(spans) < 2:  # noqa: PLR2004  one character is no column
        return None
    margin = 2
    tiles = [
        cv2.resize(column[max(start - margin, 0) : end + margin], (lines.HEIGHT, lines.HEIGHT)) for start, end in spans
    ]
    return np.concatenate(tiles, axis=1)


def _spans(dark: Picture) -> list[tuple[int, int]]:
    """Return the rows of each character, parts of one character taken together."""
    across = np.flatnonzero(dark.any(axis=0))
    width = int(across[-1] - across[0] + 1) if len(across) else dark.shape[1]
    inked = np.flatnonzero(dark.any(axis=1))
    if not len(inked):
        return []
    spans: list[tuple[int, int]] = []
    for group in np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1):
        start, end = int(group[0]), int(group[-1]) + 1
        if spans and end - spans[-1][0] <= 1.15 * width:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans

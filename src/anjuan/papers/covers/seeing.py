"""Cover sheets read back from the pictures of pages."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.papers.covers.codes import CoverCode, understood
from anjuan.reading.pages import Page

Picture = npt.NDArray[np.uint8]

#: A QR code needs no more; a larger picture only costs time.
_LONGEST_SIDE = 1600
#: A cover sheet is mostly white: this share of a page may be dark at most.
_MOST_INK = 0.35
_DARK = 110
#: A cover sheet has about 70 letters; recognition may find some more in its code.
_MOST_LETTERS = 250


def cover_on(picture: Picture) -> CoverCode | None:
    """Return what the cover sheet on a page picture says, or None if the page is none.

    Finds the code turned, skewed and somewhat dirty. A code of another kind, or one whose checksum is
    wrong, is no cover sheet.

    Args:
        picture: Grey of shape (height, width), or RGB of shape (height, width, 3).

    """
    if picture.size == 0:
        return None
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)  # noqa: PLR2004
    grey = _smaller(np.ascontiguousarray(grey))
    if not _may_hold_code(grey):
        return None
    detector = cv2.QRCodeDetector()
    for attempt in _attempts(grey):
        text = _decoded(detector, attempt)
        if code := understood(text):
            return code
    return None


def may_be_cover(page: Page) -> bool:
    """Return whether a page has so little text that its picture is worth a look for the code of a cover sheet."""
    return not page.blank and sum(len(line.text) for line in page.lines) <= _MOST_LETTERS


def _smaller(grey: Picture) -> Picture:
    factor = _LONGEST_SIDE / max(grey.shape)
    if factor >= 1:
        return grey
    shape = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    return np.asarray(cv2.resize(grey, shape, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _may_hold_code(grey: Picture) -> bool:
    ink = float(np.mean(grey < _DARK))
    return 0 < ink <= _MOST_INK


def _attempts(grey: Picture) -> Iterator[Picture]:
    """Yield the page as it is, then smoothed, in black and white, and smaller: each finds what others miss."""
    yield grey
    smooth = np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), dtype=np.uint8)
    yield smooth
    yield np.asarray(cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    yield np.asarray(cv2.resize(smooth, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _decoded(detector: cv2.QRCodeDetector, grey: Picture) -> str:
    try:
        text, _, _ = detector.detectAndDecode(grey)
    except cv2.error:  # raised for finder patterns in impossible places
        return ""
    return str(text)

"""Pictures made fit for recognition: size, even light, straight lines, where ink is."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition.geometry import Picture, Transform

#: A page is shrunk to this side at most: 300 dpi of A4, beyond which nothing is gained.
_LONGEST = 3600

#: Pages whose longer side is shorter are enlarged before text is looked for; about 100 dpi of A4.
_SHORTEST = 1150

#: Range of grey that even light may have over the page.
_EVEN = 24.0

#: The side of the small picture on which the light is measured.
_LIGHT_SIDE = 240


@dataclasses.dataclass(frozen=True, slots=True)
class Straightened:
    """A picture with its lines level.

    Attributes:
        picture: The straight picture, of the same size.
        back: The transform from its pixels to those of the picture before.
        there: The transform from the picture before to its pixels.

    """

    picture: Picture
    back: Transform
    there: Transform


def fitted(picture: Picture) -> Picture:
    """Return the picture in a size that recognition works well with."""
    longest = max(picture.shape[:2])
    if longest > _LONGEST:
        return _scaled(picture, _LONGEST / longest, cv2.INTER_AREA)
    if longest < _SHORTEST:
        return _scaled(picture, 2.0, cv2.INTER_CUBIC)
    return picture


def turned(picture: Picture, clockwise: int) -> Picture:
    """Return the picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -(clockwise // 90)))


def background(grey: Picture) -> Picture:
    """Return the paper without the ink: how light the page would be if it were blank."""
    height, width = grey.shape
    scale = _LIGHT_SIDE / max(height, width)
    small = _scaled(grey, min(scale, 1.0), cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((9, 9), dtype=np.uint8))
    paper = cv2.blur(cv2.medianBlur(paper, 9), (9, 9))
    return np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def evenly_lit(picture: Picture) -> Picture:
    """Return a photographed page as if under even light; a page that is evenly lit comes back as it is."""
    paper = background(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    low, high = np.percentile(paper[::16, ::16], (10, 90))
    if high - low < _EVEN:
        return picture
    return np.asarray(cv2.divide(picture, cv2.merge([paper] * 3), scale=245), dtype=np.uint8)


def straightened(picture: Picture, degrees: float) -> Straightened:
    """Return the picture turned so that lines which fall by ``degrees`` clockwise are level."""
    height, width = picture.shape[:2]
    there = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), dtype=np.float64)
    back = np.asarray(cv2.invertAffineTransform(there), dtype=np.float64)
    if abs(degrees) * max(height, width) < 30:  # less than half a pixel over the page  # noqa: PLR2004
        same = np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)])
        return Straightened(picture, same, same)
    level = cv2.warpAffine(picture, there, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Straightened(np.asarray(level, dtype=np.uint8), back, there)


def darkness(grey: Picture) -> npt.NDArray[np.uint8]:
    """Return how dark the ink is: 0 for paper, 255 for the darkest ink of the page."""
    paper = background(grey)
    below = cv2.subtract(paper, grey)
    strongest = max(float(np.percentile(below[::2, ::2], 99.7)), 24.0)
    return np.asarray(cv2.convertScaleAbs(below, alpha=255.0 / strongest), dtype=np.uint8)


def _scaled(picture: Picture, factor: float, way: int) -> Picture:
    if factor == 1.0:
        return picture
    height, width = picture.shape[:2]
    target = (max(round(width * factor), 1), max(round(height * factor), 1))
    return np.asarray(cv2.resize(picture, target, interpolation=way), dtype=np.uint8)

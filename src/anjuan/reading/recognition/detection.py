"""Where text stands on a picture: the detector network and what follows from its heat map."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import geometry
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.nets import Net

#: The network wants sides that are multiples of 32; 64 keeps the number of shapes it prepares for small.
STEP = 64


#: A contour of fewer points encloses nothing.
_CORNERS = 3


@dataclasses.dataclass(frozen=True, slots=True)
class DetectorSettings:
    """How the detector is run.

    Attributes:
        side: Length in pixels that the longer side of the picture is brought to.
        threshold: Heat from which a pixel belongs to text.
        box_threshold: Mean heat below which a box is dropped.
        growth: How far a box grows beyond its hot core, in units of its area over its girth.
        smallest: Boxes whose shorter side is less than this are dropped; pixels of the shrunk picture.

    """

    side: int = 1280
    threshold: float = 0.3
    box_threshold: float = 0.5
    growth: float = 1.6
    smallest: float = 3.0


def find_text(picture: Picture, net: Net, settings: DetectorSettings) -> list[Quad]:
    """Return the boxes of text on a picture, in no order, in its pixels."""
    heat, scale = _heat(picture, net, settings.side)
    hot = (heat > settings.threshold).astype(np.uint8)
    joined = cv2.dilate(hot, np.ones((2, 2), dtype=np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    cores = [np.asarray(contour[:, 0, :], dtype=np.float32) for contour in contours if len(contour) >= _CORNERS]
    kept = [core for core in cores if _is_text(core, heat, settings)]
    lean = skew_of([_tight(core) for core in kept])
    return [_grow(_settled(core, lean), settings.growth) / scale for core in kept]


def skew_of(quads: list[Quad]) -> float:
    """Return the angle of most lines in degrees, positive clockwise; 0 when too few wide lines say so."""
    wide = [(geometry.slope(quad), geometry.size(quad)[0]) for quad in quads if _is_wide(quad)]
    if not wide:
        return 0.0
    angles, weights = np.array([angle for angle, _ in wide]), np.array([weight for _, weight in wide])
    order = np.argsort(angles)
    middle = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
    return float(angles[order][min(int(middle), len(angles) - 1)])


def _heat(picture: Picture, net: Net, side: int) -> tuple[npt.NDArray[np.float32], float]:
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(picture, (max(round(width * scale), 1), max(round(height * scale), 1)), interpolation=way)
    rows, columns = (-(-length // STEP) * STEP for length in small.shape[:2])
    padded = cv2.copyMakeBorder(small, 0, rows - small.shape[0], 0, columns - small.shape[1], cv2.BORDER_REPLICATE)
    batch = np.ascontiguousarray(padded.transpose(2, 0, 1)[np.newaxis], dtype=np.float32)
    batch /= 127.5
    batch -= 1.0
    heat = net.run(batch)[0, 0, : small.shape[0], : small.shape[1]]
    return np.asarray(heat, dtype=np.float32), scale


def _is_text(core: npt.NDArray[np.float32], heat: npt.NDArray[np.float32], settings: DetectorSettings) -> bool:
    quad = _tight(core)
    if min(geometry.size(quad)) < settings.smallest:
        return False
    left, top, right, bottom = (int(value) for value in geometry.bounds(core))
    window = heat[top : bottom + 1, left : right + 1]
    mask = np.zeros(window.shape, dtype=np.uint8)
    cv2.fillPoly(mask, [np.asarray(core - (left, top), dtype=np.int32)], 1)
    return bool(cv2.mean(window, mask)[0] >= settings.box_threshold)


def _tight(core: npt.NDArray[np.float32]) -> Quad:
    """Return the smallest rectangle in any direction, its corners from the upper left one on."""
    corners = np.asarray(cv2.boxPoints(cv2.minAreaRect(core)), dtype=np.float32)
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)


def _is_wide(quad: Quad) -> bool:
    width, height = geometry.size(quad)
    return width > 4 * height


def _settled(core: npt.NDArray[np.float32], lean: float) -> Quad:
    """Return the box of a core; a short one takes its angle from the page, its own says nothing."""
    quad = _tight(core)
    width, height = geometry.size(quad)
    if max(width, height) > 4 * min(width, height):
        return quad
    return geometry.oriented(core, lean)


def _grow(quad: Quad, growth: float) -> Quad:
    width, height = geometry.size(quad)
    reach = width * height * growth / (2 * (width + height))
    return geometry.grown(quad, reach, reach)

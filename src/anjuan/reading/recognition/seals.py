"""Red seals: found by colour, lifted off the page, read along their rim.

Only compact red shapes are lifted. Red heads (红头) and red rules are wide and flat, so they stay
on the page and are read as text.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Seal
from anjuan.reading.recognition import lines
from anjuan.reading.recognition.geometry import Picture
from anjuan.reading.recognition.nets import Nets

#: Longer side of the picture on which red shapes are looked for; A4 has 3.4 of its pixels a millimetre.
_SIDE = 1000
#: Seals measure 16 mm (a name) to 58 mm (a national body); in pixels of the small picture.
_SMALLEST, _LARGEST = 48, 300
#: Wider than this is a line of red text, not a seal (oval seals are 1.5).
_FLATTEST = 1.9
#: Share of red within the bounds: less is scattered specks, more is a patch of colour.
_SPARSEST, _DENSEST = 0.05, 0.75
#: Rings in which the text along the rim may lie, as fractions of the radius.
_RINGS = ((0.62, 0.94), (0.54, 0.90))
#: A text along the rim or across the seal below this confidence is not kept.
_LEGIBLE = 0.5


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


def find(picture: Picture) -> list[Spot]:
    """Return the seals on a picture."""
    scale = min(_SIDE / max(picture.shape[:2]), 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    red = _red(np.asarray(small, dtype=np.uint8))
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


def lifted(picture: Picture, spots: list[Spot]) -> Picture:
    """Return the picture with the ink of the seals taken off and what stands under it left."""
    result = picture.copy()
    for spot in spots:
        rows, columns = _window(spot, picture)
        window = picture[rows, columns]
        red = _red(window)
        if not red.any():
            continue
        through = window[:, :, 0].astype(np.float32)
        # Red ink is as light as this in the red channel; brought to white it is gone, black stays black.
        own = float(np.percentile(through[red > 0], 35))
        clean = np.clip(through * (255.0 / max(own, 80.0)), 0, 255).astype(np.uint8)
        tinted = cv2.dilate(red, np.ones((5, 5), dtype=np.uint8)) > 0
        result[rows, columns][tinted] = clean[tinted][:, np.newaxis]
    return result


def read(picture: Picture, spots: list[Spot], nets: Nets) -> tuple[Seal, ...]:
    """Return the seals with what they say, from the top of the page."""
    height, width = picture.shape[:2]
    found = []
    for spot in sorted(spots, key=lambda item: (item.top, item.left)):
        text, confidence = _text(picture, spot, nets)
        box = (
            max(spot.left / width, 0.0),
            max(spot.top / height, 0.0),
            min((spot.left + spot.width) / width, 1.0),
            min((spot.top + spot.height) / height, 1.0),
        )
        found.append(Seal(box, text, confidence, spot.shape, "red"))
    return tuple(found)


def _red(picture: Picture) -> npt.NDArray[np.uint8]:
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


def _window(spot: Spot, picture: Picture) -> tuple[slice, slice]:
    margin = max(spot.width, spot.height) // 12 + 2
    return (
        slice(max(spot.top - margin, 0), min(spot.top + spot.height + margin, picture.shape[0])),
        slice(max(spot.left - margin, 0), min(spot.left + spot.width + margin, picture.shape[1])),
    )


def _text(picture: Picture, spot: Spot, nets: Nets) -> tuple[str, float]:
    seal = picture[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width].astype(np.int16)
    if min(seal.shape[:2]) < _SMALLEST // 2:
        return "", 0.0
    stain = np.clip(seal[:, :, 0] - seal[:, :, 1:].min(axis=2), 0, 255)
    grey = 255 - np.clip(stain * (255.0 / max(float(np.percentile(stain, 98)), 40.0)), 0, 255).astype(np.uint8)
    side = max(grey.shape)
    square = cv2.resize(grey, (side, side), interpolation=cv2.INTER_CUBIC)
    if spot.shape == "square":
        return _best([_square_rows(square, nets)])
    rim = max((lines.read_strip(_unwrapped(square, ring), nets) for ring in _RINGS), key=lambda item: item.confidence)
    across = lines.read_strip(_strip(square, 0.62, 0.84), nets)
    return _best([rim, across])


def _best(readings: list[lines.Reading]) -> tuple[str, float]:
    legible = [item for item in readings if item.confidence >= _LEGIBLE and len(item.text.replace(" ", "")) > 1]
    if not legible:
        return "", 0.0
    return " ".join(item.text.replace(" ", "") for item in legible), min(item.confidence for item in legible)


def _square_rows(square: Picture, nets: Nets) -> lines.Reading:
    """Return a square seal read as two columns from the right, as names are cut."""
    half = square.shape[1] // 2
    pieces = [square[:half, half:], square[half:, half:], square[:half, :half], square[half:, :half]]
    row = np.concatenate([cv2.resize(piece, (lines.HEIGHT, lines.HEIGHT)) for piece in pieces], axis=1)
    return lines.read_strip(np.asarray(cv2.merge([row] * 3), dtype=np.uint8), nets)


def _unwrapped(square: Picture, ring: tuple[float, float]) -> Picture:
    """Return the ring of a seal as a strip that starts at its lowest point and runs clockwise."""
    radius = square.shape[0] / 2
    inner, outer = (fraction * radius for fraction in ring)
    columns = round(lines.HEIGHT * np.pi * (inner + outer) / (outer - inner))
    angles = np.pi / 2 + np.linspace(0, 2 * np.pi, columns, endpoint=False)
    radii = np.linspace(outer, inner, lines.HEIGHT)[:, np.newaxis]
    across = (radius + radii * np.cos(angles)).astype(np.float32)
    down = (radius + radii * np.sin(angles)).astype(np.float32)
    strip = cv2.remap(square, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    return np.asarray(cv2.merge([strip] * 3), dtype=np.uint8)


def _strip(square: Picture, top: float, bottom: float) -> Picture:
    """Return the straight text that stands below the star, between two fractions of the height."""
    side = square.shape[0]
    piece = square[round(side * top) : round(side * bottom), round(side * 0.2) : round(side * 0.8)]
    width = round(piece.shape[1] * lines.HEIGHT / piece.shape[0])
    return np.asarray(cv2.merge([cv2.resize(piece, (width, lines.HEIGHT))] * 3), dtype=np.uint8)

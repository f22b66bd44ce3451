"""Red seals: lifted off the page and read along their rim.

Only what :mod:`anjuan.reading.stamps` finds is lifted; red heads (红头) and red rules stay on the page and are
read as text.
"""

from __future__ import annotations

import cv2
import numpy as np

from anjuan.reading.pages import Seal
from anjuan.reading.recognition import lines
from anjuan.reading.recognition.geometry import Picture
from anjuan.reading.recognition.nets import Nets
from anjuan.reading.stamps import Spot, reddish

#: A seal with fewer pixels than this across cannot be read.
_LEAST_SIDE = 24
#: Rings in which the text along the rim may lie, as fractions of the radius.
_RINGS = ((0.62, 0.94), (0.54, 0.90))
#: A text along the rim or across the seal below this confidence is not kept.
_LEGIBLE = 0.5


def lifted(picture: Picture, spots: list[Spot]) -> Picture:
    """Return the picture with the ink of the seals taken off and what stands under it left."""
    result = picture.copy()
    for spot in spots:
        rows, columns = _window(spot, picture)
        window = picture[rows, columns]
        red = reddish(window)
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


def _window(spot: Spot, picture: Picture) -> tuple[slice, slice]:
    margin = max(spot.width, spot.height) // 12 + 2
    return (
        slice(max(spot.top - margin, 0), min(spot.top + spot.height + margin, picture.shape[0])),
        slice(max(spot.left - margin, 0), min(spot.left + spot.width + margin, picture.shape[1])),
    )


def _text(picture: Picture, spot: Spot, nets: Nets) -> tuple[str, float]:
    seal = picture[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width].astype(np.int16)
    if min(seal.shape[:2]) < _LEAST_SIDE:
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

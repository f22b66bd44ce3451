"""Four-cornered boxes on a picture: measuring, turning and cutting them out.

A *quad* is a float array of shape (4, 2): upper left, upper right, lower right, lower left corner
in pixels, as seen by someone who reads the text in it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Quad = npt.NDArray[np.float32]
Picture = npt.NDArray[np.uint8]
Transform = npt.NDArray[np.float64]


def size(quad: Quad) -> tuple[float, float]:
    """Return width and height of a quad in pixels, the mean of its opposite sides."""
    across = np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])
    down = np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])
    return float(across) / 2, float(down) / 2


def slope(quad: Quad) -> float:
    """Return the angle of a quad's reading direction in degrees, positive clockwise on the picture."""
    way = (quad[1] + quad[2]) - (quad[0] + quad[3])
    return math.degrees(math.atan2(float(way[1]), float(way[0])))


def bounds(quad: Quad) -> tuple[float, float, float, float]:
    """Return the upright rectangle around a quad: left, top, right, bottom."""
    return (
        float(quad[:, 0].min()),
        float(quad[:, 1].min()),
        float(quad[:, 0].max()),
        float(quad[:, 1].max()),
    )


def oriented(points: npt.NDArray[np.float32], degrees: float) -> Quad:
    """Return the smallest quad around points whose reading direction has the given angle."""
    radians = math.radians(degrees)
    across = np.array([math.cos(radians), math.sin(radians)])
    down = np.array([-across[1], across[0]])
    along, deep = points @ across, points @ down
    corners = [
        (along.min(), deep.min()),
        (along.max(), deep.min()),
        (along.max(), deep.max()),
        (along.min(), deep.max()),
    ]
    return np.array([a * across + d * down for a, d in corners], dtype=np.float32)


def grown(quad: Quad, across: float, down: float) -> Quad:
    """Return a quad with its left and right side moved out by ``across`` and the others by ``down`` pixels."""
    width, height = size(quad)
    right = ((quad[1] + quad[2]) - (quad[0] + quad[3])) / 2 / max(width, 1e-6)
    below = ((quad[2] + quad[3]) - (quad[0] + quad[1])) / 2 / max(height, 1e-6)
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=np.float32)
    return np.asarray(quad + signs[:, :1] * right * across + signs[:, 1:] * below * down, dtype=np.float32)


def part(quad: Quad, start: float, end: float) -> Quad:
    """Return the piece of a quad between two fractions of its width."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    return np.array(
        [quad[0] + top * start, quad[0] + top * end, quad[3] + bottom * end, quad[3] + bottom * start],
        dtype=np.float32,
    )


def moved(quad: Quad, transform: Transform) -> Quad:
    """Return a quad after an affine transform of shape (2, 3)."""
    return np.asarray(quad @ transform[:, :2].T + transform[:, 2], dtype=np.float32)


def cut(picture: Picture, quad: Quad, height: int) -> Picture:
    """Return what lies in a quad, straight, at the given height in pixels.

    Large print is shrunk by averaging, so that thin strokes do not break.
    """
    width, tall = size(quad)
    rows = max(round(tall), height)
    columns = max(round(width * rows / max(tall, 1.0)), 1)
    target = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    piece = cv2.warpPerspective(
        picture, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    if rows != height:
        piece = cv2.resize(piece, (max(round(columns * height / rows), 1), height), interpolation=cv2.INTER_AREA)
    return np.asarray(piece, dtype=np.uint8)

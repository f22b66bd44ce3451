"""Numbers, matrices and boxes of OFD; lengths in millimetres, the origin at the upper left."""

from __future__ import annotations

import re
from typing import TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Rectangle: TypeAlias = tuple[float, float, float, float]  # x, y, width, height

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MOST_REPEATS = 20_000
_CORNERS = 4
_COEFFICIENTS = 6


def numbers(text: str) -> list[float]:
    """Return the numbers in a text; what is no number is passed over."""
    return [float(found) for found in _NUMBER.findall(text)]


def number(text: str, otherwise: float) -> float:
    """Return the first number in a text, or the other value when there is none."""
    found = _NUMBER.search(text)
    return float(found.group()) if found else otherwise


def matrix(text: str) -> Matrix:
    """Return a ``CTM``; the identity when it is absent or incomplete."""
    values = numbers(text)
    if len(values) < _COEFFICIENTS:
        return IDENTITY
    a, b, c, d, e, f = values[:_COEFFICIENTS]
    return a, b, c, d, e, f


def rectangle(text: str) -> Rectangle | None:
    """Return a box of four numbers; None when it is absent or incomplete."""
    values = numbers(text)
    if len(values) < _CORNERS:
        return None
    return values[0], values[1], values[2], values[3]


def moved(transform: Matrix, x: float, y: float) -> Matrix:
    """Return a transform followed by a shift."""
    a, b, c, d, e, f = transform
    return a, b, c, d, e + x, f + y


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the transform that applies the inner one first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def applied(transform: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = transform
    return a * x + c * y + e, b * x + d * y + f


def deltas(text: str, count: int) -> list[float]:
    """Return ``count`` advances of a ``DeltaX`` or ``DeltaY``.

    ``g n v`` stands for n times v (GB/T 33190-2016, 11.3). When there are too few, the last one goes on: writers
    that give a single advance mean it for all.
    """
    values: list[float] = []
    tokens = text.split()
    index = 0
    while index < len(tokens) and len(values) < count:
        if tokens[index] == "g" and index + 2 < len(tokens):
            times = int(number(tokens[index + 1], 0))
            values.extend([number(tokens[index + 2], 0.0)] * min(max(times, 0), _MOST_REPEATS))
            index += 3
        else:
            values.append(number(tokens[index], 0.0))
            index += 1
    if values and len(values) < count:
        values.extend([values[-1]] * (count - len(values)))
    return values[:count]

"""Which row and column a cell of a ruled table is in, also when the rules are not quite level.

The borders of neighbouring cells are told to be the same border where they meet; so a rule that
falls over the width of a page is still one border, and rows left empty may be very narrow.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bounds = npt.NDArray[np.int64]

#: Pixels between the inner edges of two cells: a rule and what grew around it.
_RULE = 10
#: Pixels by which the same border may differ from one cell to the next.
_JOG = 4


def spans(bounds: Bounds, line_height: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return first and last border of each cell, counted from 0: once for rows, once for columns.

    Args:
        bounds: Left, top, right and bottom of each cell, shape (cells, 4).
        line_height: The usual height of a line's box in pixels.

    Returns:
        Two arrays of shape (cells, 2): borders above and below, borders to the left and right.

    """
    reach = max(_RULE, round(0.3 * line_height))
    swapped = bounds[:, [1, 0, 3, 2]]
    return _numbered(bounds, reach), _numbered(swapped, reach)


def _numbered(bounds: Bounds, reach: int) -> npt.NDArray[np.int64]:
    """Return the numbers of the borders above and below each cell."""
    count = len(bounds)
    parent = list(range(2 * count))  # the border above cell i is i, the one below it is count + i
    left, top, right, bottom = bounds.T
    beside = _shared(left, right) > 0.3 * np.minimum.outer(right - left, right - left)
    step = top[np.newaxis, :] - bottom[:, np.newaxis]
    for above, below in np.argwhere(beside & (step >= -1) & (step <= reach)).tolist():
        _join(parent, count + above, below)
    gap = left[np.newaxis, :] - right[:, np.newaxis]
    next_to = (gap >= -1) & (gap <= reach) & (_shared(top, bottom) > 0)
    for one, other in np.argwhere(next_to).tolist():
        if abs(int(top[one] - top[other])) <= _JOG:
            _join(parent, one, other)
        if abs(int(bottom[one] - bottom[other])) <= _JOG:
            _join(parent, count + one, count + other)
    return _ranked(parent, np.concatenate([top, bottom])).reshape(2, count).T


def _ranked(parent: list[int], places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for each border its number from the first on; borders at one place share a number."""
    roots = np.array([_root(parent, number) for number in range(len(parent))])
    means = {int(root): float(places[roots == root].mean()) for root in np.unique(roots)}
    numbers: dict[int, int] = {}
    last, number = -np.inf, -1
    for root in sorted(means, key=lambda root: means[root]):
        if means[root] - last > _JOG:
            number += 1
        numbers[root], last = number, means[root]
    return np.array([numbers[int(root)] for root in roots], dtype=np.int64)


def _shared(start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.minimum.outer(end, end) - np.maximum.outer(start, start)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _join(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)

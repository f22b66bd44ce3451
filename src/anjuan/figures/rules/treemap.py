"""A treemap: rectangles whose areas are as the values, as square as can be."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Rectangle:
    """A place in the map, in its units."""

    x: float
    y: float
    width: float
    height: float


def treemap(values: Sequence[int], width: float, height: float) -> list[Rectangle | None]:
    """Return a rectangle for every value, None for those that are 0 or less; together they fill the map.

    Source: Bruls, Huizing, van Wijk, Squarified Treemaps (2000).
    """
    places: list[Rectangle | None] = [None] * len(values)
    total = sum(value for value in values if value > 0)
    if not total:
        return places
    order = sorted((place for place, value in enumerate(values) if value > 0), key=lambda place: -values[place])
    areas = {place: values[place] * width * height / total for place in order}
    free = Rectangle(0.0, 0.0, width, height)
    while order:
        row = _row(order, areas, min(free.width, free.height))
        free = _lay(row, areas, free, places)
        order = order[len(row) :]
    return places


def _row(order: Sequence[int], areas: dict[int, float], side: float) -> list[int]:
    row = [order[0]]
    for place in order[1:]:
        if _worst([*row, place], areas, side) > _worst(row, areas, side):
            break
        row.append(place)
    return row


def _worst(row: Sequence[int], areas: dict[int, float], side: float) -> float:
    whole = sum(areas[place] for place in row)
    return max(max(side**2 * areas[p] / whole**2, whole**2 / (side**2 * areas[p])) for p in row)


def _lay(row: Sequence[int], areas: dict[int, float], free: Rectangle, places: list[Rectangle | None]) -> Rectangle:
    whole = sum(areas[place] for place in row)
    upright = free.width >= free.height
    depth = whole / (free.height if upright else free.width)
    at = free.y if upright else free.x
    for place in row:
        length = areas[place] / depth
        places[place] = (
            Rectangle(free.x, at, depth, length) if upright else Rectangle(at, free.y, length, depth)
        )  # fmt: skip
        at += length
    if upright:
        return Rectangle(free.x + depth, free.y, max(free.width - depth, 1e-9), free.height)
    return Rectangle(free.x, free.y + depth, free.width, max(free.height - depth, 1e-9))

"""Reading order: tables cell by cell, columns one after another, everything else by rows."""

from __future__ import annotations

import dataclasses
import statistics

Rect = tuple[float, float, float, float]

#: A gutter between columns is at least this wide, in heights of a line.
_GUTTER = 1.2
#: Lines of running text fill at least this share of their column.
_FILLED = 0.6
#: A column has at least this many lines.
_FEWEST = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """Something to be put in order.

    Attributes:
        index: Its number, given back in order.
        rect: Left, top, right, bottom on the straight page.
        cell: Number of the table and of its cell in reading order; None outside tables.

    """

    index: int
    rect: Rect
    cell: tuple[int, int] | None = None


def in_order(items: list[Placed]) -> list[tuple[int, int]]:
    """Return the items' numbers in reading order, each with the number of its block.

    A block is one cell, one column or one row of a form.
    """
    tables: dict[int, list[Placed]] = {}
    units: list[list[Placed]] = []
    for item in items:
        if item.cell is None:
            units.append([item])
        else:
            tables.setdefault(item.cell[0], []).append(item)
    units.extend(tables.values())
    blocks: list[list[Placed]] = []
    for unit in _sorted_units(units):
        blocks.extend(_blocks(unit))
    return [(item.index, number) for number, block in enumerate(blocks) for item in block]


def rows_of(items: list[Placed]) -> list[list[Placed]]:
    """Return the items as rows from the top, each from the left: items share a row when their middles do."""
    rows: list[list[Placed]] = []
    for item in sorted(items, key=_middle):
        row = rows[-1] if rows else []
        if row and abs(_middle(item) - statistics.fmean(_middle(one) for one in row)) < 0.5 * min(
            _height(item), statistics.median(_height(one) for one in row)
        ):
            row.append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.rect[0]) for row in rows]


def _sorted_units(units: list[list[Placed]]) -> list[list[Placed]]:
    """Return free lines and whole tables in reading order; a table counts as one thing."""
    as_items = [Placed(number, _hull(unit)) for number, unit in enumerate(units)]
    line_height = statistics.median([_height(item) for unit in units for item in unit] or [1.0])
    merged: list[list[Placed]] = []
    for column in _columns(as_items, line_height):
        free = [item for item in column if units[item.index][0].cell is None]
        whole = [item for item in column if units[item.index][0].cell is not None]
        rows = [*rows_of(free), *([item] for item in whole)]
        rows.sort(key=lambda row: min(item.rect[1] for item in row))
        for row in rows:
            if units[row[0].index][0].cell is None:
                merged.append([units[item.index][0] for item in row])
            else:
                merged.append(units[row[0].index])
    return merged


def _blocks(unit: list[Placed]) -> list[list[Placed]]:
    if unit[0].cell is None:
        return [unit]
    cells: dict[tuple[int, int], list[Placed]] = {}
    for item in unit:
        if item.cell is not None:
            cells.setdefault(item.cell, []).append(item)
    return [[item for row in rows_of(cells[cell]) for item in row] for cell in sorted(cells)]


def _columns(items: list[Placed], line_height: float) -> list[list[Placed]]:
    """Return the page as bands: full-width parts as they come, between them columns of running text."""
    gutter = _gutter(items, line_height)
    if gutter is None:
        return [items] if items else []
    spanning = [item for item in items if item.rect[0] < gutter < item.rect[2]]
    beside = [item for item in items if not item.rect[0] < gutter < item.rect[2]]
    top = min(item.rect[1] for item in beside)
    bottom = max(item.rect[3] for item in beside)
    above = [item for item in spanning if _middle(item) < top]
    below = [item for item in spanning if _middle(item) > bottom]
    if len(above) + len(below) < len(spanning):  # something crosses in the midst: not two columns
        return [items]
    left = [item for item in beside if item.rect[2] <= gutter]
    right = [item for item in beside if item.rect[0] >= gutter]
    parts = [above, *_columns(left, line_height), *_columns(right, line_height), below]
    return [part for part in parts if part]


def _gutter(items: list[Placed], line_height: float) -> float | None:
    """Return where a blank strip parts two columns of running text, or None."""
    for item in sorted(items, key=lambda one: one.rect[2]):
        edge = item.rect[2]
        left = [one for one in items if one.rect[2] <= edge]
        right = [one for one in items if one.rect[0] >= edge + _GUTTER * line_height]
        crossing = len(items) - len(left) - len(right)
        if crossing <= len(items) // 4 and _is_running(left) and _is_running(right) and _side_by_side(left, right):
            return edge + 0.5 * _GUTTER * line_height
    return None


def _is_running(items: list[Placed]) -> bool:
    """Say whether lines fill their column, as running text does and the fields of a form do not."""
    if len(items) < _FEWEST:
        return False
    left, _, right, _ = _hull(items)
    widths = sorted(item.rect[2] - item.rect[0] for item in items)
    return widths[len(widths) // 3] >= _FILLED * (right - left) and right - left > 8 * statistics.median(
        _height(item) for item in items
    )


def _side_by_side(left: list[Placed], right: list[Placed]) -> bool:
    _, top, _, bottom = _hull(left)
    _, other_top, _, other_bottom = _hull(right)
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared > 0.4 * min(bottom - top, other_bottom - other_top)


def _hull(items: list[Placed]) -> Rect:
    return (
        min(item.rect[0] for item in items),
        min(item.rect[1] for item in items),
        max(item.rect[2] for item in items),
        max(item.rect[3] for item in items),
    )


def _middle(item: Placed) -> float:
    return (item.rect[1] + item.rect[3]) / 2


def _height(item: Placed) -> float:
    return item.rect[3] - item.rect[1]

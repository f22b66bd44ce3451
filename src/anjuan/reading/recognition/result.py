"""What was found on a page, put in order and in fractions of the upright page."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from anjuan.reading.pages import Cell, Line, Table
from anjuan.reading.protocol import Recognised
from anjuan.reading.recognition import columns, geometry, ordering, seals
from anjuan.reading.recognition.grids import Grid
from anjuan.reading.recognition.nets import Nets
from anjuan.reading.recognition.page import Item, Straight, Upright, bounds_upright, fractions


def assembled(upright: Upright, straight: Straight, nets: Nets) -> Recognised:
    """Return the answer for a page."""
    height, width = upright.picture.shape[:2]
    size = (width, height)
    cells = [_cell_of(item, straight.grids) for item in straight.items]
    placed = [
        ordering.Placed(number, geometry.bounds(item.quad), cell)
        for number, (item, cell) in enumerate(zip(straight.items, cells, strict=True))
    ]
    order = ordering.in_order(placed)
    lines = tuple(_line(straight.items[number], straight, size, block) for number, block in order)
    texts: dict[tuple[int, int], list[str]] = {}
    for (number, _), line in zip(order, lines, strict=True):
        cell = cells[number]
        if cell is not None:
            texts.setdefault(cell, []).append(line.text)
    tables = tuple(_table(number, straight, size, texts) for number in range(len(straight.grids)))
    return Recognised(
        lines=lines,
        rotation=upright.rotation,
        skew=round(straight.skew, 2),
        seals=seals.read(upright.picture, upright.spots, nets),
        tables=tables,
    )


def _cell_of(item: Item, grids: list[Grid]) -> tuple[int, int] | None:
    """Return the numbers of the table and of the cell that hold the middle of a line."""
    left, top, right, bottom = geometry.bounds(item.quad)
    across, down = (left + right) / 2, (top + bottom) / 2
    for number, grid in enumerate(grids):
        holding = [place for place, cell in enumerate(grid.cells) if cell.holds(across, down)]
        if holding:
            return number, holding[-1]
    return None


def _line(item: Item, straight: Straight, size: tuple[int, int], block: int) -> Line:
    quad = geometry.moved(item.quad, straight.back)
    return Line(
        text=item.reading.text,
        box=fractions(geometry.bounds(quad), size),
        confidence=round(min(max(item.reading.confidence, 0.0), 1.0), 4),
        edges=_edges(item, quad, size[0]),
        block=block,
    )


def _edges(item: Item, quad: geometry.Quad, width: int) -> tuple[float, ...]:
    """Return where each character begins and ends, half-way between the middles of neighbours."""
    if columns.is_tall(quad):
        return ()
    centres = [sign.centre for sign in item.reading.signs]
    between = [(before + after) / 2 for before, after in pairwise(centres)]
    first = max(2 * centres[0] - between[0], 0.0) if between else 0.0
    last = min(2 * centres[-1] - between[-1], 1.0) if between else 1.0
    along = np.maximum.accumulate(np.array([first, *between, last]))
    start, end = (quad[0] + quad[3])[0] / 2, (quad[1] + quad[2])[0] / 2
    places = np.clip((start + along * (end - start)) / width, 0.0, 1.0)
    return tuple(round(float(place), 6) for place in places)


def _table(number: int, straight: Straight, size: tuple[int, int], texts: dict[tuple[int, int], list[str]]) -> Table:
    grid = straight.grids[number]
    cells = tuple(
        Cell(
            row=cell.row,
            column=cell.column,
            text="\n".join(texts.get((number, place), ())),
            box=bounds_upright((cell.left, cell.top, cell.right, cell.bottom), straight.back, size),
            row_span=cell.row_span,
            column_span=cell.column_span,
        )
        for place, cell in enumerate(grid.cells)
    )
    return Table(bounds_upright((grid.left, grid.top, grid.right, grid.bottom), straight.back, size), cells)

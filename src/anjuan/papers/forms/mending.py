"""Tables as they were meant: cells that a faint rule ran together are parted again."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Sequence

from anjuan.papers.forms.places import View
from anjuan.papers.forms.rows import apart, row_text, visual_rows
from anjuan.reading.pages import Cell, Line, Table

#: How far (page fraction) a line may reach over the edge of its column.
_SLACK = 0.012
#: How far (share of the height) the middles of cells of one row may differ.
_SAME_ROW = 0.35


def mended(table: Table, view: View) -> Table:
    """Return a table in which cells with texts side by side are parted at the columns of the other rows.

    Where the other rows have no edge there, the texts stay in one cell, with a gap between them.
    """
    if view.recognised and any(cell.row_span > 1 for cell in table.cells):
        table = _straightened(table)
    if not any("\n" in cell.text for cell in table.cells):
        return table
    edges = _edges(table)
    cells: list[Cell] = []
    for cell in table.cells:
        cells += _mend(cell, view, edges) if "\n" in cell.text else [cell]
    return dataclasses.replace(table, cells=tuple(cells))


def _straightened(table: Table) -> Table:
    """Return a table with its rows counted anew: on a page that stood askew one row may have been taken for two."""
    bands: list[tuple[float, float]] = []
    for cell in sorted(table.cells, key=lambda cell: cell.box[3] - cell.box[1]):
        middle, height = (cell.box[1] + cell.box[3]) / 2, cell.box[3] - cell.box[1]
        if not any(
            abs(middle - band) < _SAME_ROW * min(height, size) or cell.box[1] < band < cell.box[3]
            for band, size in bands
        ):
            bands.append((middle, height))
    bands.sort()
    cells = []
    for cell in table.cells:
        slack = _SAME_ROW / 2
        rows = [
            number
            for number, (middle, height) in enumerate(bands)
            if cell.box[1] - slack * height * 0.2 < middle < cell.box[3] + slack * height * 0.2
        ]
        if not rows:
            return table
        cells.append(dataclasses.replace(cell, row=rows[0], row_span=len(rows)))
    if len({(cell.row, cell.column) for cell in cells}) < len(cells):
        return table
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return dataclasses.replace(table, cells=tuple(cells))


def _edges(table: Table) -> dict[int, float]:
    """Return where each column begins."""
    starts: dict[int, list[float]] = {}
    for cell in table.cells:
        starts.setdefault(cell.column, []).append(cell.box[0])
    return {column: statistics.median(found) for column, found in starts.items()}


def _mend(cell: Cell, view: View, edges: dict[int, float]) -> list[Cell]:
    lines = view.within(cell.box)
    rows = visual_rows(lines)
    if len(rows) == len(lines) or not any(apart(row, view.page) for row in rows):
        return [cell]
    if len(_solid(lines)) != len("".join(cell.text.split())):
        return [cell]
    if cell.column_span > 1:
        parted = _parted(cell, lines, edges)
        if parted:
            return parted
    return [dataclasses.replace(cell, text="\n".join(row_text(row, view.page) for row in rows))]


def _solid(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _parted(cell: Cell, lines: Sequence[Line], edges: dict[int, float]) -> list[Cell]:
    """Return the cells that the columns of the other rows make of one; empty when a line crosses an edge."""
    columns = [
        column
        for column in range(cell.column, cell.column + cell.column_span)
        if column in edges or column == cell.column
    ]
    starts = [cell.box[0] if column == cell.column else edges[column] for column in columns]
    ends = [*starts[1:], cell.box[2]]
    texts: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        place = max(index for index, start in enumerate(starts) if index == 0 or start <= line.box[0] + _SLACK)
        if line.box[2] > ends[place] + _SLACK:
            return []
        texts[place].append(line)
    if sum(bool(found) for found in texts) < 2:  # noqa: PLR2004  nothing stood side by side
        return []
    parts = []
    for index, column in enumerate(columns):
        following = columns[index + 1] if index + 1 < len(columns) else cell.column + cell.column_span
        box = (starts[index], cell.box[1], ends[index], cell.box[3])
        text = "\n".join(line.text for line in texts[index])
        parts.append(dataclasses.replace(cell, column=column, column_span=following - column, text=text, box=box))
    return parts

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


def mended(table: Table, view: View) -> Table:
    """Return a table in which cells with texts side by side are parted at the columns of the other rows.

    Where the other rows have no edge there, the texts stay in one cell, with a gap between them.
    """
    if not any("\n" in cell.text for cell in table.cells):
        return table
    edges = _edges(table)
    cells: list[Cell] = []
    for cell in table.cells:
        cells += _mend(cell, view, edges) if "\n" in cell.text else [cell]
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
    columns = [column for column in range(cell.column, cell.column + cell.column_span) if column in edges or column == cell.column]
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


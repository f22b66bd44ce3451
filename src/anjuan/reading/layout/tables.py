"""Ruled tables out of the rules drawn on a page, and the lines that stand in their cells."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from anjuan.reading.layout.boxes import holders_of
from anjuan.reading.pages import Box, Cell, Line, Table

#: A rule: where it stands, where it starts and where it ends; for a horizontal one ``(y, x0, x1)``,
#: for a vertical one ``(x, y0, y1)``, all as page fractions.
Rule: TypeAlias = tuple[float, float, float]
Flags: TypeAlias = npt.NDArray[np.bool_]

_NEAR = 0.004
_BRIDGED = 0.01
_MOST_RULES = 3000
_MOST_FIELDS = 5_000
_COVERED = 0.6
#: A table has two cells or more; a cell is closed on three sides or more.
_FEWEST_CELLS = 2
_FEWEST_SIDES = 3


def ruled_tables(horizontal: Iterable[Rule], vertical: Iterable[Rule], lines: Sequence[Line] = ()) -> tuple[Table, ...]:
    """Return the tables that the rules draw, from the top, with the text of the lines in their cells.

    A frame around one field is no table; neither are rules with no text in two fields. Rules may be
    cut into pieces, drawn twice or miss each other by a hair. Outer sides may be open.

    Args:
        horizontal: Rules ``(y, x0, x1)`` in page fractions.
        vertical: Rules ``(x, y0, y1)`` in page fractions.
        lines: Lines of the page; those that cross a rule should be cut before, see :func:`cut_at_rules`.

    """
    across, down = _merged(horizontal), _merged(vertical)
    if not across or not down or len(across) + len(down) > _MOST_RULES:
        return ()
    found = [_table(*rules) for rules in _connected(np.array(across), np.array(down))]
    tables = sorted((table for table in found if table is not None), key=lambda table: (table.box[1], table.box[0]))
    return with_text(tables, lines) if lines else tuple(tables)


def with_text(tables: Iterable[Table], lines: Sequence[Line]) -> tuple[Table, ...]:
    """Return the tables with the text of the lines in their cells; those with text in one cell at most are left out."""
    filled = (_filled(table, lines) for table in tables)
    return tuple(table for table in filled if sum(bool(cell.text) for cell in table.cells) > 1)


def cut_at_rules(lines: Iterable[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """Return the lines with those cut in two or more that run across a border between cells.

    Only lines with ``edges`` are cut; blanks at a cut are left out. Lines that fit their cell come back as given.
    """
    given = list(lines)
    cells = [cell.box for table in tables for cell in table.cells]
    cut: list[Line] = []
    for line, holder in zip(given, holders_of(given, cells), strict=True):
        borders = [] if not line.edges or _fits(line, cells, holder) else _borders(line, tables)
        cut.extend(_pieces(line, borders) if borders else (line,))
    return tuple(cut)


def _fits(line: Line, cells: Sequence[Box], holder: int) -> bool:
    return holder >= 0 and cells[holder][0] <= line.box[0] and line.box[2] <= cells[holder][2]


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules with collinear neighbours made one, each at the middle of what it was made of."""
    ordered = sorted(rules)
    merged: list[Rule] = []
    begin = 0
    for index in range(1, len(ordered) + 1):
        if index < len(ordered) and ordered[index][0] - ordered[index - 1][0] <= _NEAR:
            continue
        same = ordered[begin:index]
        begin = index
        position = sum(rule[0] for rule in same) / len(same)
        merged.extend((position, start, end) for start, end in _joined(same))
    return merged


def _joined(rules: Sequence[Rule]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for _, start, end in sorted(rules, key=lambda rule: rule[1]):
        if spans and start <= spans[-1][1] + _BRIDGED:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return [span for span in spans if span[1] - span[0] > _NEAR]


def _connected(
    across: npt.NDArray[np.float64], down: npt.NDArray[np.float64]
) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """Return the groups of rules that touch or cross each other."""
    touching = (
        (across[:, None, 1] - 2 * _NEAR <= down[None, :, 0])
        & (down[None, :, 0] <= across[:, None, 2] + 2 * _NEAR)
        & (down[None, :, 1] - 2 * _NEAR <= across[:, None, 0])
        & (across[:, None, 0] <= down[None, :, 2] + 2 * _NEAR)
    )
    free = np.ones(len(across), dtype=bool)
    groups = []
    for seed in range(len(across)):
        if not free[seed]:
            continue
        rows = np.zeros(len(across), dtype=bool)
        rows[seed] = True
        columns = touching[seed].copy()
        while True:
            wider = touching[:, columns].any(axis=1) | rows
            columns = touching[wider].any(axis=0)
            if (wider == rows).all():
                break
            rows = wider
        free &= ~rows
        if rows.sum() > 1 and columns.sum() > 1:
            groups.append((across[rows], down[columns]))
    return groups


def _table(across: npt.NDArray[np.float64], down: npt.NDArray[np.float64]) -> Table | None:
    xs = _positions([*down[:, 0], across[:, 1].min(), across[:, 2].max()])
    ys = _positions([*across[:, 0], down[:, 1].min(), down[:, 2].max()])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < _FEWEST_CELLS or rows * columns > _MOST_FIELDS:
        return None
    upright, level = _drawn(down, xs, ys), _drawn(across, ys, xs)
    regions = _regions(rows, columns, upright, level)
    cells = []
    for top, left, bottom, right in regions:
        closed = [
            bool(level[top, left : right + 1].all()),
            bool(level[bottom + 1, left : right + 1].all()),
            bool(upright[left, top : bottom + 1].all()),
            bool(upright[right + 1, top : bottom + 1].all()),
        ]
        if sum(closed) >= _FEWEST_SIDES:
            box = (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
            cells.append(Cell(top, left, "", box, bottom - top + 1, right - left + 1))
    if len(cells) < _FEWEST_CELLS:
        return None
    return Table(_bounds([cell.box for cell in cells]), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _positions(values: Iterable[float]) -> list[float]:
    """Return the distinct positions, rising; values nearer than a hair are one."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > 1.5 * _NEAR:
            distinct.append(min(1.0, max(0.0, float(value))))
    return distinct


def _drawn(rules: npt.NDArray[np.float64], positions: Sequence[float], stops: Sequence[float]) -> Flags:
    """Say for each position and each step between two stops whether a rule is drawn along most of it."""
    drawn = np.zeros((len(positions), len(stops) - 1), dtype=bool)
    starts, ends = np.array(stops[:-1]), np.array(stops[1:])
    places = np.array(positions)
    for position, start, end in rules:
        covered = np.minimum(ends, end) - np.maximum(starts, start)
        drawn[int(np.abs(places - position).argmin())] |= covered >= _COVERED * (ends - starts)
    return drawn


def _regions(rows: int, columns: int, upright: Flags, level: Flags) -> list[tuple[int, int, int, int]]:
    """Return the cells as (top, left, bottom, right), inclusive: fields with no rule between them are one."""
    number = np.full((rows, columns), -1)
    regions: list[tuple[int, int, int, int]] = []
    for row, column in itertools.product(range(rows), range(columns)):
        if number[row, column] >= 0:
            continue
        right = column
        while right + 1 < columns and number[row, right + 1] < 0 and not upright[right + 1, row]:
            right += 1
        bottom = row
        while (
            bottom + 1 < rows
            and not level[bottom + 1, column : right + 1].any()
            and not upright[column + 1 : right + 1, bottom + 1].any()
            and (number[bottom + 1, column : right + 1] < 0).all()
        ):
            bottom += 1
        number[row : bottom + 1, column : right + 1] = len(regions)
        regions.append((row, column, bottom, right))
    return regions


def _filled(table: Table, lines: Sequence[Line]) -> Table:
    held: dict[int, list[Line]] = {}
    for line, cell in zip(lines, holders_of(lines, [cell.box for cell in table.cells]), strict=True):
        held.setdefault(cell, []).append(line)
    cells = (
        dataclasses.replace(cell, text=cell_text(held[index], cell.box)) if index in held else cell
        for index, cell in enumerate(table.cells)
    )
    return dataclasses.replace(table, cells=tuple(cells))


def cell_text(lines: Iterable[Line], box: Box) -> str:
    """Return the text of a cell: rows that reach its right side go on without a break, others end with one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        height = line.box[3] - line.box[1]
        if rows and abs(line.box[1] + line.box[3] - rows[-1][0].box[1] - rows[-1][0].box[3]) < 0.8 * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    text = ""
    reached = False
    for row in rows:
        row.sort(key=lambda line: line.box[0])
        part = " ".join(line.text.strip() for line in row)
        text += (_glue(text, part) if reached else "\n" * bool(text)) + part
        wide = (row[-1].box[2] - row[0].box[0]) / max(1, len(part))
        reached = row[-1].box[2] + max(2.0 * wide, 0.1 * (box[2] - box[0])) >= box[2]
    return text


def _glue(before: str, after: str) -> str:
    return (
        " " if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum() else ""
    )


def _borders(line: Line, tables: Sequence[Table]) -> list[float]:
    """Return the x positions of the borders between cells that the line runs across, rising."""
    y = (line.box[1] + line.box[3]) / 2
    found: set[float] = set()
    for table in tables:
        if table.box[1] <= y <= table.box[3]:
            for cell in table.cells:
                if cell.box[1] <= y <= cell.box[3]:
                    found.update((cell.box[0], cell.box[2]))
    margin = 0.25 * (line.box[2] - line.box[0]) / max(1, len(line.text))
    return sorted(x for x in found if line.box[0] + margin < x < line.box[2] - margin)


def _pieces(line: Line, borders: Sequence[float]) -> list[Line]:
    middles = [(left + right) / 2 for left, right in itertools.pairwise(line.edges)]
    stops = [0, *(sum(middle < border for middle in middles) for border in borders), len(line.text)]
    pieces = []
    for start, end in itertools.pairwise(stops):
        text = line.text[start:end]
        kept = text.strip()
        if kept:
            first = start + len(text) - len(text.lstrip())
            edges = line.edges[first : first + len(kept) + 1]
            box = (edges[0], line.box[1], edges[-1], line.box[3])
            pieces.append(dataclasses.replace(line, text=kept, edges=edges, box=box))
    return pieces


def _bounds(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )

"""Ruled tables: the drawn lines of a straight page, and the cells between them."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import borders, geometry
from anjuan.reading.recognition.geometry import Picture, Quad

Mask = npt.NDArray[np.uint8]

#: A rule is at least this long, in heights of a line; strokes of characters are shorter.
_LONG = 1.5
#: Share of a line's height, and a fifth more on both sides, that a rule must cover to cut it.
_CROSSES = 0.9
#: Columns without the rule that may lie inside one rule, in pixels.
_THICKEST = 3
#: A piece cut off a line must be this wide, in heights of the line.
_PIECE = 0.35
#: Smallest side of a cell, in heights of a line; rows left empty may be narrow.
_CELL = 0.15


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """The drawn lines of a page as masks: 1 where a line is.

    Attributes:
        across: Level lines.
        down: Upright lines.
        line_height: The usual height of a line of text in pixels.

    """

    across: Mask
    down: Mask
    line_height: float


@dataclasses.dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its place in the grid and its bounds in pixels."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: int
    top: int
    right: int
    bottom: int

    def holds(self, across: float, down: float) -> bool:
        """Say whether a point lies in the cell."""
        return self.left <= across < self.right and self.top <= down < self.bottom


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its bounds in pixels and its cells in rows from the top."""

    left: int
    top: int
    right: int
    bottom: int
    cells: tuple[GridCell, ...]


def rules(grey: Picture, line_height: float) -> Rules:
    """Return the drawn lines of a straight page."""
    found = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 8)
    dark = np.asarray(found, dtype=np.uint8)
    reach = max(int(line_height * _LONG), 12)
    across = _drawn(dark, (max(reach, grey.shape[1] // 40), 1))
    down = _drawn(dark, (1, reach))
    return Rules(across, down, line_height)


def cut_at_rules(quad: Quad, drawn: Rules) -> list[Quad]:
    """Return a line's box cut where upright rules cross it; mostly the box itself."""
    left, top, right, bottom = (round(value) for value in geometry.bounds(quad))
    height = bottom - top
    # A rule goes on above and below the line; the longest stroke of a character does not.
    window = drawn.down[max(top - height // 5, 0) : bottom + height // 5, max(left, 0) : max(right, 0)]
    if window.size == 0 or right - left < height:
        return [quad]
    crossed = np.flatnonzero(window.mean(axis=0) >= _CROSSES)
    if not len(crossed):
        return [quad]
    groups = np.split(crossed, np.flatnonzero(np.diff(crossed) > _THICKEST) + 1)
    width = float(right - left)
    fractions = [0.0]
    for group in groups:
        fractions += [float(group[0]) / width, float(group[-1] + 1) / width]
    fractions.append(1.0)
    pieces = [(start, end) for start, end in zip(fractions[::2], fractions[1::2], strict=True)]
    kept = [(start, end) for start, end in pieces if (end - start) * width >= _PIECE * height]
    return [geometry.part(quad, start, end) for start, end in kept] or [quad]


def grids(drawn: Rules) -> list[Grid]:
    """Return the ruled tables of a page from the top."""
    lines = cv2.dilate(drawn.across | drawn.down, np.ones((3, 3), dtype=np.uint8))
    lines = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((5, 5), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    found = []
    for number in range(1, count):
        left, top, width, height = (int(value) for value in stats[number][:4])
        if width < 4 * drawn.line_height or height < drawn.line_height:
            continue
        window = labels[top : top + height, left : left + width] == number
        cells = _cells(np.asarray(window, dtype=np.uint8), (left, top), drawn.line_height)
        if len(cells) > 1:
            found.append(Grid(left, top, left + width, top + height, cells))
    return sorted(found, key=lambda grid: (grid.top, grid.left))


def _drawn(dark: Mask, kernel: tuple[int, int]) -> Mask:
    """Return the long strokes in one direction, also where they are a little slanted or broken."""
    wide = kernel[0] > kernel[1]
    thick = cv2.dilate(dark, np.ones((3, 1) if wide else (1, 3), dtype=np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((kernel[1], kernel[0]), dtype=np.uint8))
    gap = (1, 9) if wide else (9, 1)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones(gap, dtype=np.uint8))
    return np.asarray(closed, dtype=np.uint8)


def _cells(lines: Mask, corner: tuple[int, int], line_height: float) -> tuple[GridCell, ...]:
    """Return the closed spaces between the lines of one table."""
    framed = cv2.copyMakeBorder(1 - lines, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(framed, connectivity=4)
    outside = int(labels[0, 0])
    least = max(line_height * _CELL, 3)
    rows = []
    for number, (left, top, width, height, area) in enumerate(stats.tolist()):
        if number in (0, outside) or width < 2 * least or height < least or area < 0.5 * width * height:
            continue
        x, y = left - 1 + corner[0], top - 1 + corner[1]
        rows.append((x, y, x + width, y + height))
    return _placed(rows, line_height)


def _placed(bounds: list[tuple[int, int, int, int]], line_height: float) -> tuple[GridCell, ...]:
    """Return bounds with the rows and columns they are in."""
    if not bounds:
        return ()
    rows, columns = borders.spans(np.array(bounds, dtype=np.int64), line_height)
    cells = [
        GridCell(
            row=int(first_row),
            column=int(first_column),
            row_span=max(int(last_row - first_row), 1),
            column_span=max(int(last_column - first_column), 1),
            left=left,
            top=top,
            right=right,
            bottom=bottom,
        )
        for (left, top, right, bottom), (first_row, last_row), (first_column, last_column) in zip(
            bounds, rows, columns, strict=True
        )
    ]
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))

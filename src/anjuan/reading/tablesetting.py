"""Tables laid out in points: column widths, wrapped cells, row heights; nothing of pages yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.reading.blocks import Align, Paragraph, TableBlock, TableCell
from anjuan.reading.linebreaking import forced_lines, text_width, wrap
from anjuan.reading.pages import Role

PADDING = 3.0
LINE_PITCH = 1.35
SMALLEST_SIZE = 6.5
_WIDEST_COLUMN = 24.0  # em: longer cells are wrapped
_NARROWEST_COLUMN = 3.0  # em
_MOST_MEASURED = 2000  # cells looked at to find the widths


@dataclasses.dataclass(slots=True)
class SetLine:
    """A line in a cell; x and y in points from the upper left corner of the table."""

    text: str
    x: float
    y: float
    size: float
    role: Role
    hard_start: bool


@dataclasses.dataclass(slots=True)
class SetCell:
    """A cell with its bounds in points and its lines."""

    cell: TableCell
    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[SetLine]


@dataclasses.dataclass(slots=True)
class SetTable:
    """A table, or those of its columns that fit on a sheet, laid out.

    Attributes:
        width: Points.
        tops: Upper edge of every row and the lower edge of the last, in points from 0.
        cells: Cells by row, then column.
        ruled: As in the block.

    """

    width: float
    tops: list[float]
    cells: list[SetCell]
    ruled: bool


def lay_out(table: TableBlock, room: float, size: float) -> list[SetTable]:
    """Return the table laid out, in as many parts side by side as its columns need.

    Args:
        table: What to set.
        room: Points between the margins.
        size: Points of the letters; smaller ones are taken for tables of many columns.

    """
    if not table.cells:
        return []
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in table.cells):
        table = dataclasses.replace(table, cells=_apart(table.cells))
    columns = max(cell.column + cell.column_span for cell in table.cells)
    size = _letter_size(columns, room, size)
    natural = _natural_widths(table, columns, size)
    bands = _bands(natural, room, size)
    return [_set_band(table, band, _fitted(natural[band[0] : band[1]], room, size), size) for band in bands]


def _apart(cells: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Return the cells so that none lies over another, whatever spans the file claims; no words are lost."""
    taken: set[tuple[int, int]] = set()
    apart = []
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        column = cell.column
        while (cell.row, column) in taken:
            column += 1
        down, across = cell.row_span, cell.column_span
        area = {(cell.row + d, column + a) for d in range(down) for a in range(across)}
        if area & taken:
            down = across = 1
            area = {(cell.row, column)}
        taken |= area
        if (column, down, across) != (cell.column, cell.row_span, cell.column_span):
            cell = TableCell(cell.row, column, cell.paragraphs, down, across)  # noqa: PLW2901  the same cell, set right
        apart.append(cell)
    return tuple(apart)


def _letter_size(columns: int, room: float, size: float) -> float:
    """Return smaller letters when they make all columns fit; when nothing does, the columns go on beside."""
    fitting = room / (columns * _NARROWEST_COLUMN)
    return min(size, fitting) if fitting >= min(SMALLEST_SIZE, size) else size


def _natural_widths(table: TableBlock, columns: int, size: float) -> list[float]:
    least = 2 * PADDING + size
    if len(table.widths) >= columns:
        return [max(width, least) for width in table.widths[:columns]]
    widths = [0.0] * columns
    for cell in table.cells[:_MOST_MEASURED]:
        needed = _cell_em(cell)
        if cell.column_span == 1:
            widths[cell.column] = max(widths[cell.column], needed)
    for cell in table.cells[:_MOST_MEASURED]:
        if cell.column_span > 1:
            _widen(widths, cell, _cell_em(cell))
    return [max(width, 1.0) * size + 2 * PADDING for width in widths]


def _cell_em(cell: TableCell) -> float:
    longest = max((text_width(line) for part in cell.paragraphs for line in part.text.split("\n")), default=0.0)
    return min(longest, _WIDEST_COLUMN)


def _widen(widths: list[float], cell: TableCell, needed: float) -> None:
    columns = range(cell.column, cell.column + cell.column_span)
    missing = needed - sum(widths[column] for column in columns)
    if missing > 0:
        for column in columns:
            widths[column] += missing / cell.column_span


def _bands(widths: Sequence[float], room: float, size: float) -> list[tuple[int, int]]:
    """Part the columns into runs whose narrowest form fits the room."""
    narrowest = _NARROWEST_COLUMN * size
    bands, start, used = [], 0, 0.0
    for column, width in enumerate(widths):
        least = min(width, narrowest)
        if used + least > room + 1e-6 and column > start:
            bands.append((start, column))
            start, used = column, 0.0
        used += least
    bands.append((start, len(widths)))
    return bands


def _fitted(widths: Sequence[float], room: float, size: float) -> list[float]:
    total = sum(widths)
    if total <= room:
        return list(widths)
    least = [min(width, _NARROWEST_COLUMN * size) for width in widths]
    spare, wanted = room - sum(least), total - sum(least)
    if wanted <= 0 or spare <= 0:
        return [width * room / total for width in widths]
    return [low + (width - low) * spare / wanted for low, width in zip(least, widths, strict=True)]


def _set_band(table: TableBlock, band: tuple[int, int], widths: Sequence[float], size: float) -> SetTable:
    lefts = [0.0]
    for width in widths:
        lefts.append(lefts[-1] + width)
    cells = [
        _set_cell(cell, band, lefts, size)
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        if cell.column < band[1] and cell.column + cell.column_span > band[0]
    ]
    rows = max(cell.row + cell.row_span for cell in table.cells)
    tops = _row_tops(cells, rows, size)
    for placed in cells:
        placed.y0 = tops[placed.cell.row]
        placed.y1 = tops[placed.cell.row + placed.cell.row_span]
        for line in placed.lines:
            line.y += placed.y0
    return SetTable(lefts[-1], tops, cells, table.ruled)


def _set_cell(cell: TableCell, band: tuple[int, int], lefts: Sequence[float], size: float) -> SetCell:
    starts_here = cell.column >= band[0]
    first = max(cell.column, band[0]) - band[0]
    last = min(cell.column + cell.column_span, band[1]) - band[0]
    x0, x1 = lefts[first], lefts[last]
    own = cell
    if (first, last - first) != (cell.column, cell.column_span):
        own = dataclasses.replace(cell, column=first, column_span=last - first)
    # A cell that spans two parts of a wide table says its words once, where it starts.
    lines = _cell_lines(cell, x0, x1, size) if starts_here else []
    return SetCell(own, x0, 0.0, x1, 0.0, lines)


def _cell_lines(cell: TableCell, x0: float, x1: float, size: float) -> list[SetLine]:
    lines: list[SetLine] = []
    room = max((x1 - x0 - 2 * PADDING) / size, 1.0)
    y = PADDING
    given = [(part, row) for part in cell.paragraphs if part.text for row in forced_lines(part.text)]
    for part, row in given:
        for index, text in enumerate(wrap(row, room)):
            if text.strip():
                left = x0 + PADDING + _shift(part, text, room) * size
                lines.append(SetLine(text, left, y, size, part.role, index == 0))
            y += size * LINE_PITCH
    return lines


def _shift(part: Paragraph, text: str, room: float) -> float:
    if part.align is Align.LEFT:
        return 0.0
    spare = max(room - text_width(text.rstrip()), 0.0)
    return spare / 2 if part.align is Align.CENTRE else spare


def _row_tops(cells: Sequence[SetCell], rows: int, size: float) -> list[float]:
    least = size * LINE_PITCH + 2 * PADDING
    heights = [least] * rows
    tall = []
    for placed in cells:
        needed = placed.lines[-1].y + size * LINE_PITCH + PADDING if placed.lines else least
        if placed.cell.row_span == 1:
            heights[placed.cell.row] = max(heights[placed.cell.row], needed)
        else:
            tall.append((placed.cell, needed))
    for cell, needed in tall:
        last = cell.row + cell.row_span
        missing = needed - sum(heights[cell.row : last])
        if missing > 0:
            heights[last - 1] += missing
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops

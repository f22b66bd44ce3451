"""Rows of values, as sheets and comma-separated files hold them, as a flow of tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from anjuan.reading.blocks import Flow, Paragraph, Sheet, TableBlock, TableCell
from anjuan.reading.linebreaking import text_width
from anjuan.reading.pages import A4_POINTS, Role

#: (first row, first column, last row, last column), all inclusive, from 0.
Merge: TypeAlias = tuple[int, int, int, int]

_MEASURED_ROWS = 300
_PIECE_ROWS = 60
_MARGIN = 40.0
_WIDEST = 24.0  # em
_SIZE = 10.5
_PADDING = 6.0
_SLACK, _SPARE = 1.1, 0.5  # share, em


def grid_flow(
    label: str,
    rows: Iterable[Sequence[str]],
    merges: Iterable[Merge] = (),
    notes: Mapping[tuple[int, int], str] | None = None,
) -> Iterator[Flow]:
    """Yield a sheet of values as pages of tables.

    Args:
        label: The name of the sheet, which its pages carry.
        rows: The values as shown, row by row; taken one piece at a time.
        merges: Merged cells.
        notes: Comments by row and column.

    """
    stream = iter(rows)
    head = list(itertools.islice(stream, _MEASURED_ROWS))
    widths = _widths(head)
    landscape = sum(widths) > A4_POINTS[0] - 2 * _MARGIN
    width, height = (A4_POINTS[1], A4_POINTS[0]) if landscape else A4_POINTS
    yield Sheet(width, height, _MARGIN, _MARGIN, _MARGIN, _MARGIN, label)
    spans, covered = _merged(merges)
    pieces = _Pieces(spans, covered, notes or {})
    first = True
    for start, piece in _numbered(itertools.chain(head, stream)):
        block = pieces.block(start, piece, widths, continues=not first)
        if block is not None:
            yield block
            first = False
        yield from pieces.notes(start, start + len(piece))


def _numbered(rows: Iterator[Sequence[str]]) -> Iterator[tuple[int, list[Sequence[str]]]]:
    start = 0
    while piece := list(itertools.islice(rows, _PIECE_ROWS)):
        yield start, piece
        start += len(piece)


def _widths(rows: list[Sequence[str]]) -> tuple[float, ...]:
    widths: list[float] = []
    for row in rows:
        widths.extend([0.0] * (len(row) - len(widths)))
        for column, text in enumerate(row):
            if text:
                needed = min(max(map(text_width, text.split("\n"))), _WIDEST)
                widths[column] = max(widths[column], needed)
    # rows further down may be a little wider: running numbers grow
    return tuple((max(width, 1.0) * _SLACK + _SPARE) * _SIZE + _PADDING for width in widths)


def _merged(merges: Iterable[Merge]) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[int, list[tuple[int, int]]]]:
    """Return the spans by their first cell, and the covered columns (first, last) by row."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in merges:
        spans[top, left] = (bottom - top + 1, right - left + 1)
        for row in range(top, min(bottom, top + 5000) + 1):
            covered.setdefault(row, []).append((left, right))
    return spans, covered


class _Pieces:
    """Makes the tables of a sheet, piece by piece."""

    def __init__(
        self,
        spans: dict[tuple[int, int], tuple[int, int]],
        covered: dict[int, list[tuple[int, int]]],
        notes: Mapping[tuple[int, int], str],
    ) -> None:
        self._spans = spans
        self._covered = covered
        self._notes = sorted(notes.items())

    def block(
        self, start: int, piece: list[Sequence[str]], widths: tuple[float, ...], *, continues: bool
    ) -> TableBlock | None:
        """Return one piece as a table; None when nothing stands in it."""
        cells: list[TableCell] = []
        target = 0
        last = start + len(piece)
        for row, values in enumerate(piece, start):
            covered = self._covered.get(row)
            if not covered and not any(values):
                continue
            for column, text in enumerate(values):
                if covered and self._is_covered(row, column, covered):
                    continue
                down, across = self._spans.get((row, column), (1, 1)) if self._spans else (1, 1)
                if not text and not covered and column != 0:
                    continue
                down = min(down, last - row)
                cells.append(TableCell(target, column, (Paragraph(text),), down, across))
            target += 1
        if not cells:
            return None
        cells = _clipped(cells, target)
        columns = max(cell.column + cell.column_span for cell in cells)
        wide = widths + (4 * _SIZE,) * (columns - len(widths))
        return TableBlock(tuple(cells), wide, continues=continues)

    def _is_covered(self, row: int, column: int, covered: list[tuple[int, int]]) -> bool:
        return (row, column) not in self._spans and any(left <= column <= right for left, right in covered)

    def notes(self, first: int, last: int) -> Iterator[Flow]:
        """Yield the comments on rows from ``first`` up to ``last``, exclusive."""
        for (row, column), text in self._notes:
            if first <= row < last:
                yield Paragraph(f"{column_name(column)}{row + 1}：{text}", role=Role.COMMENT)


def _clipped(cells: list[TableCell], rows: int) -> list[TableCell]:
    """Cut spans off where rows that hold nothing were left out."""
    return [
        cell
        if cell.row + cell.row_span <= rows
        else TableCell(cell.row, cell.column, cell.paragraphs, rows - cell.row, cell.column_span)
        for cell in cells
    ]


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

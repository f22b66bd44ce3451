"""Tables as rows of passages, going on over the pages that carry them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from anjuan.extraction.passages import Passage, Piece, Sheet, between, joined, plain, squeezed
from anjuan.reading.pages import Box, Cell, Table

_ITEM = re.compile(r"\s*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[一二三四五六七八九十]+、|[①-⑳☑☐□■√●])")
_STOPS = tuple("。；;：:")
#: How far (page fraction) the edges of a table may differ from those of its part on the page before.
_SAME_EDGE = 0.03
_BREAK = "\n"
_SOLID, _SPACE = re.compile(r"\S+"), re.compile(r"\s+")


@dataclasses.dataclass
class GridCell:
    """One cell: its place in the grid, and its text when somebody asks for it.

    Attributes:
        row: Its first row in the grid.
        column: Its first column.
        row_span: How many rows it covers.
        column_span: How many columns.
        raw: Its text as read.

    """

    row: int
    column: int
    row_span: int
    column_span: int
    raw: str
    box: Box
    sheet: Sheet
    lines: tuple[int, ...]
    _passage: Passage | None = None

    @property
    def passage(self) -> Passage:
        """Its text as a passage."""
        if self._passage is None:
            self._passage = _passage(self)
        return self._passage

    @property
    def plain(self) -> str:
        """Its text without blanks, one form for each sign."""
        return squeezed(plain(self.raw))


class Grid:
    """A table, and what goes on below it on the next pages.

    Attributes:
        cells: The cells, each once, row by row.
        bottom: How many rows there are.
        right: How many columns.

    """

    def __init__(self, cells: Sequence[GridCell], box: Box, *, ruled: bool) -> None:
        self.cells = list(cells)
        self.box = box
        self.ruled = ruled
        self.bottom = max((cell.row + cell.row_span for cell in cells), default=0)
        self.right = max((cell.column + cell.column_span for cell in cells), default=0)
        self.at: dict[tuple[int, int], GridCell] = {}
        self.starts: list[int] = [0]
        self._place(self.cells)

    def _place(self, cells: Sequence[GridCell]) -> None:
        for cell in cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self.at.setdefault((row, column), cell)

    def row(self, number: int) -> list[GridCell]:
        """Return the cells of a row from the left, with those that began above it."""
        found: list[GridCell] = []
        for column in range(self.right):
            cell = self.at.get((number, column))
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def rows(self) -> Iterator[tuple[int, list[GridCell]]]:
        """Yield all rows with their numbers."""
        for number in range(self.bottom):
            yield number, self.row(number)

    def goes_on(self, other: Grid) -> bool:
        """Say whether another table, first on the next page, is the rest of this one."""
        same = abs(self.box[0] - other.box[0]) < _SAME_EDGE and abs(self.box[2] - other.box[2]) < _SAME_EDGE
        return same and self.right == other.right

    def extend(self, other: Grid) -> None:
        """Put the rows of another table below; an empty first cell goes on with what stands above it."""
        shift = self.bottom
        self.starts.append(shift)
        moved = [dataclasses.replace(cell, row=cell.row + shift, _passage=None) for cell in other.cells]
        self.cells += moved
        self.bottom += other.bottom
        self._place(moved)


def grid_of(sheet: Sheet, table: Table) -> Grid:
    """Return a table of a page as a grid."""
    lines = _lines_by_cell(sheet, table)
    cells = [
        GridCell(
            cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.box, sheet, lines.get(index, ())
        )
        for index, cell in enumerate(table.cells)
    ]
    return Grid(cells, table.box, ruled=table.ruled)


def _lines_by_cell(sheet: Sheet, table: Table) -> dict[int, tuple[int, ...]]:
    """Return for each cell the lines that stand in it, in the order of the page."""
    left, top, right, bottom = table.box
    found: dict[int, list[int]] = {}
    for index, line in enumerate(sheet.page.lines):
        x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
        if not (left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01):
            continue
        home = _home(x, y, table.cells)
        if home is not None:
            found.setdefault(home, []).append(index)
    return {home: tuple(lines) for home, lines in found.items()}


def _home(x: float, y: float, cells: Sequence[Cell]) -> int | None:
    for index, cell in enumerate(cells):
        box = cell.box
        if box[0] - 0.002 <= x <= box[2] + 0.002 and box[1] - 0.002 <= y <= box[3] + 0.002:
            return index
    return None


def _gap(raw: str, count: int) -> str:
    """Return the blanks of a cell's text behind a number of characters that are none."""
    at = 0
    for match in _SOLID.finditer(raw):
        if count <= len(match.group()):
            at = match.start() + count
            rest = _SPACE.match(raw, at)
            return rest.group() if rest else ""
        count -= len(match.group())
    return ""


def _glue(before: str, after: str, gap: str) -> str:
    """Return what stands between two lines of a cell, of which the cell's own text knows more."""
    if not before:
        return ""
    if gap and "\n" not in gap:
        return " "
    if gap and (_ITEM.match(after) or before.rstrip().endswith(_STOPS)):
        return _BREAK
    return between(before, after) if gap else ""


def _passage(cell: GridCell) -> Passage:
    """Return the text of a cell from the lines of the page, or from the cell where no line repeats it."""
    pieces = [cell.sheet.piece(index) for index in cell.lines]
    if squeezed("".join(piece.text for piece in pieces)) != squeezed(cell.raw):
        pieces = [Piece(0, text, cell.sheet.number, cell.box) for text in cell.raw.split("\n") if text.strip()]
    if not pieces:
        pieces = [Piece(0, "", cell.sheet.number, cell.box)]
    parts, before, said = [], "", 0
    for piece in pieces:
        parts.append((_glue(before, piece.text, _gap(cell.raw, said)), piece))
        said += len(squeezed(piece.text))
        before = piece.text
    lines = cell.sheet.page.lines
    confidences = [one for index in cell.lines if (one := lines[index].confidence) is not None]
    return joined(parts, min(confidences, default=1.0))

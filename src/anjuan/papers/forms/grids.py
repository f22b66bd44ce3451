"""Tables as rows and columns, and which cells of a row are labels and which are their values."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Sequence

from anjuan.papers.forms import inline, labels, ticks
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.rows import GAP
from anjuan.reading.pages import Cell, Table

#: What it costs that a label has no value beside it, that a text has no part, that a label has a second value.
_LONELY_LABEL, _IDLE_TEXT, _SECOND_VALUE = -2.5, -0.8, -1.2
#: How much a column counts in which most cells are labels.
_COLUMN_WEIGHT = 0.8
#: What a cell that holds labels and values of its own counts for.
_PAIRS_ALONE, _PAIRS_AS_VALUE = 0.3, 0.6
_MAY_HOLD_PAIRS = re.compile(r"[:：﹕_＿\n\t]")
#: A number of things, and what a word that has one beside it gains as a label.
_NUMBER = re.compile(r"\d{1,4}\s*[项个条份次]?")
_COUNTED = 2.0
#: An empty cell, a date, a sentence or a label that has its value with it is never a label.
_NO_LABEL = -9.0


class Part(enum.Enum):
    """What a cell is in its row."""

    LABEL = 1
    VALUE = 2
    IDLE = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Region:
    """Rows and columns of a grid, half-open."""

    top: int
    bottom: int
    left: int
    right: int


class Grid:
    """The cells of a table by row and column, with what each looks like."""

    def __init__(self, table: Table, words: Vocabulary) -> None:
        self.words = words
        self.cells = table.cells
        self.bottom = max((cell.row + cell.row_span for cell in table.cells), default=0)
        self.right = max((cell.column + cell.column_span for cell in table.cells), default=0)
        self.at: dict[tuple[int, int], Cell] = {}
        self.rows: dict[int, list[Cell]] = {}
        self._pairs: dict[tuple[int, int], bool] = {}
        for cell in table.cells:
            self.rows.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self.at[row, column] = cell
        for row_cells in self.rows.values():
            row_cells.sort(key=lambda cell: cell.column)
        self._leaning = self._leanings()

    def row(self, number: int, region: Region) -> list[Cell]:
        """Return the cells that begin in a row, inside a region."""
        return [cell for cell in self.rows.get(number, ()) if region.left <= cell.column < region.right]

    def has_pairs(self, cell: Cell) -> bool:
        """Say whether a cell holds labels with values of its own."""
        place = (cell.row, cell.column)
        known = self._pairs.get(place)
        if known is None:
            known = self._pairs[place] = self._look_for_pairs(cell.text)
        return known

    def _look_for_pairs(self, text: str) -> bool:
        if not _MAY_HOLD_PAIRS.search(text):
            return False
        if self.words.label_score(text) >= labels.SURE:
            return False
        if is_label_over_value(text, self.words):
            return True
        return bool(inline.split(text, self.words, loose=GAP in text).pairs)

    def label_score(self, cell: Cell) -> float:
        """Return how much a cell looks like a label, by its text and by its column."""
        if not cell.text.strip():
            return _NO_LABEL
        if self.has_pairs(cell) and not cell.text.rstrip().endswith(("：", ":")):
            return _NO_LABEL
        if self.has_pairs(cell) or (ticks.has_boxes(cell.text) and not self.words.is_known(cell.text)):
            return labels.NEVER
        score = self.words.label_score(cell.text)
        if score <= labels.NEVER:
            return _NO_LABEL
        return score + self.leaning(cell.column) if score > labels.LONG else score

    def value_score(self, cell: Cell) -> float:
        """Return how much a cell looks like a value."""
        if self.has_pairs(cell):
            return _PAIRS_AS_VALUE
        return self.words.value_score(cell.text)

    def leaning(self, column: int) -> float:
        """Return how much a column leans to labels (positive) or to values."""
        return self._leaning.get(column, 0.0)

    def _leanings(self) -> dict[int, float]:
        found: dict[int, list[bool]] = {}
        for cell in self.cells:
            if cell.text.strip() and cell.column_span < self.right:
                found.setdefault(cell.column, []).append(self.words.label_score(cell.text) >= labels.SURE)
        return {column: (sum(sure) / len(sure) - 0.5) * _COLUMN_WEIGHT for column, sure in found.items()}


def is_label_over_value(text: str, words: Vocabulary) -> bool:
    """Say whether the first line of a text is a known label and the rest its value."""
    first, _, rest = text.strip().partition("\n")
    if first.rstrip().endswith(("：", ":")):
        return False
    return bool(rest.strip()) and words.is_known(first) and words.label_score(rest) < labels.SURE


def assign(cells: Sequence[Cell], grid: Grid) -> tuple[float, list[Part]]:
    """Return the likeliest part of every cell of a row, and how well they fit together."""
    best: dict[Part, tuple[float, list[Part]]] = {Part.IDLE: (0.0, [])}
    for index, cell in enumerate(cells):
        following: dict[Part, tuple[float, list[Part]]] = {}
        counted = _COUNTED if _is_counted(cell, cells[index + 1 : index + 2], grid) else 0.0
        for part in Part:
            options = [
                (
                    score
                    + _step(before, part, cell, grid, first=index == 0)
                    + (counted if part is Part.LABEL else 0.0),
                    path,
                )
                for before, (score, path) in best.items()
                if not (part is Part.VALUE and (before is Part.IDLE or index == 0))
            ]
            if options:
                score, path = max(options, key=lambda option: option[0])
                following[part] = (score, [*path, part])
        best = following
    ends = [(score + (_LONELY_LABEL if part is Part.LABEL else 0.0), path) for part, (score, path) in best.items()]
    return max(ends, key=lambda option: option[0])


def _is_counted(cell: Cell, following: Sequence[Cell], grid: Grid) -> bool:
    """Say whether a cell is a word such as a grade, with its number beside it."""
    return (
        bool(following) and grid.words.is_value_word(cell.text) and bool(_NUMBER.fullmatch(following[0].text.strip()))
    )


def _step(before: Part, part: Part, cell: Cell, grid: Grid, *, first: bool) -> float:
    lonely = _LONELY_LABEL if before is Part.LABEL and part is not Part.VALUE and not first else 0.0
    if part is Part.LABEL:
        return grid.label_score(cell) + lonely
    if part is Part.VALUE:
        return grid.value_score(cell) + (_SECOND_VALUE if before is Part.VALUE else 0.0)
    if grid.has_pairs(cell):
        return _PAIRS_ALONE + lonely
    return (_IDLE_TEXT if cell.text.strip() else 0.0) + lonely

"""Heading rows of tables: which row names the columns below it, and how far down it reaches."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from anjuan.papers.forms import grids, labels
from anjuan.papers.forms.grids import Grid, Region
from anjuan.reading.pages import Box, Cell

#: What a first column of running numbers or of labels counts for a heading row.
_SERIAL = 2.0
#: Least mean score of the cells of a heading row.
_LEAST_MEAN = 0.45
#: Share of the columns in which the next row must begin where the heading does.
_ALIGNED, _STILL_ALIGNED = 0.75, 0.6
#: How much better a row must read as pairs than as data to end the rows under a heading.
_PAIRS_WIN = 2.0
#: How far (page fraction) the columns of a table on the next page may stand from those before.
_SAME_PLACE = 0.015
#: A clause of a standard, as the columns of a matrix are headed, and what it counts for.
_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}")
_CLAUSE_SCORE = 0.3
#: The number of a column that a table does not have.
_ABSENT = -1
#: A known label as a value counts little under a heading: roles and posts are such words.
_LABEL_AS_DATA = -0.3


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading: the label, what stands over it, where it stands."""

    number: int
    label: str
    over: str
    box: Box


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A heading row: its columns, how many rows it takes, and how many data rows were read under it so far."""

    columns: tuple[Column, ...]
    depth: int = 1
    rows_read: int = 0


def find(grid: Grid, row: int, region: Region) -> Heading | None:
    """Return the heading that begins in a row, or None when the row names no columns."""
    cells = grid.row(row, region)
    if len(cells) < 2 or any(cell.row != row for cell in cells):  # noqa: PLR2004  one cell names no columns
        return None
    depth = max(cell.row_span for cell in cells)
    if depth > 1 and not _deep(grid, row, depth, region):
        return None
    columns = _columns(grid, row, depth, region)
    below = [grid.at.get((row + depth, column.number)) for column in columns]
    if row + depth >= region.bottom or not _names_columns(grid, columns):
        return None
    if not _aligned(columns, below, _ALIGNED if len(columns) > 2 else 1.0):  # noqa: PLR2004  two must both fit
        return None
    return Heading(tuple(columns), depth) if _better_than_pairs(grid, row, depth, columns, region) else None


def continues(grid: Grid, row: int, heading: Heading, region: Region, usual: float | None) -> bool:
    """Say whether a row is one more row of data under a heading.

    Args:
        grid: The table.
        row: The row to judge.
        heading: The heading above.
        region: The part of the table that is read.
        usual: :func:`excess` of the first row of data; None when this is the first.

    """
    cells = grid.row(row, region)
    below = [grid.at.get((row, column.number)) for column in heading.columns]
    if len(cells) == 1 and cells[0].column_span >= region.right - region.left:
        return False
    if not _aligned(heading.columns, below, _STILL_ALIGNED) or _speaks_for_itself(grid, cells):
        return False
    return usual is None or excess(grid, row, region) - max(usual, 0.0) < _PAIRS_WIN


def _speaks_for_itself(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Say whether a row carries labels of its own, as the row of signatures under a list does."""
    words = grid.words
    if not cells:
        return False
    if grid.has_pairs(cells[0]) or cells[0].text.rstrip().endswith(("：", ":")):
        return True
    if words.label_score(cells[0].text) <= 0:
        return False
    return any(
        words.is_known(cell.text) and not words.is_person(cell.text) and words.label_score(after.text) < labels.SURE
        for cell, after in itertools.pairwise(cells[2:])
    )


def excess(grid: Grid, row: int, region: Region) -> float:
    """Return how much better a row reads as labels with values than as data."""
    cells = grid.row(row, region)
    return grids.assign(cells, grid)[0] - sum(data_score(grid, cell) for cell in cells)


def fits(heading: Heading, grid: Grid, row: int, region: Region) -> bool:
    """Say whether the rows of a table on the next page stand in the columns of a heading."""
    cells = [grid.at.get((row, number)) for number in range(region.left, region.right)]
    starts = {cell.column: cell.box[0] for cell in cells if cell is not None}
    matched = sum(_column_at(heading.columns, start) is not None for start in starts.values())
    return matched == len(starts) and matched >= max(2, len(heading.columns) / 2)


def moved(heading: Heading, grid: Grid, row: int) -> Heading:
    """Return a heading with the column numbers of a table on the next page; a column that is not there gets -1."""
    starts = {cell.box[0]: cell.column for (at, _), cell in grid.at.items() if at == row}
    numbers = {_column_at(heading.columns, start): number for start, number in starts.items()}
    columns = tuple(dataclasses.replace(column, number=numbers.get(column, _ABSENT)) for column in heading.columns)
    return dataclasses.replace(heading, columns=columns)


def _column_at(columns: Sequence[Column], start: float) -> Column | None:
    nearest = min(columns, key=lambda column: abs(column.box[0] - start))
    return nearest if abs(nearest.box[0] - start) < _SAME_PLACE else None


def data_score(grid: Grid, cell: Cell) -> float:
    """Return how much a cell looks like data under a heading."""
    score = grid.value_score(cell)
    return max(score, _LABEL_AS_DATA)


def is_plain(heading: Heading, grid: Grid) -> bool:
    """Say whether a heading is one beyond doubt: all its columns but one have names that are labels by themselves."""
    if labels.key(heading.columns[0].label) in grid.words.serials:
        return True
    sure = sum(grid.words.label_score(column.label) >= labels.SURE for column in heading.columns)
    return sure >= max(len(heading.columns) - 1, 2)


def blocks(heading: Heading) -> tuple[tuple[Column, ...], ...]:
    """Return the columns of a heading, apart where the same columns stand twice beside each other."""
    columns = heading.columns
    names = [column.label for column in columns]
    half, odd = divmod(len(names), 2)
    if half and not odd and names[:half] == names[half:]:
        return columns[:half], columns[half:]
    return (columns,)


def _is_first(label: str, grid: Grid) -> bool:
    """Say whether a heading stands over running numbers, or over a column of labels."""
    plain = labels.key(label)
    return plain in grid.words.serials or plain in grid.words.generic_headings


def _deep(grid: Grid, row: int, depth: int, region: Region) -> bool:
    """Say whether several rows make one heading: all their cells look like labels."""
    cells = [cell for number in range(row, row + depth) for cell in grid.row(number, region)]
    if any(cell.row + cell.row_span > row + depth for cell in cells) or len(cells) < 4:  # noqa: PLR2004
        return False
    if not any(cell.column_span > 1 for cell in grid.row(row, region)):
        return False
    return all(cell.text.strip() and grid.words.label_score(cell.text) > labels.VALUE - 0.1 for cell in cells)


def _columns(grid: Grid, row: int, depth: int, region: Region) -> list[Column]:
    columns = []
    for number in range(region.left, region.right):
        cell = grid.at.get((row + depth - 1, number))
        if cell is None or cell.column != number:
            continue
        top = grid.at.get((row, number))
        over = labels.printed(top.text) if top is not None and top is not cell else ""
        columns.append(Column(number, labels.printed(cell.text), over, cell.box))
    return columns


def _names_columns(grid: Grid, columns: Sequence[Column]) -> bool:
    if not columns:
        return False
    if sum(not column.label for column in columns) > (1 if len(columns) > 2 else 0):  # noqa: PLR2004
        return False
    scores = [_heading_score(grid, column.label) for column in columns if column.label]
    serial = _is_first(columns[0].label, grid)
    if min(scores) < (labels.NAME if serial else -0.5):
        return False
    return serial or sum(scores) / len(scores) >= _LEAST_MEAN


def _heading_score(grid: Grid, label: str) -> float:
    if _CLAUSE.fullmatch(label):
        return _CLAUSE_SCORE
    return 0.1 if grid.words.is_value_word(label) else grid.words.label_score(label)


def _aligned(columns: Sequence[Column], below: Sequence[Cell | None], least: float) -> bool:
    """Say whether the cells of a row begin where the columns do; a sheet leaves empty cells out."""
    fitting = sum(
        cell is not None and cell.column == column.number for column, cell in zip(columns, below, strict=True)
    )
    absent = sum(cell is None for cell in below)
    return fitting + absent >= least * len(columns) and fitting >= min(2, len(columns) - absent, len(columns))


def _better_than_pairs(grid: Grid, row: int, depth: int, columns: Sequence[Column], region: Region) -> bool:
    heads = sum(_heading_score(grid, column.label) for column in columns if column.label)
    below = grid.row(row + depth, region)
    as_heading = heads + sum(data_score(grid, cell) for cell in below)
    clauses = sum(bool(_CLAUSE.fullmatch(column.label)) for column in columns)
    if _is_first(columns[0].label, grid) or clauses > 1:
        as_heading += _SERIAL
    as_pairs = grids.assign(grid.row(row, region), grid)[0] + grids.assign(below, grid)[0]
    return as_heading > as_pairs

"""The order in which the lines of a page are read: columns, forms, tables, paragraphs.

A page is cut at gutters only when what stands left and right of them reads as columns of text.
Labels and values of a form, which also leave a gutter between them, are read row by row. A
ruled table is one thing on its page and is read cell by cell.
"""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.reading.layout.boxes import holders_of
from anjuan.reading.pages import A4_POINTS, Box, Line, Table

_BINS = 240
_MOST_CROSSING = 0.3
#: How many lines may stand in or across a gutter when it is looked for: a page number, a title, a table.
_LEVELS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20)
_MOST_GUTTERS = 5
_FEWEST_LINES = 3
_DEEPEST = 6
#: What is higher than so many of its characters stands beside several rows: a table, vertical writing.
_TALL = 2.5
#: A form's labels are shorter than this many characters, the lines of a column of text longer.
_COLUMN_EMS = 8.0
#: Shares: of lines with a neighbour at their height, from which two sides share one grid; of lines that
#: reach the end of their column, from which a side is running text; of common height that makes a pair.
_ON_ONE_GRID = 0.5
_RUNNING = 0.5
_RUNNING_LAST = 0.4
_COMMON_HEIGHT = 0.5
#: Lines of one paragraph differ in size by less than this factor and stand closer than this many sizes.
_SAME_SIZE = (0.8, 1.25)
_LEADING = 1.1


@dataclasses.dataclass(slots=True)
class _Item:
    """A line, or a table with all that stands in it."""

    box: Box
    em: float
    groups: list[list[Line]]
    first_x: float

    @property
    def middle(self) -> float:
        """The height at which its first row stands."""
        return self.box[1] + self.em / 2 if self.box[3] - self.box[1] > _TALL * self.em else _middle(self.box)


def in_reading_order(
    lines: Iterable[Line], tables: Sequence[Table] = (), *, aspect: float = A4_POINTS[1] / A4_POINTS[0]
) -> tuple[Line, ...]:
    """Return the lines in reading order, with ``block`` counted anew from 0.

    Args:
        lines: Lines in any order; none is added, lost or changed but for ``block``.
        tables: Ruled tables of the page; their lines stay together, cell by cell.
        aspect: Height of the upright page divided by its width.

    """
    given = list(lines)
    if len(given) <= 1:
        return tuple(dataclasses.replace(line, block=0) for line in given)
    items = _items(given, tables, aspect)
    if _is_vertical_page(given, aspect):
        items.sort(key=lambda item: (-round(item.box[2] / max(0.005, item.em * aspect)), item.box[1], item.box))
        leaves = [[[item] for item in items]]
    else:
        leaves = list(_leaves(items, aspect, 0))
    blocks = itertools.chain.from_iterable(_blocks(leaf, aspect) for leaf in leaves)
    return tuple(dataclasses.replace(line, block=number) for number, block in enumerate(blocks) for line in block)


def is_vertical(line: Line, aspect: float) -> bool:
    """Say whether the characters of a line stand below each other or it is turned by a quarter."""
    width, height = line.box[2] - line.box[0], (line.box[3] - line.box[1]) * aspect
    return len(line.text) > 1 and height > 1.8 * width


def _is_vertical_page(lines: Sequence[Line], aspect: float) -> bool:
    vertical = sum(len(line.text) for line in lines if is_vertical(line, aspect))
    return vertical * 2 > sum(len(line.text) for line in lines)


def _items(lines: Sequence[Line], tables: Sequence[Table], aspect: float) -> list[_Item]:
    # The smallest table that holds a line has it: a table may stand in a cell of another.
    by_size = sorted(range(len(tables)), key=lambda index: _area(tables[index].box))
    holders = holders_of(lines, [tables[index].box for index in by_size])
    inside: dict[int, list[Line]] = {}
    items = []
    for line, holder in zip(lines, holders, strict=True):
        if holder < 0:
            items.append(_Item(line.box, _em(line, aspect), [[line]], line.box[0]))
        else:
            inside.setdefault(by_size[holder], []).append(line)
    for number, held in inside.items():
        box = tables[number].box
        em = statistics.median(_em(line, aspect) for line in held)
        items.append(_Item(box, em, list(_cells(held, tables[number], aspect)), box[0]))
    return items


def _cells(lines: Sequence[Line], table: Table, aspect: float) -> Iterator[list[Line]]:
    """Yield the lines of each cell, cells in rows from the top; lines beside all cells last."""
    held: dict[int, list[Line]] = {}
    for line, cell in zip(lines, holders_of(lines, [cell.box for cell in table.cells]), strict=True):
        held.setdefault(cell if cell >= 0 else len(table.cells), []).append(line)
    for index in sorted(held):
        rows = _rows([_Item(line.box, _em(line, aspect), [[line]], line.box[0]) for line in held[index]])
        yield [line for row in rows for item in row for group in item.groups for line in group]


def _leaves(items: list[_Item], aspect: float, depth: int) -> Iterator[list[list[_Item]]]:
    """Yield the parts of a region that are read row by row, in order: rows of items."""
    if len(items) >= 2 * _FEWEST_LINES and depth < _DEEPEST:
        em = statistics.median(item.em for item in items) * aspect
        for gutter in _gutters(items, em):
            bands = list(_bands(items, gutter))
            if any(left and right and _reads_as_columns(left, right, em) for _, left, right in bands):
                yield from _by_columns(bands, aspect, em, depth)
                return
    yield _rows(items)


def _by_columns(
    bands: list[tuple[list[_Item], list[_Item], list[_Item]]], aspect: float, em: float, depth: int
) -> Iterator[list[list[_Item]]]:
    for crossing, left, right in bands:
        if crossing:
            yield _rows(crossing)
        if left and right and not _reads_as_columns(left, right, em):
            yield _rows(left + right)
            continue
        for side in (left, right):
            if side:
                yield from _leaves(side, aspect, depth + 1)


def _gutters(items: Sequence[_Item], em: float) -> list[float]:
    """Return x positions of white gaps between columns, the most likely first."""
    starts = np.array([item.box[0] for item in items])
    ends = np.array([item.box[2] for item in items])
    low, high = float(starts.min()), float(ends.max())
    if high - low < 8 * em:
        return []
    step = (high - low) / _BINS
    first = np.clip(np.ceil((starts - low) / step), 0, _BINS).astype(int)
    last = np.clip(np.floor((ends - low) / step), 0, _BINS).astype(int)
    change = np.zeros(_BINS + 1)
    np.add.at(change, first, 1)
    np.add.at(change, np.maximum(last, first), -1)
    cover = np.cumsum(change)[:_BINS]
    found = []
    for begin, end in _valleys(cover, _MOST_CROSSING * len(items)):
        middle = low + (begin + end) / 2 * step
        left, right = int((ends <= middle).sum()), int((starts >= middle).sum())
        wide = (end - begin) * step >= 0.7 * em
        if wide and min(left, right) >= _FEWEST_LINES:
            found.append((min(left, right) - (len(items) - left - right), middle))
    distinct = {round(middle, 2): (worth, middle) for worth, middle in sorted(found)}
    return [middle for _, middle in sorted(distinct.values(), reverse=True)[:_MOST_GUTTERS]]


def _valleys(cover: npt.NDArray[np.float64], most: float) -> Iterator[tuple[int, int]]:
    """Yield half-open runs of bins that few lines cover, for several meanings of few, the strictest first."""
    seen: set[tuple[int, int]] = set()
    for level in sorted({min(int(most), level) for level in _LEVELS}):
        below = np.flatnonzero(cover <= level)
        for run in np.split(below, np.flatnonzero(np.diff(below) > 1) + 1):
            if run.size and (int(run[0]), int(run[-1])) not in seen:
                seen.add((int(run[0]), int(run[-1])))
                yield int(run[0]), int(run[-1]) + 1


def _bands(items: Sequence[_Item], gutter: float) -> Iterator[tuple[list[_Item], list[_Item], list[_Item]]]:
    """Yield (crossing, left, right) from the top: what spans the gutter, then what stands beside it below."""
    crossing: list[_Item] = []
    left: list[_Item] = []
    right: list[_Item] = []
    for row in _rows(items):
        # What stands beside a spanning line on its height belongs to it: the two ends of a running head.
        if any(item.box[0] < gutter < item.box[2] for item in row):
            if left or right:
                yield crossing, left, right
                crossing, left, right = [], [], []
            crossing.extend(row)
        else:
            for item in row:
                (left if item.box[2] <= gutter else right).append(item)
    yield crossing, left, right


def _reads_as_columns(left: Sequence[_Item], right: Sequence[_Item], em: float) -> bool:
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    tops = max(min(item.box[1] for item in side) for side in (left, right))
    ends = min(max(item.box[3] for item in side) for side in (left, right))
    shorter = min(max(item.box[3] for item in side) - min(item.box[1] for item in side) for side in (left, right))
    if ends - tops < _COMMON_HEIGHT * shorter:
        return False
    narrow = min(statistics.median(item.box[2] - item.box[0] for item in side) for side in (left, right))
    if narrow < _COLUMN_EMS * em / 2:
        return False
    if _aligned(left, right) < _ON_ONE_GRID:
        return True
    return narrow >= _COLUMN_EMS * em and _filled(left) >= _RUNNING and _filled(right) >= _RUNNING_LAST


def _aligned(left: Sequence[_Item], right: Sequence[_Item]) -> float:
    """Return the share of lines of the shorter side that have a neighbour at their height."""
    few, many = sorted((left, right), key=len)
    middles = np.array([item.middle for item in many])
    return sum(float(np.abs(middles - item.middle).min()) < 0.25 * item.em for item in few) / len(few)


def _filled(side: Sequence[_Item]) -> float:
    """Return the share of lines that reach the right end of their column."""
    start, end = min(item.box[0] for item in side), max(item.box[2] for item in side)
    return sum(item.box[2] >= end - 0.15 * (end - start) for item in side) / len(side)


def _rows(items: Sequence[_Item]) -> list[list[_Item]]:
    """Return the items in rows from the top, each row from the left."""
    rows: list[list[_Item]] = []
    middle, em = 0.0, 0.0
    for item in sorted(items, key=lambda item: (item.middle, item.first_x, item.box)):
        if rows and abs(item.middle - middle) < 0.5 * min(item.em, em):
            rows[-1].append(item)
            continue
        rows.append([item])
        middle, em = item.middle, item.em
    for row in rows:
        # Columns of vertical writing side by side are read from the right.
        upright = len(row) > 1 and all(item.box[3] - item.box[1] > _TALL * item.em for item in row)
        row.sort(key=lambda item: (-item.first_x if upright else item.first_x, item.box))
    return rows


def _blocks(rows: Sequence[Sequence[_Item]], aspect: float) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph, cell or entry of a row."""
    right = max((item.box[2] for row in rows for item in row), default=1.0)
    paragraph: list[_Item] = []
    for row in rows:
        single = row[0] if len(row) == 1 and len(row[0].groups) == 1 else None
        if paragraph and (single is None or _starts_anew(single, paragraph, right, aspect)):
            yield [line for item in paragraph for line in item.groups[0]]
            paragraph = []
        if single is None:
            yield from (group for item in row for group in item.groups)
        else:
            paragraph.append(single)
    if paragraph:
        yield [line for item in paragraph for line in item.groups[0]]


def _starts_anew(item: _Item, paragraph: Sequence[_Item], right: float, aspect: float) -> bool:
    last = paragraph[-1]
    em = max(last.em, 1e-6)
    if not _SAME_SIZE[0] < item.em / em < _SAME_SIZE[1] or item.box[1] - last.box[3] > _LEADING * em:
        return True
    body = min(part.box[0] for part in paragraph[1:]) if len(paragraph) > 1 else item.box[0]
    indented = item.box[0] > body + 1.2 * em * aspect
    ended_short = last.box[2] < right - 3.5 * em * aspect
    return indented or ended_short


def _em(line: Line, aspect: float) -> float:
    """Return the size of a character of the line, in page heights."""
    width, height = line.box[2] - line.box[0], line.box[3] - line.box[1]
    return max(1e-4, width / aspect if is_vertical(line, aspect) else height)


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])

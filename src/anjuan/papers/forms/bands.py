"""Bands: a row of labels with one row of values under it, which states facts and begins no list."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.papers.forms import labels
from anjuan.papers.forms.grids import Grid, Region
from anjuan.papers.forms.headings import Heading
from anjuan.papers.forms.labels import Vocabulary
from anjuan.reading.pages import Cell

#: Share of the labels of a band that must be labels by themselves.
_MOST = 0.5


def is_band(heading: Heading, words: Vocabulary) -> bool:
    """Say whether the columns of a heading are facts of the case, not parts of the rows of a list."""
    names = [column.label for column in heading.columns]
    if heading.depth > 1 or heading.rows_read or not all(names) or len(set(names)) < len(names):
        return False
    keys = {labels.key(name) for name in names}
    if keys & (words.list_headings | words.serials | words.generic_headings):
        return False
    return sum(words.label_score(name) >= labels.SURE for name in names) > _MOST * len(names)


def ends_before(grid: Grid, row: int, heading: Heading, region: Region) -> bool:
    """Say whether a row under the first row of values is none of them: a label with a wide value, or labels alone."""
    cells = grid.row(row, region)
    if len(cells) < 2:  # noqa: PLR2004  a single cell is judged elsewhere
        return False
    if all(grid.words.is_known(cell.text) and not grid.words.is_value_word(cell.text) for cell in cells):
        return not any(map(grid.words.is_person, (cell.text for cell in cells[1:])))
    return is_band(heading, grid.words) and _pairs_wide(grid, cells, heading)


def _pairs_wide(grid: Grid, cells: Sequence[Cell], heading: Heading) -> bool:
    """Say whether a row reads label, value, label, value, with a value over more than one column of the heading."""
    starts = [column.number for column in heading.columns]
    wide = any(
        sum(cell.column <= start < cell.column + cell.column_span for start in starts) > 1 for cell in cells[1::2]
    )
    scores = [grid.words.label_score(cell.text) for cell in cells]
    return (
        wide
        and len(cells) % 2 == 0
        and all(one > max(other, 0.0) for one, other in zip(scores[::2], scores[1::2], strict=True))
    )

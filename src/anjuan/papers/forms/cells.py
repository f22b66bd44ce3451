"""The entries of a table: pairs of cells, columns under headings, groups, and texts inside one cell."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from anjuan.papers.facts import Entry, Layout
from anjuan.papers.forms import bands, grids, headings, inline, labels, making, ticks
from anjuan.papers.forms.grids import Grid, Part, Region
from anjuan.papers.forms.headings import Column, Heading
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.making import Spot
from anjuan.papers.forms.mending import mended
from anjuan.papers.forms.places import Run, View
from anjuan.papers.forms.rows import GAP
from anjuan.reading.pages import Cell, Table

_WORD_END = re.compile(r"[A-Za-z0-9)]$")
_WORD_START = re.compile(r"[A-Za-z0-9(]")
#: What a line break cannot follow: a hyphen or a stroke; and a code that broke at the edge of its cell.
_GOES_ON = re.compile(r"[A-Za-z0-9][-/]$")
_CODE, _CODE_END = re.compile(r"[0-9A-Z]{8,}"), re.compile(r"[0-9A-Z]{1,9}")
_NUMBER, _NUMBER_END = re.compile(r"\d{4}[-.]\d{1,2}[-.]\d"), re.compile(r"\d")
_NEW_ITEM = re.compile(r"\s*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[一二三四五六七八九十]+、|[①-⑳☑☐□■√])")
#: A recognised line that ends this close (in heights) to the right edge of its cell goes on in the next.
_FULL = 1.6
#: A full-width cell of at most this many characters may head the rows below it.
_TITLE = 30


class TableReader:
    """Reads one table of a page into entries.

    Attributes:
        found: The entries, in the order of the table.
        heading: The heading whose rows went on to the end of the table; None when there is none.

    """

    def __init__(self, view: View, table: Table, number: int, words: Vocabulary, section: str = "") -> None:
        self.view = view
        self.words = words
        self.number = number
        self.grid = Grid(mended(table, view), words)
        self.found: list[Entry] = []
        self.heading: Heading | None = None
        self._section = section
        self._count = 0

    def read(self, carried: Heading | None = None) -> None:
        """Read the whole table; ``carried`` is the heading of a table that goes on from the page before."""
        region = Region(0, self.grid.bottom, 0, self.grid.right)
        top = 0
        goes_on = carried is not None and self.grid.bottom and headings.fits(carried, self.grid, 0, region)
        if carried is not None and goes_on and headings.find(self.grid, 0, region) is None:
            top = self._rows(headings.moved(carried, self.grid, 0), 0, region)
        self._region(Region(top, region.bottom, region.left, region.right))

    def _region(self, region: Region) -> None:
        row = region.top
        while row < region.bottom:
            self.heading = self.heading if row == region.top else None
            heading = headings.find(self.grid, row, region)
            row = self._rows(heading, row + heading.depth, region) if heading is not None else self._single(row, region)

    def _single(self, row: int, region: Region) -> int:
        """Read one row, or the group that begins in it; return the next row to read."""
        self.heading = None
        cells = self.grid.row(row, region)
        if not cells:
            return row + 1
        first = cells[0]
        inner = Region(row, min(row + first.row_span, region.bottom), first.column + first.column_span, region.right)
        if first.row_span > 1 and first.text.strip() and self._has_rows(inner):
            self._group(first, inner)
            return inner.bottom
        if len(cells) == 1:
            return self._alone(first, row, region)
        self._pairs(cells)
        return row + 1

    def _has_rows(self, inner: Region) -> bool:
        return any(self.grid.row(row, inner) for row in range(inner.top + 1, inner.bottom))

    def _group(self, first: Cell, inner: Region) -> None:
        """Read the rows to the right of a cell that spans them; the cell is what they are about."""
        outer, before = self._section, len(self.found)
        self._section = labels.printed(first.text)
        self._region(inner)
        if len(self.found) == before and self.words.label_score(first.text) > 0:
            cells = [cell for row in range(inner.top, inner.bottom) for cell in self.grid.row(row, inner)]
            for cell in [cell for cell in cells if cell.text.strip()] or cells[:1]:
                self._pair(first, cell)
        self._section = outer

    def _alone(self, cell: Cell, row: int, region: Region) -> int:
        """Read a row of one cell: texts of its own, a label over its value, or the title of what follows."""
        if self.grid.has_pairs(cell):
            self._inner(cell)
            return row + 1
        following = self.grid.row(row + 1, region) if row + 1 < region.bottom else []
        score = self.words.label_score(cell.text)
        if len(following) == 1 and score >= labels.SURE and following[0].column <= cell.column:
            below = following[0]
            if self.words.label_score(below.text) < labels.SURE and not self.grid.has_pairs(below):
                self._pair(cell, below, Layout.BELOW)
                return row + 2
        if cell.text.strip() and len(cell.text) <= _TITLE and not self._choice(cell):
            self._section = labels.printed(cell.text)
        return row + 1

    def _choice(self, cell: Cell) -> bool:
        return ticks.has_boxes(cell.text)

    def _pairs(self, cells: Sequence[Cell]) -> None:
        _, parts = grids.assign(cells, self.grid)
        label: Cell | None = None
        used = False
        for cell, part in zip(cells, parts, strict=True):
            if part is Part.VALUE and label is not None:
                if not (used and not cell.text.strip()):
                    self._pair(label, cell)
                used = True
                continue
            if label is not None and not used:
                self._lonely(label)
            label, used = (cell, False) if part is Part.LABEL else (None, False)
            if part is Part.IDLE:
                self._idle(cell)
        if label is not None and not used:
            self._lonely(label)

    def _idle(self, cell: Cell) -> None:
        """Read a cell beside which no label stands: it may hold the label as well."""
        if self.grid.has_pairs(cell):
            self._inner(cell)
        elif cell.text.strip():
            self._inner(cell, loose=True)

    def _lonely(self, label: Cell) -> None:
        """Keep a label that has nothing beside it, if it says itself that something belongs to it."""
        if label.text.rstrip().endswith(("：", ":")):
            self._add(label.text, "", Spot(label.box, label.box, Layout.CELL))

    def _pair(self, label: Cell, value: Cell, layout: Layout = Layout.CELL) -> None:
        text = self.text_of(value)
        if self.grid.has_pairs(value):
            before = len(self.found)
            lead = self._inner(value)
            text = (
                lead
                or self._named(self.found[before : before + 1])
                or ("" if label.text.rstrip().endswith(("：", ":")) else text)
            )
        self._add(label.text, text, Spot(label.box, value.box, layout))

    def _named(self, first: Sequence[Entry]) -> str:
        """Return the name that the first text inside a cell gives to what the label before the cell calls for."""
        return next((entry.value for entry in first if labels.key(entry.label) in self.words.naming), "")

    def _inner(self, cell: Cell, *, loose: bool = False) -> str:
        """Read the labels and values inside one cell; return the text before the first of them."""
        run = Run(cell.text, cell.box, self.view.within(cell.box))
        if grids.is_label_over_value(cell.text, self.words):
            first, _, rest = cell.text.strip().partition("\n")
            start = cell.text.index(rest)
            spot = Spot(run.box_of(0, start), run.box_of(start, len(cell.text)), Layout.BELOW)
            self._add(first, rest, spot)
            return ""
        split = inline.split(cell.text, self.words, loose=loose or GAP in cell.text)
        for pair in split.pairs:
            label, value = cell.text[slice(*pair.label)], cell.text[slice(*pair.value)]
            self._add(label, value, Spot(run.box_of(*pair.label), run.box_of(*pair.value), Layout.INLINE))
        return inline.clean(cell.text[slice(*split.lead)], self.words)

    def _rows(self, heading: Heading, row: int, region: Region) -> int:
        """Read the rows under a heading; return the first row that is none of them."""
        start, usual = row, None
        self._count = max(self._count, heading.rows_read)
        before = self._count
        while row < region.bottom and headings.continues(self.grid, row, heading, region, usual):
            following = headings.find(self.grid, row, region) if row > start else None
            if following is not None and headings.is_plain(following, self.grid):
                break
            if row > start and bands.ends_before(self.grid, row, heading, region):
                break
            usual = headings.excess(self.grid, row, region) if usual is None else usual
            row += 1
        if row == start + 1 and bands.is_band(heading, self.words):
            self._band(heading.columns, start)
            return row
        for block in headings.blocks(heading):
            for number in range(start, row):
                self._row(block, number)
        if self._count == before and not heading.rows_read and row > start:
            self._row(heading.columns, start, blank=True)
        self.heading = (
            Heading(heading.columns, heading.depth, self._count) if row >= region.bottom and row > start else None
        )
        return row

    def _band(self, columns: Sequence[Column], number: int) -> None:
        """Read the one row of values under a row of labels; what is a label itself is no value."""
        for column in columns:
            cell = self.grid.at.get((number, column.number))
            if cell is None or cell.column != column.number:
                continue
            spot = Spot(column.box, cell.box, Layout.BELOW, section=column.over)
            misread = self.words.is_known(cell.text) and not self.words.is_person(cell.text)
            self._add(column.label, "" if misread else self.text_of(cell), spot)

    def _row(self, columns: Sequence[Column], number: int, *, blank: bool = False) -> None:
        cells = [self.grid.at.get((number, column.number)) for column in columns]
        if not blank and not any(cell is not None and cell.text.strip() for cell in cells):
            return
        self._count += 1
        for column, cell in zip(columns, cells, strict=True):
            if cell is not None and cell.column == column.number and column.label:
                value = self.text_of(cell)
                spot = Spot(column.box, cell.box, Layout.COLUMN, row=self._count, section=column.over)
                self._add(column.label, value, spot)
        if labels.key(columns[0].label) in self.words.generic_headings and cells[0] is not None:
            self._labels_in_first_column(cells[0], columns, cells)

    def _labels_in_first_column(self, first: Cell, columns: Sequence[Column], cells: Sequence[Cell | None]) -> None:
        if not self.words.is_known(first.text):
            return
        for column, cell in list(zip(columns, cells, strict=True))[1:]:
            if (
                cell is None
                or cell.column != column.number
                or not cell.text.strip()
                or column.label in self.words.asides
            ):
                continue
            spot = Spot(first.box, cell.box, Layout.CELL, section=column.label)
            self._add(first.text, self.text_of(cell), spot)

    def text_of(self, cell: Cell) -> str:
        """Return the text of a cell, with lines that were only wrapped joined."""
        if "\n" not in cell.text:
            return cell.text
        return join_lines(cell, self.view)

    def _add(self, label: str, value: str, spot: Spot) -> None:
        spot = dataclasses.replace(
            spot,
            confidence=self.view.confidence(spot.value_box, spot.label_box),
            table=self.number,
            section=spot.section or self._section,
        )
        self.found += making.entries(label, value, spot, self.view, self.words)


def join_lines(cell: Cell, view: View) -> str:
    """Return the text of a cell with the line ends that only the width of the cell made taken out."""
    rows = cell.text.split("\n")
    lines = view.within(cell.box)
    full = {line.text.strip() for line in lines if line.box[2] > cell.box[2] - _FULL * (line.box[3] - line.box[1])}
    text = rows[0]
    for before, after in itertools.pairwise(rows):
        broken = (_CODE.fullmatch(before) and _CODE_END.fullmatch(after)) or (
            _NUMBER.fullmatch(before) and _NUMBER_END.fullmatch(after)
        )
        if broken or _GOES_ON.search(before):
            text += after
        elif _WORD_END.search(before) and _WORD_START.match(after):
            text += " " + after
        elif view.recognised and before.strip() in full and not _NEW_ITEM.match(after):
            text += after
        else:
            text += "\n" + after
    return text

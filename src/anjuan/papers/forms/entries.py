"""What a form says: its labels with their values, whatever the layout."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from anjuan.papers.facts import Entry
from anjuan.papers.forms.cells import TableReader
from anjuan.papers.forms.flow import FlowReader
from anjuan.papers.forms.headings import Heading
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.places import View, inside
from anjuan.papers.rules import tables
from anjuan.reading.pages import Line, Page, Table

#: How many lines may stand above a table that goes on from the page before.
_LINES_ABOVE = 3


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the words of the newest table of labels."""
    return Vocabulary(tables.form_labels().latest)


@functools.lru_cache(maxsize=4)
def vocabulary_with(own: tuple[str, ...]) -> Vocabulary:
    """Return the words of the newest table of labels with labels of a body's own."""
    return Vocabulary(tables.form_labels().latest, own) if own else vocabulary()


def entries(pages: Sequence[Page], words: Vocabulary | None = None) -> tuple[Entry, ...]:
    """Return the labels of a form with their values, in the order of the page.

    Args:
        pages: The pages of one paper, in order.
        words: The table of label words; None for the newest.

    """
    words = words or vocabulary()
    found: list[Entry] = []
    carried: Heading | None = None
    section = ""
    for number, page in enumerate(pages, start=1):
        reader = _PageReader(View(page, number), words, section)
        reader.read(carried)
        found += reader.found
        carried, section = reader.carried, reader.section
    return tuple(found)


class _PageReader:
    """Reads one page: tables and the stretches of lines between them, from the top."""

    def __init__(self, view: View, words: Vocabulary, section: str) -> None:
        self.view = view
        self.words = words
        self.section = section
        self.found: list[Entry] = []
        self.carried: Heading | None = None

    def read(self, carried: Heading | None) -> None:
        tables_here = sorted(self.view.page.tables, key=lambda table: table.box[1])
        free = self._outside(tables_here)
        for number, table in enumerate(tables_here, start=1):
            above = [line for line in free if line.box[1] < table.box[1]]
            free = [line for line in free if line.box[1] >= table.box[1]]
            goes_on = carried if number == 1 and len(above) <= _LINES_ABOVE else None
            self._lines(above)
            self._table(table, number, goes_on)
        self.carried = self.carried if len(free) <= _LINES_ABOVE else None
        self._lines(free)

    def _outside(self, tables_here: Sequence[Table]) -> list[Line]:
        return [line for line in self.view.lines if not any(inside(line.box, table.box) for table in tables_here)]

    def _lines(self, lines: Sequence[Line]) -> None:
        if not lines:
            return
        reader = FlowReader(self.view, self.words, self.section)
        reader.read(lines)
        self.found += reader.found
        self.section = reader.section

    def _table(self, table: Table, number: int, carried: Heading | None) -> None:
        reader = TableReader(self.view, table, number, self.words, self.section)
        reader.read(carried)
        self.found += reader.found
        self.carried = reader.heading

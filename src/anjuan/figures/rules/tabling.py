"""A table of figures as plain values: what pages show and files hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal

from anjuan.figures.rules.cells import Missing

Cell = int | Decimal | str | dt.date | Missing | None


class ColumnKind(enum.StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    CATEGORY = "category"


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: For programs: ASCII letters, digits and underscores, 32 at most.
        title: In Chinese.
        title_en: In English.
        kind: What it holds.
        unit: Of its numbers; empty for others.
        places: Digits after the point of decimals.
        labels: Of a category: what each text is called; codes are numbered in this order from 1.
        note: What a reader should know of it.
        figure: The figure whose rows its numbers open; empty for shares, ranks and texts.

    """

    name: str
    title: str
    title_en: str
    kind: ColumnKind
    unit: str = ""
    places: int = 0
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str = ""
    figure: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row: its key, what it stands for, and a cell for every column."""

    key: str
    kind: str
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class FigureTable:
    """A table.

    Attributes:
        id: Its key.
        title: In Chinese.
        title_en: In English.
        day: The day it tells of.
        columns: What its cells are.
        rows: In order.
        notes: Sentences below it, in Chinese.
        source: Where the numbers come from: snapshot and edition.

    """

    id: str
    title: str
    title_en: str
    day: dt.date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    source: str = ""

    def place(self, name: str) -> int:
        """Return the place of a column, from 0.

        Raises:
            KeyError: There is none of the name.

        """
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise KeyError(name)

    def cell(self, key: str, name: str) -> Cell:
        """Return a cell by row and column.

        Raises:
            KeyError: There is no such row or column.

        """
        place = self.place(name)
        for row in self.rows:
            if row.key == key:
                return row.cells[place]
        raise KeyError(key)

"""Pictures of figures as plain values: tiles, rectangles, lines. Templates draw them; colours are in figures.css."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from anjuan.figures.rules import tables
from anjuan.figures.rules.cells import Missing, shown
from anjuan.figures.rules.measuring import Question
from anjuan.figures.rules.printedtables import short_name
from anjuan.figures.rules.tabling import Cell, ColumnKind, FigureTable
from anjuan.figures.rules.treemap import treemap
from anjuan.figures.selectors.trees import name_of

#: Steps of shade; a step holds about as many rows as any other.
STEPS = 5
_WIDTH, _HEIGHT = 1000.0, 420.0
_LABELLED_WIDTH, _LABELLED_HEIGHT = 84.0, 40.0
_SIGN_WIDTH = 15.0
_PLOT_WIDTH, _PLOT_HEIGHT, _PLOT_MARGIN = 640.0, 200.0, 12.0


def rows_address(asked: Question, day: str) -> str:
    """Return the address of the rows behind a number."""
    words = {"figure": asked.figure, "field": asked.field, "region": asked.region, "year": asked.year, "on": day}
    return f"{reverse('web:figures_rows')}?{urlencode({key: value for key, value in words.items() if value})}"


@dataclasses.dataclass(frozen=True, slots=True)
class Tile:
    """A division's tile: full and short name, place, shade from 0, number, address of its rows."""

    name: str
    short: str
    column: int
    row: int
    step: int
    text: str
    address: str


def tile_grid(values: Mapping[str, Cell], figure: str, field: str, day: str, *, english: bool) -> list[Tile]:
    """Return the tiles of the provinces, shaded by the place of their values."""
    counts = sorted({value for value in values.values() if isinstance(value, int) and value})
    edges = [counts[len(counts) * step // STEPS] for step in range(1, STEPS)] if counts else []
    found = []
    for tile in sorted(tables.tiles().latest.tiles, key=lambda one: (one.row, one.column)):
        value = values.get(tile.code, 0)
        step = 1 + bisect.bisect_right(edges, value) if isinstance(value, int) and value else 0
        name = name_of(tile.code, english=english)
        short = name if english else short_name(name)
        text = shown(value) if not isinstance(value, (type(None), str)) and not hasattr(value, "isoformat") else ""
        address = rows_address(Question(figure, field, tile.code), day)
        found.append(Tile(name_of(tile.code), short, tile.column, tile.row, step, text, address))
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of a treemap with its words and address; no words where they would not fit."""

    x: str
    y: str
    width: str
    height: str
    name: str
    label: str
    text: str
    group: str
    address: str


def blocks(values: Sequence[tuple[str, str, int]], figure: str, day: str) -> list[Block]:
    """Return the rectangles of a treemap from (code, name, value)."""
    found = []
    places = treemap([value for _, _, value in values], _WIDTH, _HEIGHT)
    for (code, name, value), place in zip(values, places, strict=True):
        if place is None:
            continue
        fits = place.width >= _LABELLED_WIDTH and place.height >= _LABELLED_HEIGHT
        most = int((place.width - 16) / _SIGN_WIDTH)
        label = (name if len(name) <= most else f"{name[: most - 1]}…") if fits else ""
        found.append(
            Block(
                f"{place.x:.1f}", f"{place.y:.1f}", f"{place.width:.1f}", f"{place.height:.1f}", name, label,
                shown(value), code[:1].lower() if code else "x", rows_address(Question(figure, code), day),
            )
        )  # fmt: skip
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Plot:
    """A line through months: points as SVG wants them, and the dots with their words."""

    points: str
    dots: tuple[tuple[str, str, str], ...]
    low: str
    high: str


def plot(series: Mapping[str, int]) -> Plot | None:
    """Return the line of a series; None for fewer than two months."""
    if len(series) < 2:  # noqa: PLR2004  a line needs two ends
        return None
    values = list(series.values())
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (_PLOT_WIDTH - 2 * _PLOT_MARGIN) / (len(values) - 1)
    room = _PLOT_HEIGHT - 2 * _PLOT_MARGIN
    dots = tuple(
        (
            f"{_PLOT_MARGIN + place * step:.1f}",
            f"{_PLOT_HEIGHT - _PLOT_MARGIN - (value - low) / span * room:.1f}",
            f"{month}: {shown(value)}",
        )
        for place, (month, value) in enumerate(series.items())
    )
    return Plot(" ".join(f"{x},{y}" for x, y, _ in dots), dots, shown(low), shown(high))


@dataclasses.dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table on a page: words, whether it is a number, address of its rows, share for a bar (0 to 100)."""

    text: str
    is_number: bool
    address: str = ""
    bar: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ShownTable:
    """A table on a page."""

    id: str
    title: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, str, tuple[ShownCell, ...]], ...]
    notes: tuple[str, ...]
    source: str


def shown_table(table: FigureTable, by: str, day: str, field: str = "", *, english: bool = False) -> ShownTable:
    """Return a table as pages show it: the name heads its row, every count opens its rows."""
    places = [place for place, column in enumerate(table.columns) if column.name not in {"code", "name", "row_type"}]
    headings = tuple((table.columns[p].title_en if english else table.columns[p].title, True) for p in places)
    rows = []
    for row in table.rows:
        cells = tuple(_cell(table, place, row.cells[place], _asked(table, place, by, row.key, field), day)
                      for place in places)  # fmt: skip
        rows.append((str(row.cells[1]), row.kind, cells))
    title = table.title_en if english else table.title
    return ShownTable(table.id, title, headings, tuple(rows), () if english else table.notes, table.source)


def _asked(table: FigureTable, place: int, by: str, key: str, field: str) -> Question | None:
    figure = table.columns[place].figure
    if not figure:
        return None
    if by == "year":
        return Question(figure, field, "", key)
    return Question(figure, key) if by == "field" else Question(figure, field, key)


def _cell(table: FigureTable, place: int, cell: Cell, asked: Question | None, day: str) -> ShownCell:
    column = table.columns[place]
    if cell is None or hasattr(cell, "isoformat"):
        return ShownCell("—" if cell is None else str(cell), is_number=True)
    text = shown(cell, places=column.places if column.kind is ColumnKind.DECIMAL else None)
    address = rows_address(asked, day) if asked and cell and not isinstance(cell, Missing) else ""
    bar = f"{cell:.1f}" if column.unit == "%" and not isinstance(cell, (str, Missing)) else ""
    return ShownCell(text, is_number=True, address=address, bar=bar)

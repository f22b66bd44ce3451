"""Sets the words of a slide where its shapes stand."""

from __future__ import annotations

import dataclasses

from lxml import etree

from anjuan.reading.linebreaking import advances, text_width, wrap
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.office.slides.geometry import EMU_PER_POINT, Placed
from anjuan.reading.pages import Box, Cell, Line, Page, Role, Table, TextSource

_DEFAULT_SIZE = 18.0
_NOTE_SIZE = 10.0
_PITCH = 1.2
_INSET = 7.2  # points between a shape's edge and its words
_LEAST_SIZE = 4.0
_DIGITS = 5


@dataclasses.dataclass(slots=True)
class SlideSetter:
    """Collects the lines and tables of one slide.

    Attributes:
        width: Points.
        height: Points of the slide itself.
        notes: Words of the speaker; they stand below the slide on the page.

    """

    width: float
    height: float
    notes: list[str] = dataclasses.field(default_factory=list)
    _items: list[tuple[str, float, float, float, Role, int]] = dataclasses.field(default_factory=list)
    _tables: list[tuple[list[tuple[Cell, tuple[float, float, float, float]]], None]] = dataclasses.field(
        default_factory=list
    )
    _block: int = 0
    _free_y: float = 0.0

    def text(self, paragraphs: list[str], size: float, bounds: tuple[float, float, float, float] | None) -> None:
        """Set paragraphs into bounds in points; the letters shrink until they fit, as the program does it."""
        if not any(part.strip() for part in paragraphs):
            return
        if bounds is None:
            bounds = (_INSET, self._free_y, self.width - _INSET, self.height)
        x0, y0 = max(bounds[0], 0.0), max(bounds[1], 0.0)
        x1, y1 = min(max(bounds[2], x0 + 20), self.width), min(max(bounds[3], y0 + 10), self.height)
        room = max(x1 - x0 - 2 * _INSET, 10.0)
        size, broken = _fitted(paragraphs, (size, room, max(y1 - y0, 10.0)))
        y = y0 + min(_INSET / 2, max(y1 - y0 - size, 0.0))
        for lines in broken:
            self._block += 1
            for line in lines:
                if line.strip():
                    self._items.append((line, x0 + _INSET, y, size, Role.BODY, self._block))
                y += size * _PITCH
        self._free_y = max(self._free_y, y)

    def table(self, rows: list[list[tuple[str, int, int]]], bounds: tuple[float, float, float, float] | None) -> None:
        """Set a table: text, columns and rows taken, by row; a cell that another covers is given with no rows."""
        x0, y0, x1, y1 = bounds or (_INSET, self._free_y, self.width - _INSET, self.height)
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        wide, tall = (x1 - x0) / columns, (y1 - y0) / len(rows)
        cells = []
        for number, row in enumerate(rows):
            for column, (text, across, down) in enumerate(row):
                if down == 0:
                    continue
                box = (
                    x0 + column * wide,
                    y0 + number * tall,
                    x0 + (column + across) * wide,
                    y0 + (number + down) * tall,
                )
                cells.append((Cell(number, column, text, (0, 0, 0, 0), down, across), box))
                self.text(text.split("\n"), 12.0, box)
        self._tables.append((cells, None))

    def page(self, number: int) -> Page:
        """Return the slide as a page; with notes the page is as much taller as they need."""
        items = list(self._items)
        bottom = self.height
        for note in self.notes:
            self._block += 1
            for line in wrap(note, (self.width - 2 * _INSET) / _NOTE_SIZE):
                if line.strip():
                    items.append((line, _INSET, bottom + 2.0, _NOTE_SIZE, Role.FOOTNOTE, self._block))
                bottom += _NOTE_SIZE * _PITCH
        height = bottom if bottom == self.height else bottom + _INSET
        lines = tuple(_line(item, self.width, height) for item in items)
        tables = tuple(self._finished(cells, height) for cells, _ in self._tables)
        source = TextSource.TEXT if lines else TextSource.NONE
        return Page(
            number, self.width, height, source=source, lines=lines, tables=tables, picture=False, blank=not lines
        )

    def _finished(self, cells: list[tuple[Cell, tuple[float, float, float, float]]], height: float) -> Table:
        placed = [dataclasses.replace(cell, box=_box(box, self.width, height)) for cell, box in cells]
        outer = (
            min(cell.box[0] for cell in placed), min(cell.box[1] for cell in placed),
            max(cell.box[2] for cell in placed), max(cell.box[3] for cell in placed),
        )  # fmt: skip
        return Table(outer, tuple(placed))


def _fitted(paragraphs: list[str], how: tuple[float, float, float]) -> tuple[float, list[list[str]]]:
    size, room, height = how
    while True:
        broken = [wrap(part, room / size) for part in paragraphs]
        needed = sum(map(len, broken)) * size * _PITCH
        if needed <= height or size <= _LEAST_SIZE:
            return size, broken
        size = max(size * 0.85, _LEAST_SIZE)


def _line(item: tuple[str, float, float, float, Role, int], width: float, height: float) -> Line:
    text, x, y, size, role, block = item
    edges = tuple([round(min((x + place * size) / width, 1.0), _DIGITS) for place in advances(text)])
    box = _box((x, y, x + text_width(text) * size, y + size * 1.1), width, height)
    return Line(text, (edges[0], box[1], edges[-1], box[3]), None, edges, role, block)


def _box(bounds: tuple[float, float, float, float], width: float, height: float) -> Box:
    shares = (bounds[0] / width, bounds[1] / height, bounds[2] / width, bounds[3] / height)
    inside = [round(min(max(share, 0.0), 1.0), _DIGITS) for share in shares]
    return inside[0], inside[1], inside[2], inside[3]


def points(bounds: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
    """Return bounds in EMU as points."""
    if bounds is None:
        return None
    x0, y0, x1, y1 = (value / EMU_PER_POINT for value in bounds)
    return x0, y0, x1, y1


def body_text(body: etree._Element) -> list[str]:
    """Return the paragraphs of a text body."""
    found = []
    for paragraph in body:
        if local(paragraph) != "p":
            continue
        words = []
        for part in paragraph.iter():
            name = local(part)
            if name == "t":
                words.append(part.text or "")
            elif name == "br":
                words.append("\n")
            elif name == "tab":
                words.append("\t")
        found.append("".join(words))
    return found


def letter_size(shape: etree._Element) -> float:
    """Return the size of the first run that states one, in points."""
    for properties in shape.iter("{*}rPr", "{*}defRPr", "{*}endParaRPr"):
        value = attribute(properties, "sz")
        if value.isdigit():
            return max(int(value) / 100, _LEAST_SIZE)
    return _DEFAULT_SIZE


def set_shape(shape: Placed, setter: SlideSetter) -> None:
    """Set the words and the table of a shape."""
    bounds = points(shape.bounds)
    table = next(shape.element.iter("{*}tbl"), None)
    if table is not None:
        setter.table(
            [[_cell(cell) for cell in row if local(cell) == "tc"] for row in table if local(row) == "tr"], bounds
        )
        return
    for child in shape.element:
        if local(child) == "txBody":
            setter.text(body_text(child), letter_size(child), bounds)


def _cell(cell: etree._Element) -> tuple[str, int, int]:
    body = next((part for part in cell if local(part) == "txBody"), None)
    text = "\n".join(body_text(body)).strip() if body is not None else ""
    if attribute(cell, "hMerge") in {"1", "true"} or attribute(cell, "vMerge") in {"1", "true"}:
        return "", 0, 0
    across, down = attribute(cell, "gridSpan"), attribute(cell, "rowSpan")
    return text, int(across) if across.isdigit() else 1, int(down) if down.isdigit() else 1

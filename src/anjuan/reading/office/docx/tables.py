"""Tables of Word: merged cells as one, tables in tables as tables or as rows of text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from lxml import etree

from anjuan.reading.blocks import Block, PageBreak, Paragraph, TableBlock, TableCell, flattened
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.packages import attribute, local

_TWIPS = 20.0
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "annotation", "content"})
_MOST_SPAN = 64


@dataclasses.dataclass(slots=True)
class _OpenCell:
    row: int
    column: int
    column_span: int
    paragraphs: list[Paragraph]
    row_span: int = 1


class TableWalker:
    """Walks one table.

    Args:
        blocks: Gives the blocks of a cell.
        around: The rest of the document.

    """

    def __init__(self, blocks: Callable[[etree._Element], Iterator[Block]], around: Surroundings) -> None:
        self._blocks = blocks
        self._around = around
        self._cells: list[_OpenCell] = []
        self._rows = 0
        self._merged: dict[int, _OpenCell] = {}
        self._widths: tuple[float, ...] = ()

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """Yield the table; in several parts where a page ends in it or a row holds only another table."""
        self._widths = _grid_widths(element)
        for row in _members(element, "tr"):
            if _is_deleted(row):
                self._around.counts.deleted += 1
                continue
            cells = _members(row, "tc")
            contents = [list(self._blocks(cell)) for cell in cells]
            if any(isinstance(block, PageBreak) for content in contents for block in content):
                yield from self._finished()
                yield PageBreak()
            if len(cells) == 1 and any(isinstance(block, TableBlock) for block in contents[0]):
                yield from self._finished()
                yield from (block for block in contents[0] if not isinstance(block, PageBreak))
                continue
            self._add_row(row, cells, contents)
        yield from self._finished()

    def _add_row(self, row: etree._Element, cells: list[etree._Element], contents: list[list[Block]]) -> None:
        column = _row_value(row, "gridBefore")
        for cell, content in zip(cells, contents, strict=True):
            span, vertical, horizontal = _spans(cell)
            paragraphs = [part for block in content for part in flattened(block)]
            above = self._merged.get(column)
            if vertical == "continue" and above is not None and above.row < self._rows:
                above.row_span = self._rows - above.row + 1
                above.paragraphs.extend(part for part in paragraphs if part.text.strip())
                column += span
                continue
            if horizontal == "continue" and self._cells and self._cells[-1].row == self._rows:
                self._cells[-1].column_span += span
                self._cells[-1].paragraphs.extend(part for part in paragraphs if part.text.strip())
                column += span
                continue
            opened = _OpenCell(self._rows, column, span, paragraphs)
            self._cells.append(opened)
            self._note_merge(opened, vertical)
            column += span
        self._rows += 1

    def _note_merge(self, cell: _OpenCell, vertical: str) -> None:
        for column in range(cell.column, cell.column + cell.column_span):
            self._merged.pop(column, None)
        if vertical in {"restart", "continue"}:
            self._merged[cell.column] = cell

    def _finished(self) -> Iterator[Block]:
        if self._cells:
            cells = tuple(
                TableCell(cell.row, cell.column, tuple(cell.paragraphs), cell.row_span, cell.column_span)
                for cell in self._cells
            )
            yield TableBlock(cells, self._widths)
        self._cells, self._rows, self._merged = [], 0, {}


def _members(element: etree._Element, name: str) -> list[etree._Element]:
    """Return rows or cells, also those that stand inside content controls."""
    found = []
    for child in element:
        kind = local(child)
        if kind == name:
            found.append(child)
        elif kind in _WRAPPERS:
            found.extend(_members(child, name))
    return found


def _grid_widths(element: etree._Element) -> tuple[float, ...]:
    grid = next((child for child in element if local(child) == "tblGrid"), None)
    if grid is None:
        return ()
    widths = []
    for column in grid:
        if local(column) == "gridCol":
            try:
                widths.append(float(attribute(column, "w") or 0) / _TWIPS)
            except ValueError:
                return ()
    return tuple(widths) if all(width > 0 for width in widths) else ()


def _is_deleted(row: etree._Element) -> bool:
    return any(local(mark) == "del" for part in row if local(part) == "trPr" for mark in part)


def _row_value(row: etree._Element, name: str) -> int:
    for part in row:
        if local(part) == "trPr":
            for child in part:
                if local(child) == name:
                    value = attribute(child, "val")
                    return min(int(value), _MOST_SPAN) if value.isdigit() else 0
    return 0


def _spans(cell: etree._Element) -> tuple[int, str, str]:
    """Return how many columns a cell takes, and its part in a vertical and a horizontal merge."""
    span, vertical, horizontal = 1, "", ""
    for part in cell:
        if local(part) != "tcPr":
            continue
        for child in part:
            kind, value = local(child), attribute(child, "val")
            if kind == "gridSpan" and value.isdigit():
                span = min(max(int(value), 1), _MOST_SPAN)
            elif kind in {"vMerge", "vmerge"}:
                vertical = value or "continue"
            elif kind in {"hMerge", "hmerge"}:
                horizontal = value or "continue"
    return span, vertical, horizontal

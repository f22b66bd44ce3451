"""Pages set from the snippets of ``variety``: lines with boxes, tables with cells, as readers return them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from anjuan.extraction import SourcePaper
from anjuan.papers.desk import Desk
from anjuan.papers.facts import Paper
from anjuan.reading.pages import Cell, Line, Page, Table

_LEFT, _RIGHT, _EM, _LINE = 0.12, 0.88, 0.0185, 0.019
_HEIGHT = 0.015


@dataclasses.dataclass
class _Setter:
    """Sets the blocks of one page from the top."""

    lines: list[Line] = dataclasses.field(default_factory=list)
    tables: list[Table] = dataclasses.field(default_factory=list)
    top: float = 0.09
    block: int = 0

    def paragraph(self, text: str) -> None:
        self.block += 1
        for part in broken(text, int((_RIGHT - _LEFT) / _EM)):
            self._line(part, _LEFT)
            self.top += _LINE

    def _line(self, text: str, left: float, top: float | None = None) -> None:
        at = self.top if top is None else top
        self.lines.append(Line(text, (left, at, left + _EM * len(text), at + _HEIGHT), block=self.block))

    def table(self, rows: list[str], *, ruled: bool) -> None:
        cells = [[cell.strip() for cell in row.split("|")] for row in rows]
        columns = max(map(len, cells))
        weights = [4 + max(min(len(row[c]), 24) if c < len(row) else 0 for row in cells) for c in range(columns)]
        edges = [_LEFT]
        for weight in weights:
            edges.append(edges[-1] + (_RIGHT - _LEFT) * weight / sum(weights))
        found: list[Cell] = []
        begin = self.top
        tops = [begin]
        for row in cells:
            deep = max(self._deep(text, edges[c + 1] - edges[c]) for c, text in enumerate(row))
            tops.append(tops[-1] + deep * _LINE + 0.004)
        for r, row in enumerate(cells):
            for c, text in enumerate(row):
                if text in {"^", "<"}:
                    continue
                right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) if c < len(row) else c + 1
                bottom = next(
                    (k for k in range(r + 1, len(cells)) if c >= len(cells[k]) or cells[k][c] != "^"), len(cells)
                )
                box = (edges[c], tops[r], edges[right], tops[bottom])
                found.append(Cell(r, c, text, box, bottom - r, right - c))
                self._cell_lines(text, box)
        self.tables.append(Table((_LEFT, begin, _RIGHT, tops[-1]), tuple(found), ruled))
        self.top = tops[-1] + _LINE

    def _deep(self, text: str, width: float) -> int:
        return max(1, -(-len(text) // max(int(width / _EM), 1)))

    def _cell_lines(self, text: str, box: tuple[float, float, float, float]) -> None:
        self.block += 1
        wide = max(int((box[2] - box[0]) / _EM), 1)
        for index, start in enumerate(range(0, len(text), wide)):
            self._line(text[start : start + wide], box[0], box[1] + index * _LINE + 0.002)


def broken(text: str, wide: int) -> list[str]:
    """Return a text in lines; words of letters and figures stay whole, as typesetting keeps them."""
    rows = [""]
    for word in re.findall(r"[A-Za-z0-9.,/:%±~-]+|.", text):
        if len(rows[-1]) + len(word) > wide and rows[-1]:
            rows.append("")
        rows[-1] += word
    return rows


def pages_of(snippet: dict[str, Any]) -> tuple[Page, ...]:
    """Return the pages of a snippet."""
    pages = []
    for number, blocks in enumerate(snippet["pages"], 1):
        setter = _Setter()
        for block in blocks:
            if isinstance(block, str):
                setter.paragraph(block)
            else:
                setter.table(block["table"], ruled=not block.get("unruled", False))
        pages.append(Page(number, 595.0, 842.0, lines=tuple(setter.lines), tables=tuple(setter.tables), picture=False))
    return tuple(pages)


def paper_of(snippet: dict[str, Any]) -> SourcePaper:
    """Return the paper of a snippet, its fields found as the program finds them."""
    pages = pages_of(snippet)
    _, description = Desk.of_today().look(Paper(pages), kind=snippet["kind"])
    return SourcePaper(snippet["kind"], str(snippet.get("stage", "")), snippet["title"], pages, description)


def snippets(folder: str) -> Iterator[dict[str, Any]]:
    """Yield the snippets of a folder beside this module."""
    for path in sorted((Path(__file__).parent / folder).glob("*.yaml")):
        yield from yaml.safe_load(path.read_text("utf-8"))

"""Papers set on A4 pages, block by block, in points from the top left."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from anjuan.samples.blocks import HAND, Block, Grid, Head, Kv, Paper, Para, Sign
from anjuan.samples.pages import NOTICE, PAGE_HEIGHT, PAGE_WIDTH, Fill, Page, Rule, Run, Stamp, text_width, wrap
from anjuan.samples.world import Style

_MARGIN = 56.0
_TOP = 54.0
_BOTTOM = 786.0
_PAD = 4.0
_SQUARES = str.maketrans("☑☐", "■□")


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled row."""

    text: str
    width: float
    label: bool = False
    font: str = ""


class _Setter:
    """Sets blocks one under the other and turns the page when it is full."""

    def __init__(self, paper: Paper, style: Style, *, notice: bool) -> None:
        self.paper, self.style, self.notice = paper, style, notice
        self.size = style.size
        self.leading = style.size * 1.55
        self.width = PAGE_WIDTH - 2 * _MARGIN
        self.pages: list[Page] = []
        self.y = 0.0
        self.turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def turn(self) -> None:
        self.pages.append(Page())
        self.y = _TOP
        if self.paper.layout == "certificate" or self.paper.by == "authority":
            self._frame()
            return
        left, right = self.paper.header, self.paper.form_no
        if self.style.header == "form_left":
            left, right = right, left
        if self.style.header == "centre" and left:
            self.run(left, _MARGIN + (self.width - text_width(left, 9)) / 2, 40, 9)
        elif left:
            self.run(left, _MARGIN, 40, 9)
        if right:
            self.run(right, _MARGIN + self.width - text_width(right, 9), 40, 9)
        if left or right:
            self.page.rules.append(Rule(_MARGIN, 45, _MARGIN + self.width, 45, 0.5))

    def _frame(self) -> None:
        colour = "ochre" if self.paper.layout == "certificate" else "grey"
        for inset, weight in ((30.0, 2.2), (36.0, 0.7)):
            x0, y0, x1, y1 = inset, inset, PAGE_WIDTH - inset, PAGE_HEIGHT - inset
            for line in ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)):
                self.page.rules.append(Rule(*line, weight, colour))

    def run(self, text: str, x: float, y: float, size: float, font: str = "", colour: str = "black") -> None:
        text = text.translate(_SQUARES)
        if text.strip():
            self.page.runs.append(Run(x, y, size, font or self.style.body_font, text, text_width(text, size), colour))

    def room(self, height: float) -> bool:
        return self.y + height <= _BOTTOM

    def title(self) -> None:
        certificate = self.paper.layout == "certificate"
        size = 26.0 if certificate else 20.0 if self.paper.layout == "licence" else 16.0
        self.y += 70 if certificate else 26
        for line in wrap(self.paper.title, self.width, size):
            self.run(line, _MARGIN + (self.width - text_width(line, size)) / 2, self.y, size, "hei_bold")
            self.y += size * 1.4
        self.y += 14 if certificate else 2

    def block(self, block: Block) -> None:
        if isinstance(block, Head):
            self.heading(block)
        elif isinstance(block, Para):
            self.para(block)
        elif isinstance(block, Kv):
            self.form(block)
        elif isinstance(block, Grid):
            self.grid(block)

    def heading(self, block: Head) -> None:
        if not self.room(self.leading * 3):
            self.turn()
        self.y += self.leading * 1.25
        self.run(block.text, _MARGIN, self.y, self.size + 1.5, "hei_bold")
        self.y += 6

    def para(self, block: Para) -> None:
        certificate = self.paper.layout == "certificate"
        size = self.size + (4 if certificate and block.bold else 2.5 if certificate else 0)
        indent = size * 2 if block.align == "left" else 0
        lines = wrap("\u3000\u3000" + block.text if indent else block.text, self.width, size)
        font = "hei_bold" if block.bold else ""
        for line in lines:
            if not self.room(size * 1.6):
                self.turn()
            self.y += size * (2.1 if certificate else 1.6)
            shown = line.lstrip("\u3000")
            wide = text_width(shown, size)
            x = {"center": _MARGIN + (self.width - wide) / 2, "right": _MARGIN + self.width - wide - 20}.get(
                block.align, _MARGIN + (indent if line is lines[0] else 0)
            )
            self.run(shown, x, self.y, size, font)
        self.y += 3

    def form(self, block: Kv) -> None:
        if self.paper.layout in {"certificate", "licence"}:
            for pair in itertools.chain.from_iterable(block.rows):
                self.pair(*pair)
            return
        self.y += 6
        for row in block.rows:
            share = (0.2, 0.8) if len(row) == 1 else (0.2, 0.3, 0.2, 0.3)
            texts = [text for pair in row for text in pair]
            self.row(
                [
                    Cell(text, self.width * part, label=place % 2 == 0)
                    for place, (text, part) in enumerate(zip(texts, share, strict=True))
                ]
            )

    def pair(self, label: str, value: str) -> None:
        if self.paper.layout == "certificate":
            self.para(Para(f"{label}：{value}", "center"))
            return
        size = self.size + 2
        self.run(label, _MARGIN + 20, self.y + 22, size, "hei_bold")
        for line in wrap(value, self.width - 170, size):
            self.y += size * 1.75
            self.run(line, _MARGIN + 140, self.y, size)
        self.y += 6

    def grid(self, block: Grid) -> None:
        self.y += 6
        total = sum(block.widths)
        widths = [self.width * part / total for part in block.widths]
        head = [Cell(text, width, label=True, font="hei_bold") for text, width in zip(block.head, widths, strict=True)]
        self.row(head)
        for row in block.rows:
            cells = [Cell(text, width) for text, width in zip(row, widths, strict=True)]
            if not self.room(self.height(cells)) and self.height(cells) < _BOTTOM - _TOP - 60:
                self.turn()
                self.row(head)
            self.row(cells)

    def height(self, cells: Sequence[Cell]) -> float:
        size = self.size - 0.5
        count = max(len(wrap(cell.text.removeprefix(HAND), cell.width - 2 * _PAD, size)) for cell in cells)
        return count * size * 1.45 + 2 * _PAD + 2

    def row(self, cells: Sequence[Cell]) -> None:
        size = self.size - 0.5
        lines = [wrap(cell.text.removeprefix(HAND), cell.width - 2 * _PAD, size) for cell in cells]
        while any(lines):
            most = int((_BOTTOM - self.y - 2 * _PAD - 2) / (size * 1.45))
            wanted = max(len(part) for part in lines)
            if most < min(wanted, 3):
                self.turn()
                continue
            count = min(wanted, most)
            self._ruled(cells, [part[:count] for part in lines], count * size * 1.45 + 2 * _PAD + 2)
            lines = [part[count:] for part in lines]

    def _ruled(self, cells: Sequence[Cell], lines: Sequence[Sequence[str]], height: float) -> None:
        size, step = self.size - 0.5, (self.size - 0.5) * 1.45
        x, top, bottom = _MARGIN, self.y, self.y + height
        page = self.page
        for cell, part in zip(cells, lines, strict=True):
            if cell.label and self.style.shade:
                page.fills.append(Fill(x, top, cell.width, height, 0.92))
            hand = cell.text.startswith(HAND)
            y = top + (height - len(part) * step) / 2 + size
            for line in part:
                indent = (cell.width - text_width(line, size)) / 2 if cell.label and len(part) == 1 else _PAD
                if hand:
                    self.run(line, x + indent + 12, y + 2, size + 5, "kai", "ink")
                else:
                    self.run(line, x + max(indent, _PAD), y, size, cell.font)
                y += step
            page.rules.append(Rule(x, top, x, bottom))
            x += cell.width
        page.rules.append(Rule(x, top, x, bottom))
        page.rules.append(Rule(_MARGIN, top, x, top))
        page.rules.append(Rule(_MARGIN, bottom, x, bottom))
        self.y = bottom

    def signs(self, blocks: Sequence[Sign]) -> None:
        sealed = any(block.seal or block.asks_seal for block in blocks)
        height = 88 if sealed else 44
        for pair in _pairs(blocks):
            if not self.room(height):
                self.turn()
            for place, block in enumerate(pair):
                self.sign(block, _MARGIN + (self.width / 2 * place if len(pair) > 1 else self.width * 0.42))
            self.y += height

    def sign(self, block: Sign, x: float) -> None:
        y = self.y + (40 if block.seal or block.asks_seal else 26)
        if block.seal:
            self.page.stamps.append(Stamp(x + 132, y + 2, 108, block.seal))
        wording = f"{block.wording}：" if block.name or not (block.seal or block.asks_seal) else block.wording
        self.run(wording, x, y, self.size)
        if block.name:
            self.run(block.name, x + text_width(wording, self.size) + 8, y + 1, self.size + 5, "kai", "ink")
        self.run(f"日期：{block.date}" if block.date else "日期：", x, y + self.leading + 4, self.size)

    def footers(self) -> None:
        for number, page in enumerate(self.pages, 1):
            framed = self.paper.by == "authority" or self.paper.layout == "certificate"
            texts = [] if framed else [(f"第 {number} 页 共 {len(self.pages)} 页", 806.0, 8.5)]
            if self.notice:
                texts.append((NOTICE, 800.0 if framed else 819.0, 7.0))
            for text, y, size in texts:
                x = (PAGE_WIDTH - text_width(text, size)) / 2
                page.runs.append(Run(x, y, size, "song", text, text_width(text, size), "grey"))


def _pairs(blocks: Sequence[Sign]) -> Iterable[Sequence[Sign]]:
    return [blocks[index : index + 2] for index in range(0, len(blocks), 2)]


def lay_out(paper: Paper, style: Style, *, notice: bool = True) -> tuple[Page, ...]:
    """Return the pages of a paper.

    Args:
        paper: The paper.
        style: The style of the body's forms.
        notice: Whether every page says that all of it is invented.

    """
    setter = _Setter(paper, style, notice=notice)
    setter.title()
    for signing, group in itertools.groupby(paper.blocks, key=lambda block: isinstance(block, Sign)):
        if signing:
            setter.signs([block for block in group if isinstance(block, Sign)])
        else:
            for block in group:
                setter.block(block)
    setter.footers()
    return tuple(setter.pages)

"""A page as it is drawn: boxes, words and rules in the page's own points."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

from anjuan.reading.pages import LOW_CONFIDENCE, Box, Line, Page, Role

#: Height of the characters in a line's box; the rest is the space around them.
_FONT_SHARE = 0.78
#: Where the base line runs in a box, from its top.
_BASE_SHARE = 0.8

#: A mark's letters are this part of the page's width, at least so many points; a letter is this part of a sign wide.
_MARK_SHARE, _LEAST_MARK, _WIDE_SIGN = 1 / 28, 9, 0.6


@dataclasses.dataclass(frozen=True, slots=True)
class Rect:
    """A box in points, as SVG wants it."""

    x: str
    y: str
    width: str
    height: str


@dataclasses.dataclass(frozen=True, slots=True)
class SheetLine:
    """One line as it is drawn and listed.

    Attributes:
        number: 1 for the first line of the page.
        text: Its characters.
        rect: Its box in points.
        x: Left end of the base line.
        y: Height of the base line.
        size: Size of the characters.
        length: How wide the text is to be drawn.
        confidence: Percent, or None for text that was not recognised.
        is_low: Whether a person should look at it.
        role: The part of the page.
        hits_from: Index of the first box of a hit that stands in it.
        hits_to: One past the last; equal to the first when there is none.
        upright: Whether it runs from the top to the bottom.

    """

    number: int
    text: str
    rect: Rect
    x: str
    y: str
    size: str
    length: str
    confidence: int | None
    is_low: bool
    role: str
    hits_from: int
    hits_to: int
    upright: bool

    @property
    def has_hit(self) -> bool:
        """Whether a hit stands in it."""
        return self.hits_to > self.hits_from


@dataclasses.dataclass(frozen=True, slots=True)
class SheetSeal:
    """A seal as it is drawn and listed."""

    rect: Rect
    text: str
    confidence: int


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is drawn.

    Attributes:
        width: Points.
        height: Points.
        lines: Lines in reading order.
        seals: Seals.
        rules: Outlines of table cells, for pages without a picture.
        hits: Boxes of what was searched for, in reading order.
        low_count: How many lines a person should look at.

    """

    width: str
    height: str
    lines: tuple[SheetLine, ...]
    seals: tuple[SheetSeal, ...]
    rules: tuple[Rect, ...]
    hits: tuple[Rect, ...]
    low_count: int


@dataclasses.dataclass(frozen=True, slots=True)
class SheetMark:
    """The text across a page that is read by a loan, drawn as a tile that repeats.

    Attributes:
        text: The borrower, the day and the loan.
        size: Size of its characters.
        width: Width of a tile.
        height: Height of a tile, in which the text stands twice.
        first: Height of the upper base line.
        second: Height of the lower base line.
        shift: Left end of the lower one.

    """

    text: str
    size: str
    width: str
    height: str
    first: str
    second: str
    shift: str


def mark_of(page: Page, text: str) -> SheetMark | None:
    """Return the mark of a page, None for no text. Its characters fit the page as those on pictures do."""
    if not text:
        return None
    size = max(_LEAST_MARK, page.width * _MARK_SHARE)
    wide = sum(_WIDE_SIGN if sign.isascii() else 1.0 for sign in text) * size + 3 * size
    return SheetMark(
        text, _short(size), _short(wide), _short(12 * size), _short(4 * size), _short(10 * size), _short(-wide / 2)
    )


def sheet_of(page: Page, hits: Iterable[Box] = ()) -> Sheet:
    """Return a page ready to be drawn, with the boxes of what was searched for lit."""
    lit = tuple(hits)
    lines = tuple(_line(page, number, line, lit) for number, line in enumerate(page.lines, start=1))
    return Sheet(
        width=_short(page.width),
        height=_short(page.height),
        lines=lines,
        seals=tuple(
            SheetSeal(_rect(page, seal.box), seal.text, math.floor(seal.confidence * 100)) for seal in page.seals
        ),
        rules=() if page.picture else tuple(_rect(page, cell.box) for table in page.tables for cell in table.cells),
        hits=tuple(_rect(page, box) for box in lit),
        low_count=sum(line.is_low for line in lines),
    )


def _line(page: Page, number: int, line: Line, hits: tuple[Box, ...]) -> SheetLine:
    x0, y0, x1, y1 = line.box
    width, height = (x1 - x0) * page.width, (y1 - y0) * page.height
    upright = len(line.text) > 1 and height > 1.5 * width
    met = [index for index, box in enumerate(hits) if _meet(line.box, box)]
    low = line.confidence is not None and line.confidence < LOW_CONFIDENCE
    return SheetLine(
        number=number,
        text=line.text,
        rect=_rect(page, line.box),
        x=_short(x0 * page.width + (width / 2 if upright else 0)),
        y=_short(y0 * page.height + (0 if upright else height * _BASE_SHARE)),
        size=_short(max(1.0, (width if upright else height) * _FONT_SHARE)),
        length=_short(max(0.1, height if upright else width)),
        confidence=None if line.confidence is None else math.floor(line.confidence * 100),
        is_low=low,
        role=Role(line.role).value,
        hits_from=met[0] if met else 0,
        hits_to=met[-1] + 1 if met else 0,
        upright=upright,
    )


def _meet(line: Box, hit: Box) -> bool:
    """Say whether the middle of a hit's height runs through the line and their widths overlap."""
    middle = (hit[1] + hit[3]) / 2
    return line[1] <= middle <= line[3] and min(line[2], hit[2]) > max(line[0], hit[0])


def rect_on(page: Page, box: Box) -> Rect:
    """Return where a box stands on a page, in points."""
    return _rect(page, box)


def _rect(page: Page, box: Box) -> Rect:
    x0, y0, x1, y1 = box
    return Rect(
        _short(x0 * page.width), _short(y0 * page.height),
        _short(max(0.5, (x1 - x0) * page.width)), _short(max(0.5, (y1 - y0) * page.height)),
    )  # fmt: skip


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

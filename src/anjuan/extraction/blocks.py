"""A paper as paragraphs and tables in reading order, each under the headings it stands below."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from anjuan.extraction.grids import Grid, grid_of
from anjuan.extraction.passages import Passage, Piece, Sheet, between, joined, plain, stacked
from anjuan.reading.pages import Box, Page, Role, Table

_CONTENT = frozenset({Role.BODY, Role.TEXT_BOX, Role.FORM_FIELD, Role.FOOTNOTE})
#: What begins an item of a list or a heading.
ITEM = re.compile(
    r"\s*(?:第[一二三四五六七八九十\d]+[条章节部分步项]|[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}\s*[、.．)）]\s*(?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[\u4e00-\u9fff])|[①-⑳●■◆★▪•·]\s*)"
)
_LEVELS = (
    re.compile(r"\s*(?:第[一二三四五六七八九十\d]+[章节部分]|[一二三四五六七八九十]{1,3}\s*[、.．]|附[录件])"),
    re.compile(r"\s*[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\s*\d{1,2}\s*(?:[、.．]\s*(?!\d)|\s(?=[\u4e00-\u9fff]))"),
    re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})+|[(（]\d{1,2}[)）]|\d{1,2}[)）]|[①-⑳])"),
)
_UNNUMBERED = 1.5
_HEADING_LENGTH, _TITLE_LENGTH = 32, 24
_ENDS = tuple("。；;.!！,，、")
#: A line ends this close (in characters) to the right edge of the text when it goes on in the next.
_FULL = 2.6
#: Gap (in line heights) up to which a line belongs to the one above.
_CLOSE = 1.3
_INDENT = 1.4
_SAME_ROW = 0.5
_LOW_CHARS = 1e-6


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """A paragraph, or one item of a list.

    Attributes:
        passage: Its text.
        sections: The headings it stands under, the widest first.

    """

    passage: Passage
    sections: tuple[str, ...] = ()

    @property
    def under(self) -> str:
        """The headings as one text."""
        return " ".join(self.sections)


@dataclasses.dataclass(frozen=True)
class TableBlock:
    """A table, with what goes on over the next pages put below it.

    Attributes:
        grid: Its rows.
        sections: The headings it stands under.

    """

    grid: Grid
    sections: tuple[str, ...] = ()

    @property
    def under(self) -> str:
        """The headings as one text."""
        return " ".join(self.sections)


Block: TypeAlias = Paragraph | TableBlock


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the content of a paper in reading order."""
    raw: list[Passage | Grid] = []
    for number, page in enumerate(pages, 1):
        for index, item in enumerate(_of_page(Sheet(page, number))):
            before = raw[-1] if raw else None
            if index == 0 and isinstance(item, Grid) and isinstance(before, Grid) and before.goes_on(item):
                before.extend(item)
            elif index == 0 and isinstance(item, Passage) and isinstance(before, Passage) and _runs_over(before, item):
                raw[-1] = stacked([before, item], "")
            else:
                raw.append(item)
    return tuple(_under_headings(raw))


def _runs_over(before: Passage, item: Passage) -> bool:
    """Say whether a paragraph goes on at the top of the next page."""
    text = before.plain.rstrip()
    return len(text) > _HEADING_LENGTH and not text.endswith((*_ENDS[:3], ":", "：")) and not ITEM.match(item.plain)


def _under_headings(raw: Sequence[Passage | Grid]) -> Iterator[Block]:
    stack: list[tuple[float, str]] = []
    for item in raw:
        level = _level(item) if isinstance(item, Passage) else None
        if level is not None and isinstance(item, Passage):
            stack = [entry for entry in stack if entry[0] < level]
        sections = tuple(text for _, text in stack)
        yield Paragraph(item, sections) if isinstance(item, Passage) else TableBlock(item, sections)
        if level is not None and isinstance(item, Passage):
            stack.append((level, item.plain.strip()[:_HEADING_LENGTH]))


def _level(passage: Passage) -> float | None:
    """Return how deep a heading stands, 0 at the top; None for a text that is no heading."""
    text = passage.plain.strip()
    if not text or len(text) > _HEADING_LENGTH or text.endswith(_ENDS):
        return None
    for level, pattern in enumerate(_LEVELS):
        if pattern.match(text):
            return level
    # A title without a number stands over numbered items, but below headings in Chinese figures.
    is_title = len(text) <= _TITLE_LENGTH and (text.endswith(":") or not re.search(r"[:,，。、→]", text))
    return _UNNUMBERED if is_title and not re.fullmatch(r"[\d\W]*", text) else None


def _of_page(sheet: Sheet) -> Iterator[Passage | Grid]:
    """Yield the paragraphs and tables of one page."""
    page = sheet.page
    homes = _Homes(page.tables)
    pending: list[int] = []
    done: set[int] = set()
    for index, line in enumerate(page.lines):
        if line.role not in _CONTENT or not line.text.strip():
            continue
        home = homes.of(line.box)
        if home is None:
            pending.append(index)
        elif home not in done:
            yield from _paragraphs(sheet, pending)
            pending = []
            done.add(home)
            yield grid_of(sheet, page.tables[home])
    yield from _paragraphs(sheet, pending)
    for home, table in enumerate(page.tables):
        if home not in done:
            yield grid_of(sheet, table)


class _Homes:
    """Which table a line stands in."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._boxes = [table.box for table in tables]

    def of(self, box: Box) -> int | None:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for index, (left, top, right, bottom) in enumerate(self._boxes):
            if left - 0.005 <= x <= right + 0.005 and top - 0.003 <= y <= bottom + 0.003:
                return index
        return None


def _paragraphs(sheet: Sheet, lines: Sequence[int]) -> Iterator[Passage]:
    """Yield lines outside tables as paragraphs."""
    if not lines:
        return
    margins = _Margins(sheet, lines)
    group: list[tuple[str, Piece]] = []
    last: int | None = None
    for index in lines:
        glue = None if last is None else margins.glue(last, index)
        if glue is None and group:
            yield joined(group, margins.confidence(group))
            group = []
        group.append((glue or "", sheet.piece(index)))
        last = index
    yield joined(group, margins.confidence(group))


class _Margins:
    """The edges of the text of a page, by which a wrapped line is told from the end of a paragraph."""

    def __init__(self, sheet: Sheet, lines: Sequence[int]) -> None:
        self.page = sheet.page
        self.left = min(self.page.lines[index].box[0] for index in lines)
        rights = sorted(self.page.lines[index].box[2] for index in lines)
        self.right = max(rights[-1], 0.8)
        offsets = sheet.offsets
        self._offsets = offsets

    def confidence(self, group: Sequence[tuple[str, Piece]]) -> float:
        """Return the lowest confidence of recognised lines; 1.0 for given text."""
        found = []
        for _, piece in group:
            index = bisect.bisect_right(self._offsets, piece.offset) - 1
            confidence = self.page.lines[index].confidence
            if confidence is not None:
                found.append(confidence)
        return min(found, default=1.0)

    def glue(self, last: int, index: int) -> str | None:
        """Return what joins two lines of a paragraph; None when the second begins another."""
        above, line = self.page.lines[last], self.page.lines[index]
        height = max(above.box[3] - above.box[1], _LOW_CHARS)
        if self._beside(above.box, line.box):
            return "  "
        if ITEM.match(plain(line.text)):
            return None
        glue = between(above.text, line.text)
        if above.block == line.block and above.block:
            return glue
        if not self.page.picture:
            return None
        em = height * self.page.height / max(self.page.width, 1.0)
        full = above.box[2] > self.right - _FULL * em
        close = line.box[1] - above.box[3] < _CLOSE * height
        indented = line.box[0] > self.left + _INDENT * em and line.box[0] > above.box[0] - em / 2
        return glue if full and close and not indented else None

    def _beside(self, one: Box, other: Box) -> bool:
        overlap = min(one[3], other[3]) - max(one[1], other[1])
        return overlap > _SAME_ROW * min(one[3] - one[1], other[3] - other[1]) and other[0] >= one[2] - 0.01

"""Sets flowing documents on sheets, so that every line has a place and every hit a page.

A document of paragraphs has no pages of its own. It is set on A4 with simple metrics (an ideograph
is one em wide, a letter half an em), always in the same way, so that a stored hit still fits when
the document is read again. The viewer draws such a page from its lines alone.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator

from anjuan.reading.blocks import Align, Block, Flow, PageBreak, Paragraph, Sheet, Stamp, TableBlock
from anjuan.reading.errors import LimitReachedError
from anjuan.reading.linebreaking import advances, text_width, wrap
from anjuan.reading.pages import Box, Cell, Line, Member, Notice, Page, Role, Seal, Table, TextSource
from anjuan.reading.protocol import ReadOptions
from anjuan.reading.tablesetting import SetCell, SetLine, SetTable, lay_out

BODY_SIZE = 10.5
_PITCH = 1.5
_HEADING_SIZES = {1: 16.0, 2: 14.0, 3: 12.0}
_SMALL_SIZE = 9.0
_SMALL_ROLES = frozenset({Role.HEADER, Role.FOOTER, Role.FOOTNOTE, Role.COMMENT})
_FOOT_ROLES = frozenset({Role.FOOTNOTE, Role.FOOTER})
_MOST_FOOT = 0.4  # share of the page that notes at its foot may take
_FIT_SCALES = (1.0, 0.88, 0.76, 0.64, 0.52)
_MOST_FITTED = 12_000  # characters between two breaks that are still tried on one page
_TABLE_GAP = 6.0
_KEPT_WITH_HEADING = 3  # lines
_DIGITS = 5


def typeset(flow: Iterable[Flow], options: ReadOptions) -> Iterator[Page | Member | Notice]:
    """Yield the pages of a flowing document; members and notices in the flow are passed on as they come.

    Args:
        flow: Blocks in reading order; taken one at a time.
        options: ``first_page`` and ``limits.pages`` are honoured.

    Raises:
        LimitReachedError: There are more pages than the limits allow.

    """
    for event in _Setter().run(flow):
        if isinstance(event, Page):
            if 0 < options.limits.pages < event.number:
                raise LimitReachedError(
                    f"The document has more than {options.limits.pages} pages.",
                    remedy="Split it, or raise the limit of pages per file.",
                )
            if event.number < options.first_page:
                continue
        yield event


@dataclasses.dataclass(slots=True)
class _FootLines:
    lines: list[tuple[str, Role, int]]
    height: float = 0.0


class _Setter:
    """Fills one page after another; holds no more than the page being set."""

    def __init__(self, sheet: Sheet | None = None, number: int = 1, block: int = 0, scale: float = 1.0) -> None:
        self.sheet = sheet or Sheet()
        self.number = number
        self.block = block
        self.scale = scale
        self.y = self.sheet.top
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.seals: list[Seal] = []
        self.foot = _FootLines([])
        self.produced = False
        self._joins_last = False

    def run(self, flow: Iterable[Flow]) -> Iterator[Page | Member | Notice]:
        """Yield all pages; an empty document is one blank page."""
        waiting: list[Block] = []
        for item in flow:
            if isinstance(item, Member | Notice):
                yield item
            elif self.sheet.fitted and not isinstance(item, PageBreak | Sheet):
                waiting.append(item)
                if sum(map(_length, waiting[-1:])) > _MOST_FITTED or len(waiting) > _MOST_FITTED // 20:
                    yield from self._set_fitted(waiting)
            else:
                yield from self._set_fitted(waiting)
                yield from self._set(item)
        yield from self._set_fitted(waiting)
        yield from self._close()
        if not self.produced:
            yield self._page()

    def _set(self, block: Block) -> Iterator[Page]:
        if isinstance(block, Paragraph):
            yield from self._set_paragraph(block)
        elif isinstance(block, TableBlock):
            yield from self._set_table(block)
        elif isinstance(block, PageBreak):
            yield from self._close()
        else:
            yield from self._close()
            self.sheet = block
            self.y = block.top

    def _set_fitted(self, waiting: list[Block]) -> Iterator[Page]:
        """Set what stands between two breaks on one page, with smaller letters if it must be."""
        if not waiting:
            return
        attempt = _Setter(self.sheet, self.number, self.block)
        pages: list[Page] = []
        for scale in _FIT_SCALES:
            attempt = _Setter(dataclasses.replace(self.sheet, fitted=False), self.number, self.block, scale)
            pages = [page for page in attempt.run(waiting) if isinstance(page, Page)]
            if len(pages) == 1 or sum(map(_length, waiting)) > _MOST_FITTED:
                break
        yield from (page for page in pages if not page.blank)
        self.number, self.block = attempt.number, attempt.block
        self.produced = self.produced or attempt.produced
        waiting.clear()

    @property
    def _bottom(self) -> float:
        return self.sheet.height - self.sheet.bottom - self.foot.height

    def _size(self, paragraph: Paragraph) -> float:
        size = paragraph.size or _HEADING_SIZES.get(paragraph.heading, BODY_SIZE)
        if paragraph.role in _SMALL_ROLES:
            size = min(size, _SMALL_SIZE)
        return min(max(size, 6.0), 36.0) * self.scale

    def _set_paragraph(self, paragraph: Paragraph) -> Iterator[Page]:
        size = self._size(paragraph)
        pitch = size * _PITCH
        if not paragraph.text.strip():
            self._stamp(paragraph, (self.sheet.left, self.sheet.width - self.sheet.right), self.y + pitch / 2)
            self.y = min(self.y + pitch, self._bottom) if self.lines else self.y
            return
        self.block += 1
        left, room, first_left = self._measure(paragraph)
        texts = wrap(paragraph.text, room / size, (room + left - first_left) / size)
        if paragraph.role in _FOOT_ROLES and self._set_at_foot(texts, paragraph.role, pitch):
            return
        if paragraph.heading and self.lines:
            self.y += pitch / 2
            if self.y + _KEPT_WITH_HEADING * pitch > self._bottom:  # a heading does not stand alone at the foot
                yield from self._close()
        for index, text in enumerate(texts):
            if self.y + pitch > self._bottom and (self.lines or self.foot.lines):
                yield from self._close()
            if text.strip():
                start = first_left if index == 0 else left
                width = text_width(text.rstrip()) * size
                x = start + _shift(paragraph.align, room + left - start - width)
                self.lines.append(self._line(text, x, self.y, size, (paragraph.role, self.block)))
            self.y += pitch
        self._stamp(paragraph, (left, left + room), self.y - pitch / 2)

    def _stamp(self, paragraph: Paragraph, room: tuple[float, float], y: float) -> None:
        """Put the seals of a paragraph where its lines are; where exactly they hang is not followed."""
        if paragraph.role in (Role.HEADER, Role.FOOTER):
            return
        widest = max((text_width(text) for text in paragraph.text.split("\n")), default=0.0) * self._size(paragraph)
        x = room[0] + _shift(paragraph.align, room[1] - room[0] - widest) + min(widest, room[1] - room[0]) / 2
        self.seals.extend(self._seal(stamp, x, y) for stamp in paragraph.stamps)

    def _seal(self, stamp: Stamp, x: float, y: float) -> Seal:
        left = min(max(x - stamp.width / 2, 0.0), max(self.sheet.width - stamp.width, 0.0))
        top = min(max(y - stamp.height / 2, 0.0), max(self.sheet.height - stamp.height, 0.0))
        return Seal(self._box(left, top, left + stamp.width, top + stamp.height), shape=stamp.shape)

    def _measure(self, paragraph: Paragraph) -> tuple[float, float, float]:
        whole = self.sheet.width - self.sheet.left - self.sheet.right
        indent = min(max(paragraph.indent, 0.0), whole / 2)
        left = self.sheet.left + indent
        first = min(max(left + paragraph.first_indent, self.sheet.left), self.sheet.left + whole / 2)
        return left, whole - indent, first

    def _set_at_foot(self, texts: list[str], role: Role, pitch: float) -> bool:
        height = len(texts) * pitch
        most = (self.sheet.height - self.sheet.top - self.sheet.bottom) * _MOST_FOOT
        if self.foot.height + height > most or self.y + height > self._bottom:
            return False
        self.foot.lines.extend((text, role, self.block) for text in texts)
        self.foot.height += height
        return True

    def _line(self, text: str, x: float, y: float, size: float, kind: tuple[Role, int]) -> Line:
        sheet = self.sheet
        start, scale = x / sheet.width, size / sheet.width
        edges = tuple([round(start + place * scale, _DIGITS) for place in advances(text)])
        if edges[-1] > 1.0 or edges[0] < 0.0:
            edges = tuple([min(max(edge, 0.0), 1.0) for edge in edges])
        y0, y1 = round(min(y / sheet.height, 1.0), _DIGITS), round(min((y + size * 1.2) / sheet.height, 1.0), _DIGITS)
        return Line(text, (edges[0], y0, edges[-1], y1), None, edges, kind[0], kind[1])

    def _set_table(self, block: TableBlock) -> Iterator[Page]:
        room = self.sheet.width - self.sheet.left - self.sheet.right
        parts = lay_out(block, room, BODY_SIZE * self.scale)
        self._joins_last = block.continues and len(parts) == 1 and bool(self.tables)
        if self._joins_last:
            self.y -= _TABLE_GAP * self.scale
        for table in parts:
            yield from self._place_table(table)

    def _place_table(self, table: SetTable) -> Iterator[Page]:
        top, carried, index = 0.0, list[SetCell](), 0
        end = table.tops[-1]
        while top < end - 1e-6:
            cut = self._cut(table, top)
            if cut is None:
                yield from self._close()
                continue
            inside = carried
            while index < len(table.cells) and table.cells[index].y0 < cut - 1e-6:
                inside.append(table.cells[index])
                index += 1
            self._place_cells(table, inside, (top, cut))
            carried = [cell for cell in inside if cell.y1 > cut + 1e-6]
            self.y += cut - top
            top = cut
            if top < end - 1e-6:
                yield from self._close()
        self.y += _TABLE_GAP * self.scale

    def _cut(self, table: SetTable, top: float) -> float | None:
        """Return where the page ends within the table, or None when nothing more goes on this page."""
        room = self._bottom - self.y
        reach = top + room
        if table.tops[-1] <= reach + 1e-6:
            return table.tops[-1]
        row = bisect.bisect_right(table.tops, reach + 1e-6) - 1
        if table.tops[row] > top + 1e-6:
            return table.tops[row]
        fresh = not (self.lines or self.tables or self.foot.lines)
        return reach if fresh and room > 0 else None

    def _place_cells(self, table: SetTable, cells: list[SetCell], span: tuple[float, float]) -> None:
        if not cells:
            return
        top, cut = span
        first = bisect.bisect_right(table.tops, top + 1e-6) - 1
        offset = self.y - top
        placed = []
        for cell in sorted(cells, key=lambda cell: (max(cell.cell.row, first), cell.cell.column)):
            texts = self._place_cell_lines(cell, cut, offset)
            box = self._box(self.sheet.left + cell.x0, max(cell.y0, top) + offset, self.sheet.left + cell.x1,
                            min(cell.y1, cut) + offset)  # fmt: skip
            if cell.y1 <= cut + 1e-6:
                self._stamp_cell(cell, self.y - top)
            row = max(cell.cell.row, first)
            span_left = cell.cell.row + cell.cell.row_span - row
            placed.append(Cell(row - first, cell.cell.column, texts, box, span_left, cell.cell.column_span))
        if self._joins_last and self.tables:
            placed = _continued(self.tables.pop(), placed)
        self._joins_last = False
        self.tables.append(Table(_bounds([cell.box for cell in placed]), tuple(placed), table.ruled))

    def _stamp_cell(self, cell: SetCell, offset: float) -> None:
        x, y = self.sheet.left + (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2 + offset
        self.seals.extend(self._seal(stamp, x, y) for part in cell.cell.paragraphs for stamp in part.stamps)

    def _place_cell_lines(self, cell: SetCell, cut: float, offset: float) -> str:
        """Set those lines of a cell that stand above the cut; return them as the text of the cell."""
        if not cell.lines:
            return ""
        self.block += 1
        here = [line for line in cell.lines if line.y + line.size <= cut + 1e-6 or cell.y1 <= cut + 1e-6]
        cell.lines = cell.lines[len(here) :]
        if cell.lines and cell.lines[0].y < cut:  # a line that straddles the cut opens the next page
            lower = cut - cell.lines[0].y
            for line in cell.lines:
                line.y += lower
        self.lines.extend(
            self._line(line.text, self.sheet.left + line.x, line.y + offset, line.size, (line.role, self.block))
            for line in here
        )
        return _joined(here)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        width, height = self.sheet.width, self.sheet.height
        return (
            round(max(x0 / width, 0.0), _DIGITS),
            round(max(y0 / height, 0.0), _DIGITS),
            round(min(x1 / width, 1.0), _DIGITS),
            round(min(y1 / height, 1.0), _DIGITS),
        )

    def _close(self) -> Iterator[Page]:
        if not (self.lines or self.tables or self.foot.lines or self.seals):
            self.y = self.sheet.top
            return
        pitch_size = _SMALL_SIZE * self.scale
        y = self._bottom + 2.0
        last = -1
        for text, role, block in sorted(self.foot.lines, key=lambda item: item[1] is Role.FOOTER):
            self.block += block != last  # what stands at the foot is read last
            last = block
            if text.strip():
                self.lines.append(self._line(text, self.sheet.left, y, pitch_size, (role, self.block)))
            y += pitch_size * _PITCH
        yield self._page()
        self.number += 1
        self.y = self.sheet.top
        self.lines, self.tables, self.seals, self.foot = [], [], [], _FootLines([])

    def _page(self) -> Page:
        self.produced = True
        blank = not (self.lines or self.seals)
        return Page(
            number=self.number,
            width=self.sheet.width,
            height=self.sheet.height,
            source=TextSource.TEXT if self.lines else TextSource.NONE,
            lines=tuple(self.lines),
            tables=tuple(self.tables),
            seals=tuple(self.seals),
            label=self.sheet.label,
            picture=False,
            blank=blank,
        )


def _length(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(block.text)
    if isinstance(block, TableBlock):
        return sum(len(part.text) for cell in block.cells for part in cell.paragraphs)
    return 0


def _shift(align: Align, spare: float) -> float:
    if align is Align.LEFT or spare <= 0:
        return 0.0
    return spare / 2 if align is Align.CENTRE else spare


_OUTSIDE_CELL_TEXT = frozenset({Role.HIDDEN, Role.COMMENT, Role.FOOTNOTE})


def _joined(lines: list[SetLine]) -> str:
    """Return the text of wrapped lines: a new row only where a paragraph starts."""
    parts: list[str] = []
    for line in lines:
        if line.role in _OUTSIDE_CELL_TEXT:
            continue
        if line.hard_start and parts:
            parts.append("\n")
        parts.append(line.text)
    return "".join(parts)


def _continued(table: Table, cells: list[Cell]) -> list[Cell]:
    first = max(cell.row + cell.row_span for cell in table.cells)
    return [
        *table.cells,
        *(Cell(c.row + first, c.column, c.text, c.box, c.row_span, c.column_span) for c in cells),
    ]


def _bounds(boxes: list[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )

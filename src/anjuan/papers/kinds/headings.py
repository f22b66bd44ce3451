"""Which lines of a page may be its title: high up, short, big or centred, not a label with its value."""

from __future__ import annotations

import dataclasses
import re
import statistics
from collections.abc import Iterator, Sequence

from anjuan.kit.text.folding import squeeze
from anjuan.reading.pages import Box, Line, Page, Role

#: A title begins in the upper part of its page; covers set it as low as the middle.
_LOWEST = 0.55
_MOST_LINES = 24
_LONGEST = 44
_ROLES = frozenset({Role.BODY, Role.HEADER, Role.TEXT_BOX, Role.FORM_FIELD})
#: Lines with type that much higher than the middle of the page count as big.
_BIG = 1.22
_WIDE_GAP = re.compile(r"[ \u3000]{3,}|\t+")
_NAMED = re.compile(r"^(?:表格|表单|文件|记录|材料|资料)?(?:名称|题名|标题)\s*[:：]\s*(.+)$")
_VALUE_AFTER = re.compile(r"[:：]\s*\S{2,}")
_SENTENCE = re.compile(r"[,。;；，！？]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff（）()])[ \u3000]+(?=[\u3400-\u9fff（）()])")
_LABEL = re.compile(r"(?:编号|批准号|证号|代码|日期|时间|名称|地址|人|人员|电话|签字|签名|盖章|职务|部门|人数|\d{4,})$")
_SECTION = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|^\d{1,2}(?:[.．、]\d{0,2})+|^第[一二三四五六七八九十]{1,3}[章节条]"
)
#: A cell that takes less of its table's width holds a label or a value, not a title.
_WIDE_CELL = 0.6
#: Above this height lies what is printed on every page.
_RUNNING = 0.055


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A line, part of a line, or two lines together that may be a title.

    Attributes:
        text: As printed, wide-set characters drawn together.
        squeezed: Its letters, digits and ideographs alone.
        box: Where it stands.
        prominence: 0 to 1: how much its size, place and form make it a title, whatever it says.
        big: Whether its type is bigger than most of the page.
        running: Whether it stands in the running head.

    """

    text: str
    squeezed: str
    box: Box
    prominence: float
    big: bool
    running: bool


def headings(page: Page) -> tuple[Heading, ...]:
    """Return what may be the title of a page, in reading order; pairs of lines after their first line."""
    lines = [line for line in page.lines if line.role in _ROLES and line.text.strip()]
    if not lines:
        return ()
    middle = statistics.median(_height(line) for line in lines)
    upper = [line for line in lines if line.box[1] < _LOWEST][:_MOST_LINES]
    narrow = _narrow_cells(page)
    found: list[Heading] = []
    for rank, line in enumerate(upper):
        in_cell = _inside(line, narrow)
        singles = [_heading(text, line, rank, middle) for text in _pieces(line.text)]
        found.extend(_in_cell(item) if in_cell else item for item in singles if item)
        if len(singles) == 1 and rank + 1 < len(upper) and not in_cell:
            found.extend(_pair(line, upper[rank + 1], rank, middle))
    return tuple(found)


def drawn_together(text: str) -> str:
    """Return a title with the blanks between its ideographs left out."""
    return _HAN_GAP.sub("", text.strip())


def _narrow_cells(page: Page) -> tuple[Box, ...]:
    return tuple(
        cell.box
        for table in page.tables
        if table.ruled and table.box[1] < _LOWEST
        for cell in table.cells
        if cell.box[1] < _LOWEST and cell.box[2] - cell.box[0] < _WIDE_CELL * (table.box[2] - table.box[0])
    )


def _inside(line: Line, boxes: tuple[Box, ...]) -> bool:
    across, down = _centre(line), (line.box[1] + line.box[3]) / 2
    return any(box[0] <= across <= box[2] and box[1] <= down <= box[3] for box in boxes)


def _in_cell(heading: Heading) -> Heading:
    return dataclasses.replace(heading, prominence=heading.prominence * 0.6, big=False)


def _pieces(text: str) -> Sequence[str]:
    parts = [part for part in _WIDE_GAP.split(text.strip()) if part]
    if all(len(squeeze(part)) <= 2 for part in parts):  # noqa: PLR2004  one word set wide: 审   核   计   划
        return ("".join(parts),)
    return parts


def _pair(first: Line, second: Line, rank: int, middle: float) -> Iterator[Heading]:
    """Yield two lines set as one title: of like size, one close below the other."""
    heights = _height(first), _height(second)
    gap = second.box[1] - first.box[3]
    alike = max(heights) < 1.5 * min(heights) and -0.5 * min(heights) < gap < 1.6 * max(heights)
    centred = abs(_centre(first) - _centre(second)) < 0.06  # noqa: PLR2004  fraction of the page width
    if not (alike and centred) or len(_pieces(second.text)) > 1:
        return
    joined = Line(
        first.text.strip() + second.text.strip(),
        (
            min(first.box[0], second.box[0]),
            first.box[1],
            max(first.box[2], second.box[2]),
            second.box[3],
        ),
        role=first.role,
    )
    made = _heading(joined.text, joined, rank, middle, height=min(heights))
    if made:
        yield dataclasses.replace(made, prominence=made.prominence * 0.97)


def _heading(text: str, line: Line, rank: int, middle: float, *, height: float = 0.0) -> Heading | None:
    named = _NAMED.match(text.strip())
    text = named.group(1) if named else text
    squeezed = squeeze(text)
    if not 2 <= len(squeezed) <= _LONGEST:  # noqa: PLR2004  a title has two characters at least
        return None
    big = (height or _height(line)) >= _BIG * middle
    prominence = 1.0 if big else 0.94
    if abs(_centre(line) - 0.5) > 0.1 and not big:  # noqa: PLR2004  fraction of the page width
        prominence *= 0.96
    if not big:
        prominence *= max(0.62, 1.0 - 0.03 * max(0, rank - 2))
    if not named and _VALUE_AFTER.search(text):
        prominence *= 0.45
    if _LABEL.search(squeezed) and not big:
        prominence *= 0.5
    if _SENTENCE.search(text):
        prominence *= 0.5
    if _SECTION.match(text.strip()):
        prominence *= 0.45
        big = False
    running = line.role is Role.HEADER or line.box[3] < _RUNNING
    return Heading(drawn_together(text), squeezed, line.box, prominence, big, running)


def _height(line: Line) -> float:
    return max(line.box[3] - line.box[1], 1e-6)


def _centre(line: Line) -> float:
    return (line.box[0] + line.box[2]) / 2

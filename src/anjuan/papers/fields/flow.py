"""The running text of a page with the way back to its lines and boxes."""

from __future__ import annotations

import dataclasses

from anjuan.papers.fields.normal.reading import narrow
from anjuan.reading.pages import Box, Line, Page, Role

#: How near to the right edge of the text a line must end to be broken there (fraction of the page's width).
_NEAR_EDGE = 0.06
#: How far the next line may begin to the right of the first one to be its continuation.
_NEAR_START = 0.05
#: A text column narrower than this says nothing about where lines break.
_LEAST_WIDTH = 0.4
_STOPS = "。；;！？!?:："
_LEFT_OUT = frozenset({Role.HIDDEN, Role.COMMENT, Role.SEAL})


@dataclasses.dataclass(frozen=True, slots=True)
class Flow:
    """The text of a page, its wrapped lines joined.

    Attributes:
        text: Full-width signs made half width; a line break only where a line ends for good.
        printed: The same, sign for sign, as it stands on the page.
        starts: For each line kept, where it begins in the text.
        lines: The lines kept.

    """

    text: str
    printed: str
    starts: tuple[int, ...]
    lines: tuple[Line, ...]

    def place(self, start: int, end: int) -> tuple[Box, float]:
        """Return the box around a half-open span, and the lowest confidence of its lines."""
        boxes = []
        sure = 1.0
        for first, line in zip(self.starts, self.lines, strict=True):
            last = first + len(line.text)
            if first < end and start < last:
                boxes.append(_part(line, max(0, start - first), min(len(line.text), end - first)))
                sure = min(sure, 1.0 if line.confidence is None else line.confidence)
        if not boxes:
            return (0.0, 0.0, 1.0, 1.0), sure
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        ), sure


def _part(line: Line, start: int, end: int) -> Box:
    x0, y0, x1, y1 = line.box
    if line.edges:
        return (line.edges[start], y0, line.edges[end], y1)
    widths = [1.0 if sign.isascii() else 2.0 for sign in line.text]
    total = sum(widths) or 1.0
    left = x0 + (x1 - x0) * sum(widths[:start]) / total
    return (left, y0, x0 + (x1 - x0) * sum(widths[:end]) / total, y1)


def flow_of(page: Page) -> Flow:
    """Return the running text of a page."""
    lines = tuple(line for line in page.lines if line.role not in _LEFT_OUT and line.text)
    right = max((line.box[2] for line in lines), default=1.0)
    left = min((line.box[0] for line in lines), default=0.0)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for index, line in enumerate(lines):
        joint = ""
        if index:
            joint = "" if _wrapped(lines[index - 1], line, left, right) else "\n"
        starts.append(length + len(joint))
        pieces.append(joint + line.text)
        length += len(pieces[-1])
    printed = "".join(pieces)
    return Flow(narrow(printed), printed, tuple(starts), lines)


def _wrapped(before: Line, line: Line, left: float, right: float) -> bool:
    if before.text.rstrip()[-1:] in _STOPS or right - left < _LEAST_WIDTH:
        return False
    full = before.box[2] > right - _NEAR_EDGE and before.box[2] - before.box[0] > _LEAST_WIDTH
    near = line.box[1] - before.box[3] < 1.5 * (before.box[3] - before.box[1])
    return full and near and line.box[0] < before.box[0] + _NEAR_START and line.box[1] > before.box[1]

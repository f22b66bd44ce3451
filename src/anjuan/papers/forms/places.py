"""Where texts stand on a page: lines inside a box, and the box of a part of a text."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Sequence

from anjuan.reading.pages import Box, Line, Page, Role, TextSource

_BLANK = re.compile(r"[\s\u3000\xa0\u200b]+")
#: Parts of a page that carry the content of a form; running heads and feet do not.
CONTENT = frozenset({Role.BODY, Role.TEXT_BOX, Role.FORM_FIELD, Role.FOOTNOTE})
#: A recognised line below this confidence inside the ring of a seal is the seal's own text.
_SEAL_NOISE = 0.75
#: Width and height (page fractions of A4) of a company seal of 42 mm.
_RING = (0.2, 0.141)


def union(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around boxes; there must be at least one."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def centre(box: Box) -> tuple[float, float]:
    """Return the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def inside(box: Box, outer: Box, slack: float = 0.003) -> bool:
    """Say whether the middle of a box lies in another."""
    x, y = centre(box)
    return outer[0] - slack <= x <= outer[2] + slack and outer[1] - slack <= y <= outer[3] + slack


def _solid(text: str) -> int:
    return len(_BLANK.sub("", text))


@dataclasses.dataclass(frozen=True)
class Run:
    """A text with the lines it was put together from.

    Attributes:
        text: The characters, with blanks and line breaks of its own.
        box: Where it stands as a whole.
        lines: The lines it was made of, in order.

    """

    text: str
    box: Box
    lines: tuple[Line, ...] = ()

    @functools.cached_property
    def _counts(self) -> list[int]:
        total, counts = 0, [0]
        for line in self.lines:
            total += _solid(line.text)
            counts.append(total)
        return counts

    def box_of(self, start: int, end: int) -> Box:
        """Return where a half-open span of the text stands; the whole box when that is not known."""
        if not self.lines or self._counts[-1] != _solid(self.text):
            return self.box
        first = _solid(self.text[:start])
        last = first + _solid(self.text[start:end])
        if last == first:
            return self._gap(first)
        boxes = [
            _slice(line, first - before, last - before)
            for line, before, after in zip(self.lines, self._counts, self._counts[1:], strict=False)
            if before < last and first < after
        ]
        return union(boxes) if boxes else self.box

    def _gap(self, at: int) -> Box:
        """Return the empty place after a number of characters: to the next text on the line, or to the right end."""
        index = max(bisect.bisect_left(self._counts, at) - 1, 0)
        line = self.lines[min(index, len(self.lines) - 1)]
        left = _slice(line, 0, max(at - self._counts[index], 1))[2] if at else line.box[0]
        right = next(
            (other.box[0] for other in self.lines[index + 1 :] if other.box[0] >= left), max(self.box[2], left)
        )
        if left < line.box[2] - 0.005:
            right = line.box[2]
        return (left, line.box[1], max(right, left), line.box[3])

    @property
    def confidence(self) -> float:
        """Lowest confidence of its lines; 1.0 where nothing was recognised."""
        return min((line.confidence for line in self.lines if line.confidence is not None), default=1.0)


def _slice(line: Line, first: int, last: int) -> Box:
    """Return where the characters ``first`` to ``last`` (blanks not counted) of a line stand."""
    solid = [index for index, sign in enumerate(line.text) if not _BLANK.fullmatch(sign)]
    first, last = max(first, 0), min(last, len(solid))
    if not solid or first >= last or (first == 0 and last == len(solid)):
        return line.box
    start, end = solid[first], solid[last - 1] + 1
    if len(line.edges) == len(line.text) + 1:
        return (line.edges[start], line.box[1], line.edges[end], line.box[3])
    width = (line.box[2] - line.box[0]) / max(len(line.text), 1)
    return (line.box[0] + start * width, line.box[1], line.box[0] + end * width, line.box[3])


class View:
    """A page as forms look at it: its lines by place, and whether it was recognised.

    Attributes:
        page: The page.
        number: Its number in the paper, from 1.
        recognised: Whether its text was recognised from a picture.
        lines: Its lines that carry content, without what is the text of a seal.

    """

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.number = number
        self.recognised = page.source is TextSource.OCR
        seals = [seal.box for seal in page.seals]
        mixed = page.source is TextSource.MIXED
        self.lines = [line for line in page.lines if line.role in CONTENT and not _of_seal(line, seals, mixed=mixed)]
        self._by_middle = sorted(self.lines, key=lambda line: line.box[1] + line.box[3])
        self._middles = [(line.box[1] + line.box[3]) / 2 for line in self._by_middle]

    def within(self, box: Box) -> tuple[Line, ...]:
        """Return the lines whose middle lies in a box, in reading order."""
        low = bisect.bisect_left(self._middles, box[1] - 0.002)
        high = bisect.bisect_right(self._middles, box[3] + 0.002)
        found = [
            line
            for line in self._by_middle[low:high]
            if box[0] - 0.003 <= (line.box[0] + line.box[2]) / 2 <= box[2] + 0.003
        ]
        return tuple(sorted(found, key=lambda line: (line.block, round(line.box[1], 3), line.box[0])))

    def confidence(self, *boxes: Box) -> float:
        """Return the lowest confidence of the lines in boxes; 1.0 where nothing was recognised."""
        if not self.recognised:
            return 1.0
        found = [line.confidence for box in boxes for line in self.within(box) if line.confidence is not None]
        return min(found, default=1.0)


def _of_seal(line: Line, seals: Sequence[Box], *, mixed: bool) -> bool:
    """Say whether a line is the text of a seal: on a page of text, whatever was recognised on and around it."""
    if line.role is Role.SEAL:
        return True
    if line.confidence is None:
        return False
    if mixed:
        return any(inside(line.box, _stamp(box)) for box in seals)
    return line.confidence < _SEAL_NOISE and any(inside(line.box, box, 0.02) for box in seals)


def _stamp(box: Box) -> Box:
    """Return the place of a whole stamp: on drawn pages the box found may be that of its star."""
    x, y = centre(box)
    wide, high = max(box[2] - box[0], _RING[0]), max(box[3] - box[1], _RING[1])
    return (x - wide * 0.6, y - high * 0.6, x + wide * 0.6, y + high * 0.6)

"""Where on a page picture a span of its text stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from anjuan.reading.pages import Box, Line

_WIDE = frozenset("WFA")


def boxes_of(lines: Sequence[Line], spans: Iterable[tuple[int, int]]) -> list[tuple[Box, ...]]:
    """Return for every half-open span of the page's text the boxes that light it, one for each line it touches.

    The text is the lines joined by one line break each, as ``Page.text`` gives it.
    """
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line.text) + 1
    return [tuple(_touched(lines, starts, start, end)) for start, end in spans]


def _touched(lines: Sequence[Line], starts: Sequence[int], start: int, end: int) -> Iterable[Box]:
    for line, begin in zip(lines, starts, strict=True):
        first, last = max(start - begin, 0), min(end - begin, len(line.text))
        if first < last:
            yield part_of(line, first, last)


def part_of(line: Line, first: int, last: int) -> Box:
    """Return the box of the characters ``[first, last)`` of a line.

    Where the places of the characters are not known, the line is divided by their usual widths:
    an ideograph is as wide as two Latin letters.
    """
    x0, y0, x1, y1 = line.box
    if line.edges:
        return line.edges[first], y0, line.edges[last], y1
    widths = [2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in line.text]
    whole = sum(widths) or 1
    left, right = sum(widths[:first]) / whole, sum(widths[:last]) / whole
    return x0 + (x1 - x0) * left, y0, x0 + (x1 - x0) * right, y1

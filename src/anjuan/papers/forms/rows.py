"""Lines that stand beside each other, as rows of segments."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from anjuan.reading.pages import Line, Page

#: What parts two segments of a row that stand apart on the page.
GAP = "\t"
#: Share of the lower height by which two lines must overlap to stand beside each other.
_BESIDE = 0.5
#: Gap (in character widths) from which two lines of a row are segments of their own.
_APART = 0.5
#: How far (page fraction) a line of the same row reaches above the lower edge of the one before.
_SAME_ROW = 0.004
#: Share of the narrower one by which neighbours may overlap: handwriting reaches over its place.
_OVERLAP = 0.3


def visual_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in rows from the top, the lines of a row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        if rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.box[0])
    return rows


def em(line: Line, page: Page) -> float:
    """Return the width of a Chinese character of a line, as a fraction of the width of the page."""
    return (line.box[3] - line.box[1]) * page.height / page.width


def apart(row: Sequence[Line], page: Page) -> bool:
    """Say whether segments of a row stand apart."""
    return any(after.box[0] - before.box[2] > _APART * em(after, page) for before, after in itertools.pairwise(row))


def row_text(row: Sequence[Line], page: Page) -> str:
    """Return the text of a row, with ``GAP`` between segments that stand apart."""
    text = ""
    for index, line in enumerate(row):
        if index and line.box[1] < row[index - 1].box[3] - _SAME_ROW:
            text += GAP if line.box[0] - row[index - 1].box[2] > _APART * em(line, page) else " "
        text += line.text
    return text


def _beside(row: Sequence[Line], line: Line) -> bool:
    last = row[-1]
    overlap = min(last.box[3], line.box[3]) - max(last.box[1], line.box[1])
    if overlap < _BESIDE * min(last.box[3] - last.box[1], line.box[3] - line.box[1]):
        return False
    return all(_overlap(other, line) <= _OVERLAP * min(_width(other), _width(line)) for other in row)


def _overlap(one: Line, other: Line) -> float:
    return min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])


def _width(line: Line) -> float:
    return line.box[2] - line.box[0]

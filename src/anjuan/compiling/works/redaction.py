"""What a picture of a page still tells when boxes are burnt out of it, and which boxes it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.shapes import shapes_in
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.works.shapes import Box
from anjuan.reading.pages import Line, Page

#: A sign counts as burnt out when the boxes cover this share of its height over its whole width.
_COVERED = 0.9
#: Boxes reach so far beyond what they hide (page fractions): edges of signs are not exact.
_MARGIN = 0.004
#: A sign whose place is only reckoned counts as wider than it is, by this share of its width on both sides.
_SLACK = 0.35


def visible_texts(page: Page, boxes: Sequence[Box]) -> dict[str, str]:
    """Return what can still be read on a page: its lines, cells and seals outside the boxes, by their place.

    A sign that a box covers is left out; one that is covered in part can be read.
    """
    texts = {f"line-{number}": _visible(line, boxes) for number, line in enumerate(page.lines, 1)}
    for place, table in enumerate(page.tables, 1):
        for number, cell in enumerate(table.cells, 1):
            if not _holds(boxes, cell.box):
                texts[f"table-{place}-{number}"] = "" if _in_lines(cell.text, page) else cell.text
    for number, seal in enumerate(page.seals, 1):
        if not _holds(boxes, seal.box):
            texts[f"seal-{number}"] = seal.text or _SEAL_UNREAD
    return {place: text for place, text in texts.items() if text.strip()}


#: Stands for what a seal says that could not be read: it names a firm like every seal.
_SEAL_UNREAD = "〔印章〕"


def open_seals(page: Page, boxes: Sequence[Box]) -> int:
    """Return how many seals no box covers: a seal names a firm whether it was read or not."""
    return sum(not _holds(boxes, seal.box) for seal in page.seals)


def needed_boxes(page: Page, book: IdentityBook) -> tuple[Box, ...]:
    """Return boxes over everything on a page that tells an identity as far as it was read: names, numbers, seals."""
    found = [_grown(seal.box) for seal in page.seals]
    for line in page.lines:
        for start, end in _told(line.text, book):
            found.append(_grown(_span(line, start, end)))
    for table in page.tables:
        found += [
            _grown(cell.box) for cell in table.cells if not _in_lines(cell.text, page) and any(_told(cell.text, book))
        ]
    return tuple(dict.fromkeys(found))


def _told(text: str, book: IdentityBook) -> Iterator[tuple[int, int]]:
    for one in (*book.seen_in(text), *shapes_in(text)):
        if one.sort is not Sort.DAY:
            yield one.start, one.end


def _in_lines(text: str, page: Page) -> bool:
    """Say whether the words of a cell stand in lines as well, where they are looked at sign by sign."""
    wanted = "".join(text.split())
    return bool(page.lines) and wanted in "".join("".join(line.text.split()) for line in page.lines)


def _visible(line: Line, boxes: Sequence[Box]) -> str:
    near = [box for box in boxes if _height(box, line.box) >= _COVERED]
    if not near:
        return line.text
    edges = _edges(line)
    slack = 0.0 if line.edges else _SLACK
    kept = []
    for place, sign in enumerate(line.text):
        width = edges[place + 1] - edges[place]
        low, high = edges[place] - slack * width, edges[place + 1] + slack * width
        kept.append(" " if _across(near, max(low, line.box[0]), min(high, line.box[2])) else sign)
    return "".join(kept)


def _edges(line: Line) -> Sequence[float]:
    if len(line.edges) == len(line.text) + 1:
        return line.edges
    widths = [0.5 if sign.isascii() else 1.0 for sign in line.text]
    whole = sum(widths) or 1.0
    left, right = line.box[0], line.box[2]
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + (right - left) * width / whole)
    return edges


def _span(line: Line, start: int, end: int) -> Box:
    edges = _edges(line)
    slack = 0.0 if len(line.edges) == len(line.text) + 1 else _SLACK * (edges[end] - edges[start]) / max(1, end - start)
    left, right = edges[start] - slack - _MARGIN, edges[end] + slack + _MARGIN
    return (left, line.box[1], right, line.box[3])


def _height(box: Box, line: Box) -> float:
    whole = max(line[3] - line[1], 1e-6)
    return (min(box[3], line[3]) - max(box[1], line[1])) / whole


def _across(boxes: Iterable[Box], low: float, high: float) -> bool:
    """Say whether boxes together cover a stretch from left to right."""
    for left, right in sorted((box[0], box[2]) for box in boxes):
        if left <= low + 1e-6:
            low = max(low, right)
    return low >= high - 1e-6


def _holds(boxes: Iterable[Box], inner: Box) -> bool:
    """Say whether one box covers nearly all of another."""
    area = max((inner[2] - inner[0]) * (inner[3] - inner[1]), 1e-9)
    return any(_shared(box, inner) / area >= _COVERED for box in boxes)


def _shared(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _grown(box: Box) -> Box:
    left, top, right, bottom = box
    grown = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    return (
        round(max(0.0, grown[0]), 4), round(max(0.0, grown[1]), 4), round(min(1.0, grown[2]), 4),
        round(min(1.0, grown[3]), 4),
    )  # fmt: skip

"""Characters of a PDF page become lines.

The order of the file is followed as long as it runs along a line; what stands on the same line but
was written elsewhere is joined to it; what stands far apart on one height (labels and values,
cells, columns) becomes lines of their own. Blanks that pdfium made between Chinese characters are
left out, blanks of the file are kept.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Box, Line
from anjuan.reading.pdf.geometry import Sheet, on_page, turned
from anjuan.reading.pdf.glyphs import Glyphs

#: In sizes of a character: where a line of the file ends, with and without blanks in between.
_GAP = 1.6
_GAP_WITH_BLANK = 4.0
_STEP_BACK = -0.7
#: Pieces written elsewhere are joined to a line over this gap, with a blank from this gap on.
_JOINED_GAP = 0.6
_BLANK_GAP = 0.22
#: A blank that pdfium made between Chinese and Latin characters is kept from this gap on.
_MIXED_GAP = 0.6
_SAME_HEIGHT = 0.5
_OBLIQUE = math.radians(12)
_QUARTER = math.pi / 2
_STACK = 3
#: Neighbours stand in one band when their middles differ by less than this share of the higher one's height;
#: a character below the other share of the highest of its band is flat.
_SAME_BAND = 0.65
_FLAT = 0.6
#: Share of the page width by which a character may begin before the end of the one before it has passed.
_OVERLAP = 0.005
_HYPHENS = (0xFFFE, 0x02)
_DROPPED = frozenset((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF, 0x2028, 0x2029, 0x200B))
#: Radicals to Yi; compatibility ideographs; vertical and full-width forms; the planes beyond.
_WIDE = (("\u2e80", "\ua4cf"), ("\uf900", "\ufaff"), ("\ufe30", "\uffe6"), ("\U00020000", "\U0003ffff"))
_CORNERED = frozenset("，。、：；！？·︐︑︒︓︔")
_BLANKS = ((0x09, 0x0D), (0xA0, 0xA0), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000))
_SPECIAL = _DROPPED.union(_HYPHENS)


@dataclasses.dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a page and how it stands.

    Attributes:
        lines: Lines in the order of the file, boxes in fractions of the upright page.
        turn: Clockwise degrees by which the shown page must be turned to stand upright.

    """

    lines: tuple[Line, ...]
    turn: int


@dataclasses.dataclass(slots=True)
class _Run:
    """Characters that stand next to each other, in points of a page on which they run to the right."""

    text: str
    lefts: list[float]
    right: float
    top: float
    bottom: float
    stacked: bool = False

    @property
    def em(self) -> float:
        return max(1e-3, self.bottom - self.top)

    @property
    def left(self) -> float:
        return self.lefts[0]


def laid_out(glyphs: Glyphs, sheet: Sheet) -> Laid:
    """Return the lines of a page. Characters outside its visible part are left out."""
    ink = ~blank(glyphs.codes) & ~glyphs.made
    quarters, oblique = _quarters(glyphs.angles, sheet.turned)
    counts = np.bincount(quarters[ink & ~oblique], minlength=4) if ink.any() else np.zeros(4)
    turn = int(counts.argmax()) * 90
    width, height = sheet.size
    size = (height, width) if turn in (90, 270) else (width, height)
    shown = sheet.shown(glyphs.boxes)
    lines: list[Line] = []
    for quarter in sorted(range(4), key=lambda number: -counts[number]):
        if counts[quarter]:
            chosen = np.flatnonzero((quarters == quarter) & ~oblique | _made_beside(glyphs.made, quarters, quarter))
            boxes = turned(shown[chosen], quarter * 90, width, height)
            runs = _runs(glyphs, chosen, boxes, ink[chosen])
            lines.extend(_lines(runs, (quarter * 90 - turn) % 360, size))
    if oblique.any():
        lines.extend(_oblique_lines(glyphs, np.flatnonzero(oblique & ink), turned(shown, turn, width, height), size))
    return Laid(tuple(lines), turn)


def blank(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Say which code points are blanks."""
    found: npt.NDArray[np.bool_] = np.asarray(codes == 0x20)  # noqa: PLR2004  code points below
    for low, high in _BLANKS:
        found |= (codes >= low) & (codes <= high)
    return found


def _quarters(angles: npt.NDArray[np.float32], page_turn: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return for each character the clockwise quarter turns that make it upright, and whether it stands oblique."""
    shown = np.asarray(angles, dtype=np.float64) + math.radians(page_turn)
    nearest = np.rint(shown / _QUARTER)
    oblique = np.abs(shown - nearest * _QUARTER) > _OBLIQUE
    return (-nearest.astype(np.int64)) % 4, oblique


def _made_beside(made: npt.NDArray[np.bool_], quarters: npt.NDArray[np.int64], quarter: int) -> npt.NDArray[np.bool_]:
    """Say which blanks made by pdfium follow a character of this direction: they carry no angle of their own."""
    before = np.concatenate(([False], (quarters == quarter)[:-1]))
    return made & before


def _runs(
    glyphs: Glyphs, chosen: npt.NDArray[np.int64], boxes: npt.NDArray[np.float64], ink: npt.NDArray[np.bool_]
) -> list[_Run]:
    solid = np.flatnonzero(ink)
    if not solid.size:
        return []
    x0, y0, x1, y1 = _levelled(boxes[solid]).T
    em = np.maximum(y1 - y0, 0.1)
    middle = (y0 + y1) / 2
    blank_between = np.diff(solid) > 1
    size = np.minimum(em[1:], em[:-1])
    gap = x0[1:] - x1[:-1]
    real = np.concatenate(([0], np.cumsum(~ink & ~glyphs.made[chosen])))
    with_blank = blank_between & (real[solid[1:]] - real[solid[:-1]] > 0)
    breaks = (
        (np.abs(np.diff(middle)) > _SAME_HEIGHT * size)
        | (gap > np.where(with_blank, _GAP_WITH_BLANK, _GAP) * size)
        | (gap < _STEP_BACK * size)
    )
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.concatenate((starts[1:], [solid.size]))
    codes, made = glyphs.codes[chosen].tolist(), glyphs.made[chosen].tolist()
    lefts, rights = boxes[:, 0].tolist(), boxes[:, 2].tolist()
    tops, bottoms = np.minimum.reduceat(y0, starts), np.maximum.reduceat(y1, starts)
    runs = []
    for start, end, top, bottom in zip(solid[starts], solid[ends - 1] + 1, tops, bottoms, strict=True):
        part, span = slice(start, end), (float(top), float(bottom))
        if not any(made[part]) and _SPECIAL.isdisjoint(codes[part]):
            text = "".join(map(chr, codes[part]))
            runs.append(_Run(text, lefts[part], max(rights[part]), *span))
            continue
        run = _run(codes[part], made[part], list(zip(lefts[part], rights[part], strict=True)), span)
        if run is not None:
            runs.append(run)
    return _joined(_stacked(runs))


def _levelled(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the boxes with flat characters made as high as their neighbours on the line.

    Some fonts state no height, and their boxes fit the ink: a dash or a comma would then have a size
    and a height of its own, and break its line.
    """
    top, bottom = boxes[:, 1], boxes[:, 3]
    heights, middle = bottom - top, (top + bottom) / 2
    larger = np.maximum(np.maximum(heights[1:], heights[:-1]), 0.1)
    leaves = (np.abs(np.diff(middle)) > _SAME_BAND * larger) | (boxes[1:, 0] < boxes[:-1, 0] - larger)
    starts = np.concatenate(([0], np.flatnonzero(leaves) + 1))
    highest = np.maximum.reduceat(heights, starts)
    band = np.repeat(np.arange(starts.size), np.diff(np.append(starts, heights.size)))
    flat = heights < _FLAT * highest[band]
    if not flat.any():
        return boxes
    levelled = boxes.copy()
    levelled[flat, 1] = np.minimum.reduceat(top, starts)[band[flat]]
    levelled[flat, 3] = np.maximum.reduceat(bottom, starts)[band[flat]]
    return levelled


def _run(
    codes: Sequence[int], made: Sequence[bool], places: Sequence[tuple[float, float]], span: tuple[float, float]
) -> _Run | None:
    text: list[str] = []
    lefts: list[float] = []
    right = places[0][0]
    pending: float | None = None
    em = span[1] - span[0]
    for code, is_made, place in zip(codes, made, places, strict=True):
        if is_made:
            pending = right
            continue
        if code in _HYPHENS:
            code = 0x2D  # noqa: PLW2901  the end-of-line hyphen that pdfium marks with a sign of its own
        if code in _DROPPED:
            continue
        sign = chr(code)
        if pending is not None:
            if text and _keeps_blank(text[-1], sign, place[0] - pending, em):
                text.append(" ")
                lefts.append(pending)
            pending = None
        text.append(sign)
        lefts.append(place[0])
        right = max(right, place[1])
    if not text or not "".join(text).strip():
        return None
    return _Run("".join(text), lefts, right, *span)


def _keeps_blank(before: str, after: str, gap: float, em: float) -> bool:
    wide = is_wide(before) + is_wide(after)
    if wide == 0:
        return True
    return wide == 1 and gap > _MIXED_GAP * em


def is_wide(sign: str) -> bool:
    """Say whether a character is written in a full square: ideographs, kana, full-width punctuation."""
    return any(low <= sign <= high for low, high in _WIDE)


def _stacked(runs: list[_Run]) -> list[_Run]:
    """Join single Chinese characters that stand closely below each other: vertical writing."""
    out: list[_Run] = []
    stack: list[_Run] = []
    for run in [*runs, None]:
        if run is not None and _may_stack(run) and (not stack or _below(stack[-1], run)):
            stack.append(run)
            continue
        out.extend([_column(stack)] if len(stack) >= _STACK else stack)
        stack = []
        if run is not None:
            if _may_stack(run):
                stack = [run]
            else:
                out.append(run)
    return out


def _may_stack(run: _Run) -> bool:
    """Say whether a run is one square of vertical writing: a character, or one with its comma in the corner."""
    return is_wide(run.text[0]) and (len(run.text) == 1 or run.text[1:] in _CORNERED)


def _below(upper: _Run, lower: _Run) -> bool:
    size = max(upper.em, lower.em, upper.right - upper.left, lower.right - lower.left)
    step = (lower.top + lower.bottom - upper.top - upper.bottom) / 2
    aside = abs(lower.left + lower.right - upper.left - upper.right) / 2
    # Commas and full stops stand in a corner of their square.
    free = upper.text[-1] in _CORNERED or lower.text[-1] in _CORNERED
    shortest, longest, widest = (0.2, 1.8, 0.6) if free else (0.6, 1.35, 0.3)
    return aside < widest * size and shortest * size < step < longest * size


def _column(stack: Sequence[_Run]) -> _Run:
    return _Run(
        "".join(run.text for run in stack),
        [min(run.left for run in stack)],
        max(run.right for run in stack),
        stack[0].top,
        stack[-1].bottom,
        stacked=True,
    )


def _joined(runs: list[_Run]) -> list[_Run]:
    """Join runs that stand side by side on one line, and leave out what is printed twice on one place."""
    order = sorted(range(len(runs)), key=lambda index: (runs[index].left, index))
    rows: dict[int, list[int]] = {}
    em = sorted(run.em for run in runs)[len(runs) // 2] if runs else 1.0
    gone: set[int] = set()
    for index in order:
        run = runs[index]
        slot = int((run.top + run.bottom) / 2 / em)
        near = [other for row in (slot - 1, slot, slot + 1) for other in rows.get(row, ())]
        partner = next((other for other in reversed(near) if _adjoins(runs[other], run)), None)
        if partner is not None:
            runs[partner] = _both(runs[partner], run)
            gone.add(index)
        elif any(_is_double(runs[other], run) for other in near):
            gone.add(index)
        else:
            rows.setdefault(slot, []).append(index)
    return [run for index, run in enumerate(runs) if index not in gone]


def _adjoins(left: _Run, right: _Run) -> bool:
    if left.stacked or right.stacked:
        return False
    size = min(left.em, right.em)
    common = min(left.bottom, right.bottom) - max(left.top, right.top)
    return common > 0.6 * size and -0.25 * size <= right.left - left.right <= _JOINED_GAP * size


def _is_double(first: _Run, second: _Run) -> bool:
    size = min(first.em, second.em)
    return (
        first.text == second.text
        and abs(first.left - second.left) < 0.3 * size
        and abs(first.top - second.top) < 0.3 * size
    )


def _both(left: _Run, right: _Run) -> _Run:
    blank = right.left - left.right > _BLANK_GAP * min(left.em, right.em) and _keeps_blank(
        left.text[-1], right.text[0], right.left - left.right, min(left.em, right.em)
    )
    return _Run(
        left.text + " " * blank + right.text,
        [*left.lefts, *([left.right] if blank else []), *right.lefts],
        max(left.right, right.right),
        min(left.top, right.top),
        max(left.bottom, right.bottom),
    )


def _lines(runs: Sequence[_Run], degrees: int, size: tuple[float, float]) -> Iterator[Line]:
    """Yield lines of runs in their own direction, ``degrees`` clockwise of the upright page."""
    width, height = (size[1], size[0]) if degrees in (90, 270) else size
    for run in runs:
        text = run.text.strip()
        begin = run.text.find(text[0])
        edges: list[float] = []
        if not (run.stacked or degrees):
            edges = _edges([*run.lefts, run.right][begin : begin + len(text) + 1], width)
        box = (run.left / width, run.top / height, run.right / width, run.bottom / height)
        if degrees:
            back = turned(np.array([box]), (360 - degrees) % 360, 1.0, 1.0)[0].tolist()
            box = (back[0], back[1], back[2], back[3])
        if _is_off(box):
            continue
        yield Line(text, on_page(box), edges=tuple(edges))


def _edges(stops: list[float], width: float) -> list[float]:
    """Return rising page fractions of the stops; none when they run backwards, as in Arabic or Hebrew."""
    scale = 1.0 / width
    edges = [x * scale for x in stops]
    if any(b < a for a, b in itertools.pairwise(edges)):
        if any(b < a - _OVERLAP for a, b in itertools.pairwise(edges)):
            return []
        edges = list(itertools.accumulate(edges, max))
    if edges[0] < 0 or edges[-1] > 1:
        edges = [min(1.0, max(0.0, x)) for x in edges]
    return edges


def _is_off(box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (0 <= x <= 1 and 0 <= y <= 1)


def _oblique_lines(
    glyphs: Glyphs, chosen: npt.NDArray[np.int64], boxes: npt.NDArray[np.float64], size: tuple[float, float]
) -> Iterator[Line]:
    """Yield one line for each run of characters that stand askew, such as a watermark."""
    scale = np.array([size[0], size[1], size[0], size[1]])
    begin = 0
    for index in range(1, len(chosen) + 1):
        goes_on = (
            index < len(chosen)
            and chosen[index] - chosen[index - 1] <= 2  # noqa: PLR2004  a blank may stand between
            and abs(glyphs.angles[chosen[index]] - glyphs.angles[chosen[index - 1]]) < 0.01  # noqa: PLR2004
        )
        if goes_on:
            continue
        part = chosen[begin:index]
        begin = index
        text = "".join(chr(code) for code in glyphs.codes[part].tolist() if code not in _DROPPED).strip()
        bounds = np.concatenate((boxes[part, :2].min(axis=0), boxes[part, 2:].max(axis=0))) / scale
        box = (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))
        if text and not _is_off(box):
            yield Line(text, on_page(box))

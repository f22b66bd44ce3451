"""Characters that stand next to each other, as the file writes them, become runs.

The order of the file is followed as long as it runs along a line; what stands on the same line but was
written elsewhere is joined to it; single characters closely below each other are vertical writing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from anjuan.reading.pdf.characters import CORNERED, DROPPED, HYPHENS, SPECIAL, is_wide
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
_STACK = 3
#: Neighbours stand in one band when their middles differ by less than this share of the higher one's height;
#: a character below the other share of the highest of its band is flat.
_SAME_BAND = 0.65
_FLAT = 0.6


@dataclasses.dataclass(slots=True)
class Run:
    """Characters that stand next to each other, in points of a page on which they run to the right.

    Attributes:
        text: The characters.
        lefts: Where each of them begins.
        right: Where the last of them ends.
        top: The upper end, y downwards.
        bottom: The lower end.
        stacked: Whether they stand below each other; then ``lefts`` holds one value for all.

    """

    text: str
    lefts: list[float]
    right: float
    top: float
    bottom: float
    stacked: bool = False

    @property
    def em(self) -> float:
        """Height of the run, the measure of its gaps."""
        return max(1e-3, self.bottom - self.top)

    @property
    def left(self) -> float:
        """Where the first character begins."""
        return self.lefts[0]


def runs_of(
    glyphs: Glyphs, chosen: npt.NDArray[np.int64], boxes: npt.NDArray[np.float64], ink: npt.NDArray[np.bool_]
) -> list[Run]:
    """Return the runs of some characters of a page, in the order of the file.

    Args:
        glyphs: All characters of the page.
        chosen: Which of them, rising.
        boxes: Their boxes on a page on which they run to the right, y downwards, in points.
        ink: Which of the chosen are no blanks.

    """
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
        if not any(made[part]) and SPECIAL.isdisjoint(codes[part]):
            text = "".join(map(chr, codes[part]))
            runs.append(Run(text, lefts[part], max(rights[part]), *span))
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
) -> Run | None:
    text: list[str] = []
    lefts: list[float] = []
    right = places[0][0]
    pending: float | None = None
    em = span[1] - span[0]
    for code, is_made, place in zip(codes, made, places, strict=True):
        if is_made:
            pending = right
            continue
        if code in HYPHENS:
            code = 0x2D  # noqa: PLW2901  the end-of-line hyphen that pdfium marks with a sign of its own
        if code in DROPPED:
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
    return Run("".join(text), lefts, right, *span)


def _keeps_blank(before: str, after: str, gap: float, em: float) -> bool:
    wide = is_wide(before) + is_wide(after)
    if wide == 0:
        return True
    return wide == 1 and gap > _MIXED_GAP * em


def _stacked(runs: list[Run]) -> list[Run]:
    """Join single Chinese characters that stand closely below each other: vertical writing."""
    out: list[Run] = []
    stack: list[Run] = []
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


def _may_stack(run: Run) -> bool:
    """Say whether a run is one square of vertical writing: a character, or one with its comma in the corner."""
    return is_wide(run.text[0]) and (len(run.text) == 1 or run.text[1:] in CORNERED)


def _below(upper: Run, lower: Run) -> bool:
    size = max(upper.em, lower.em, upper.right - upper.left, lower.right - lower.left)
    step = (lower.top + lower.bottom - upper.top - upper.bottom) / 2
    aside = abs(lower.left + lower.right - upper.left - upper.right) / 2
    # Commas and full stops stand in a corner of their square.
    free = upper.text[-1] in CORNERED or lower.text[-1] in CORNERED
    shortest, longest, widest = (0.2, 1.8, 0.6) if free else (0.6, 1.35, 0.3)
    return aside < widest * size and shortest * size < step < longest * size


def _column(stack: Sequence[Run]) -> Run:
    return Run(
        "".join(run.text for run in stack),
        [min(run.left for run in stack)],
        max(run.right for run in stack),
        stack[0].top,
        stack[-1].bottom,
        stacked=True,
    )


def _joined(runs: list[Run]) -> list[Run]:
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


def _adjoins(left: Run, right: Run) -> bool:
    if left.stacked or right.stacked:
        return False
    size = min(left.em, right.em)
    common = min(left.bottom, right.bottom) - max(left.top, right.top)
    return common > 0.6 * size and -0.25 * size <= right.left - left.right <= _JOINED_GAP * size


def _is_double(first: Run, second: Run) -> bool:
    if first.text != second.text:
        return False
    slack = 0.3 * min(first.em, second.em)
    return abs(first.left - second.left) < slack and abs(first.top - second.top) < slack


def _both(left: Run, right: Run) -> Run:
    blank = right.left - left.right > _BLANK_GAP * min(left.em, right.em) and _keeps_blank(
        left.text[-1], right.text[0], right.left - left.right, min(left.em, right.em)
    )
    return Run(
        left.text + " " * blank + right.text,
        [*left.lefts, *([left.right] if blank else []), *right.lefts],
        max(left.right, right.right),
        min(left.top, right.top),
        max(left.bottom, right.bottom),
    )

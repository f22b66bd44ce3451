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
from anjuan.reading.pdf.characters import DROPPED, blank
from anjuan.reading.pdf.geometry import Sheet, on_page, turned
from anjuan.reading.pdf.glyphs import Glyphs
from anjuan.reading.pdf.runs import Run, runs_of

_OBLIQUE = math.radians(12)
_QUARTER = math.pi / 2
#: Share of the page width by which a character may begin before the end of the one before it has passed.
_OVERLAP = 0.005


@dataclasses.dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a page and how it stands.

    Attributes:
        lines: Lines in the order of the file, boxes in fractions of the upright page.
        turn: Clockwise degrees by which the shown page must be turned to stand upright.

    """

    lines: tuple[Line, ...]
    turn: int


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
            runs = runs_of(glyphs, chosen, boxes, ink[chosen])
            lines.extend(_lines(runs, (quarter * 90 - turn) % 360, size))
    if oblique.any():
        lines.extend(_oblique_lines(glyphs, np.flatnonzero(oblique & ink), turned(shown, turn, width, height), size))
    return Laid(tuple(lines), turn)


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


def _lines(runs: Sequence[Run], degrees: int, size: tuple[float, float]) -> Iterator[Line]:
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
        text = "".join(chr(code) for code in glyphs.codes[part].tolist() if code not in DROPPED).strip()
        bounds = np.concatenate((boxes[part, :2].min(axis=0), boxes[part, 2:].max(axis=0))) / scale
        box = (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))
        if text and not _is_off(box):
            yield Line(text, on_page(box))

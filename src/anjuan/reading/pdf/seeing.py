"""Pictures of PDF pages: for the recognition engine, and to weigh the ink that stands on a page."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein

from anjuan.kit.text.folding import squeeze
from anjuan.reading.layout.order import in_reading_order
from anjuan.reading.pages import Box, Line, Seal, Table
from anjuan.reading.pdf.geometry import covered, on_page, turned_box
from anjuan.reading.protocol import Engine, Recognised

Picture = npt.NDArray[np.uint8]

#: Scans are drawn at this many dots per inch; more gains nothing (docs/decisions/pdf-text-layer.md).
RECOGNITION_DPI = 200.0
INK_DPI = 72.0
_INK_STEP = 40
_MOST_PIXELS = 36_000_000
_MARGIN = 0.004
_DISAGREES = 0.2
_SAME_PLACE = 0.5
_MOST_REGIONS = 8
_WHOLE_PAGE = 0.6


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A page as it is shown, and how to turn it upright.

    Attributes:
        page: The page.
        turn: Clockwise degrees by which the shown page is turned to stand upright.
        width: Width of the upright page in points.
        height: Its height in points.
        most_pixels: Most pixels of a picture of it.

    """

    page: pdfium.PdfPage
    turn: int
    width: float
    height: float
    most_pixels: int

    @property
    def aspect(self) -> float:
        """Height divided by width."""
        return self.height / self.width

    def drawn(self, dpi: float, box: Box = (0.0, 0.0, 1.0, 1.0), *, grey: bool = False) -> tuple[Picture, float]:
        """Return a picture of a part of the upright page, and the dots per inch it came to.

        Args:
            dpi: Dots per inch wished for; fewer when the picture would have too many pixels.
            box: The part, in page fractions.
            grey: Whether one channel is enough; else RGB.

        """
        share = max(1e-6, (box[2] - box[0]) * (box[3] - box[1]))
        pixels = self.width * self.height * share * (dpi / 72) ** 2
        limit = min(_MOST_PIXELS, self.most_pixels) if self.most_pixels > 0 else _MOST_PIXELS
        scale = dpi / 72 * min(1.0, math.sqrt(limit / max(1.0, pixels)))
        edge = 2.0 / scale  # the library rounds each cut up to whole pixels
        crop = (
            min(box[0] * self.width, self.width - edge),
            min((1 - box[3]) * self.height, self.height - edge),
            max(0.0, min((1 - box[2]) * self.width, self.width - box[0] * self.width - edge)),
            max(0.0, min(box[1] * self.height, self.height - (1 - box[3]) * self.height - edge)),
        )
        bitmap = self.page.render(scale=scale, rotation=self.turn, crop=crop, grayscale=grey, rev_byteorder=not grey)
        try:
            picture = np.array(bitmap.to_numpy(), dtype=np.uint8)
        finally:
            bitmap.close()
        return (picture[:, :, 0] if grey and picture.ndim > 2 else picture), scale * 72  # noqa: PLR2004


def ink(view: View, text: Sequence[Box], pictures: Sequence[Box], drawn: Picture | None = None) -> tuple[float, float]:
    """Return the share of sharp pixels outside text and pictures, and inside pictures but outside text.

    Args:
        view: The page.
        text: Where text stands, in page fractions.
        pictures: Where pictures stand.
        drawn: The page in colour at ``INK_DPI``, when it has been drawn already.

    """
    if drawn is None:
        grey, _ = view.drawn(INK_DPI, grey=True)
    else:
        grey = np.asarray(cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    across = cv2.absdiff(grey[:, 1:], grey[:, :-1])[1:, :]
    down = cv2.absdiff(grey[1:, :], grey[:-1, :])[:, 1:]
    sharp = cv2.max(across, down) > _INK_STEP
    height, width = sharp.shape
    for box in text:
        sharp[_cut(box, width, height, 2)] = False
    inside = np.zeros_like(sharp)
    for box in pictures:
        inside[_cut(box, width, height, 0)] = True
    return float((sharp & ~inside).mean()), float((sharp & inside).mean())


def _cut(box: Box, width: int, height: int, margin: int) -> tuple[slice, slice]:
    return (
        slice(max(0, int(box[1] * height) - margin), min(height, math.ceil(box[3] * height) + margin)),
        slice(max(0, int(box[0] * width) - margin), min(width, math.ceil(box[2] * width) + margin)),
    )


def recognised_page(view: View, engine: Engine) -> Recognised:
    """Return what the engine reads on the whole page; boxes belong to the page after the engine's own turn."""
    picture, dpi = view.drawn(RECOGNITION_DPI)
    return engine.recognise(picture, dpi)


def recognised_regions(view: View, engine: Engine, regions: Sequence[Box], known: Sequence[Line]) -> Recognised:
    """Return what the engine reads in parts of the page and the text layer does not have.

    Boxes belong to the upright page of the view. What lies where the layer has text is left out.
    """
    lines: list[Line] = []
    seals: list[Seal] = []
    tables: list[Table] = []
    for region in _chosen(regions):
        picture, dpi = view.drawn(RECOGNITION_DPI, region)
        found = engine.recognise(picture, dpi)
        place = _placing(region, found.rotation)
        lines.extend(_placed_line(line, place, found.rotation) for line in found.lines)
        seals.extend(dataclasses.replace(seal, box=place(seal.box)) for seal in found.seals)
        tables.extend(_placed_table(table, place) for table in found.tables)
    fresh = [line for line in lines if not any(covered(line.box, old.box) > _SAME_PLACE for old in known)]
    return Recognised(tuple(fresh), seals=tuple(seals), tables=tuple(tables))


def _chosen(regions: Sequence[Box]) -> list[Box]:
    """Return the parts to read: those inside others left out, all as one when they cover most of the page."""
    ordered = sorted(regions, key=lambda box: -(box[2] - box[0]) * (box[3] - box[1]))
    chosen: list[Box] = []
    for region in ordered:
        if not any(covered(region, other) > _SAME_PLACE for other in chosen):
            chosen.append(region)
    whole = sum((box[2] - box[0]) * (box[3] - box[1]) for box in chosen)
    if whole > _WHOLE_PAGE or len(chosen) > _MOST_REGIONS:
        return [(0.0, 0.0, 1.0, 1.0)]
    return chosen


def _placing(region: Box, rotation: int) -> Callable[[Box], Box]:
    width, height = region[2] - region[0], region[3] - region[1]

    def place(box: Box) -> Box:
        x0, y0, x1, y1 = turned_box(box, 360 - rotation)
        return on_page(
            (
                region[0] + x0 * width,
                region[1] + y0 * height,
                region[0] + x1 * width,
                region[1] + y1 * height,
            )
        )

    return place


def _placed_line(line: Line, place: Callable[[Box], Box], rotation: int) -> Line:
    edges: tuple[float, ...] = ()
    if line.edges and rotation == 0:
        edges = tuple(place((x, 0.0, x, 0.0))[0] for x in line.edges)
    return dataclasses.replace(line, box=place(line.box), edges=edges)


def _placed_table(table: Table, place: Callable[[Box], Box]) -> Table:
    cells = tuple(dataclasses.replace(cell, box=place(cell.box)) for cell in table.cells)
    return dataclasses.replace(table, box=place(table.box), cells=cells)


def disagrees(view: View, engine: Engine, strip: Sequence[Line]) -> bool:
    """Say whether what can be seen where these lines stand differs from them by more than a fifth."""
    box = (
        max(0.0, min(line.box[0] for line in strip) - 3 * _MARGIN),
        max(0.0, min(line.box[1] for line in strip) - _MARGIN),
        min(1.0, max(line.box[2] for line in strip) + 3 * _MARGIN),
        min(1.0, max(line.box[3] for line in strip) + _MARGIN),
    )
    picture, dpi = view.drawn(RECOGNITION_DPI, box)
    seen = squeeze("".join(_texts(engine.recognise(picture, dpi).lines, view.aspect)))
    said = squeeze("".join(_texts(strip, view.aspect)))
    return Levenshtein.normalized_distance(seen, said) > _DISAGREES


def _texts(lines: Sequence[Line], aspect: float) -> list[str]:
    return [line.text for line in in_reading_order(lines, aspect=aspect)]
